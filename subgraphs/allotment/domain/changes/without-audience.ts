// Revisions of a contract for those who are not told who may sell it: as if no revision ever said so.
import type { FactRevision } from './proposal.ts';

/**
 * Without the contract's agencies, and without the revisions that changed nothing but these: their number
 * and their instant would tell when another agency came or went. Those that are left count from the first
 * one's number on, in order.
 */
export function withoutAudience<Revision extends FactRevision>(
  revisions: readonly Revision[],
): Revision[] {
  const left: Revision[] = [];
  for (const revision of revisions.toSorted((a, b) => a.rev - b.rev || a.seq - b.seq)) {
    const { agencies: _agencies, ...content } = revision.content;
    const last = left.at(-1);
    const isSame = last?.retracted === revision.retracted && spell(last.content) === spell(content);
    if (!isSame) left.push({ ...revision, content });
  }
  const first = left[0]?.rev ?? 1;
  return left.map((revision, at) => ({ ...revision, rev: first + at }));
}

/** The ledger gives every content its fields in one order. */
function spell(content: FactRevision['content']): string {
  return JSON.stringify(content);
}
