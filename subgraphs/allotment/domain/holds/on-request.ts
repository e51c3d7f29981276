// Stays that can only be requested: ON_REQUEST lines take no rooms, so they always have some.
import { covers } from '../pipeline/contract-resolver.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import type { Span } from '../pipeline/span.ts';
import type { Candidate } from './shortages.ts';
import type { Stay } from './stay.ts';

/** The first line, by id, that may be requested on all nights of the stay; null if none may. */
export function requestableLine(
  stay: Stay,
  span: Span,
  candidates: readonly Candidate[],
): ResolvedLine | null {
  const found = candidates.find(
    ({ line, objections }) =>
      line.term.contract.kind === 'ON_REQUEST' &&
      objections.length === 0 &&
      coversAll(line, span, stay.length),
  );
  return found?.line ?? null;
}

function coversAll(line: ResolvedLine, span: Span, nights: number): boolean {
  for (let at = 0; at < nights; at += 1) if (!covers(line, span, at)) return false;
  return true;
}
