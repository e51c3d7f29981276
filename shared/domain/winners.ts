// Which of several facts of one (kind, id) counts (domain.md §2). Used by every fold of facts.
import { canonicalJson } from './canonical-json.ts';
import { compareCodePoints } from './code-points.ts';
import type { FactHead } from './facts.ts';
import { instantOf } from './instants.ts';

/**
 * True when `candidate` counts in place of `current`, a fact of the same kind and id: the higher
 * revision; then the later `recordedAt`, to the microsecond; then the greater canonical JSON by code
 * point. False for a duplicate.
 */
export function supersedes(candidate: FactHead, current: FactHead): boolean {
  if (candidate.rev !== current.rev) return candidate.rev > current.rev;
  const candidateAt = instantOf(candidate.recordedAt);
  const currentAt = instantOf(current.recordedAt);
  if (candidateAt !== currentAt) return candidateAt > currentAt;
  if (candidate === current) return false;
  return compareCodePoints(canonicalJson(candidate), canonicalJson(current)) > 0;
}
