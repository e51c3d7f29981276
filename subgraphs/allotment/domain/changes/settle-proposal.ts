// A proposal meets the revisions that are there: it becomes the next revision, it turns out to be done
// already, or it is refused. Pure; called for every proposal of a change.
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { supersedes } from '../../../../shared/domain/winners.ts';
import type {
  Amendment,
  Content,
  Creation,
  FactRevision,
  Proposal,
  Retraction,
} from './proposal.ts';

export type AuditAction = 'CREATED' | 'AMENDED' | 'RETRACTED';

export type Settled =
  | { readonly verdict: 'NEW'; readonly fact: NewFact; readonly action: AuditAction }
  /** The very same was recorded before, as this revision. */
  | { readonly verdict: 'DONE'; readonly revision: FactRevision };

/** `revisions`: all of the proposal's kind and id, in any order. */
export function settleProposal(
  proposal: Proposal,
  revisions: readonly FactRevision[],
): Result<Settled, Reason[]> {
  const winner = winnerOf(revisions);
  const own = winner && !revisions.some(isBlock) ? winner : null;
  if (proposal.action === 'create') return settleCreation(proposal, revisions, winner);
  if (!own) return err([{ code: 'NOT_FOUND', path: proposal.idPointer }]);
  return proposal.action === 'amend'
    ? settleAmendment(proposal, revisions, own)
    : settleRetraction(proposal, own);
}

/** The revision that counts; null where there is none. */
export function winnerOf(revisions: readonly FactRevision[]): FactRevision | null {
  return revisions.reduce<FactRevision | null>(
    (best, revision) => (best === null || beats(revision, best) ? revision : best),
    null,
  );
}

/** Ids of events are shared with hardblocks, whose facts are not this desk's. */
export function isBlock({ kind, content }: Pick<FactRevision, 'kind' | 'content'>): boolean {
  return (
    kind === 'EVENT' && typeof content['type'] === 'string' && content['type'].startsWith('BLOCK_')
  );
}

function beats(left: FactRevision, right: FactRevision): boolean {
  return supersedes(factOf(left), factOf(right));
}

function factOf({ kind, id, rev, recordedAt, retracted, content }: FactRevision): FactRevision {
  return { ...content, kind, id, rev, recordedAt, ...(retracted ? { retracted } : {}) } as never;
}

/**
 * Compared with what was first recorded under the id: a creation that arrives late or again must
 * neither undo an amendment nor bring back what was retracted since.
 */
function settleCreation(
  { kind, id, content, pointer, idPointer }: Creation,
  revisions: readonly FactRevision[],
  winner: FactRevision | null,
): Result<Settled, Reason[]> {
  if (!winner) {
    const fact = { kind, id, rev: 1, ...content } as unknown as NewFact;
    return ok({ verdict: 'NEW', fact, action: 'CREATED' });
  }
  const first = revisions.find(({ rev }) => rev === 1);
  if (!first || first.retracted || isBlock(first)) {
    const detail = `${id} is already the name of something else.`;
    return err([{ code: 'DUPLICATE_REFERENCE', path: idPointer, detail }]);
  }
  const differing = differingFields(first.content, content);
  if (differing.length === 0) return ok({ verdict: 'DONE', revision: first });
  return err(
    differing.map((field) => ({
      code: 'DUPLICATE_REFERENCE',
      path: `${pointer}/${field}`,
      detail: `${id} is already there with another ${field}.`,
    })),
  );
}

function settleAmendment(
  { kind, id, content, pointer, revision }: Amendment,
  revisions: readonly FactRevision[],
  winner: FactRevision,
): Result<Settled, Reason[]> {
  if (winner.rev === revision) {
    const fact = { kind, id, rev: revision + 1, ...content } as unknown as NewFact;
    return ok({ verdict: 'NEW', fact, action: 'AMENDED' });
  }
  const next = revisions.find(({ rev }) => rev === revision + 1);
  if (next && !next.retracted && differingFields(next.content, content).length === 0) {
    return ok({ verdict: 'DONE', revision: next });
  }
  return err([movedOn(pointer, revision, winner)]);
}

function settleRetraction(
  { kind, id, pointer, revision }: Retraction,
  winner: FactRevision,
): Result<Settled, Reason[]> {
  const named = revision ?? winner.rev;
  if (winner.retracted && (named === winner.rev || named === winner.rev - 1)) {
    return ok({ verdict: 'DONE', revision: winner });
  }
  if (named !== winner.rev) return err([movedOn(pointer, named, winner)]);
  const fact: NewFact = { kind, id, rev: winner.rev + 1, retracted: true };
  return ok({ verdict: 'NEW', fact, action: 'RETRACTED' });
}

function movedOn(pointer: string, revision: number, winner: FactRevision): Reason {
  return {
    code: 'PREVIEW_STALE',
    path: `${pointer}/revision`,
    needed: revision,
    have: winner.rev,
    detail: `Revision ${winner.rev} has come since.`,
  };
}

/** Names of the fields in which two contents differ, in order. */
function differingFields(left: Content, right: Content): string[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => textOf(left[name]) !== textOf(right[name])).sort();
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}
