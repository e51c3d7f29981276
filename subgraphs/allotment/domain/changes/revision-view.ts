// Revisions of one (kind, id) as those who read them are shown them. Pure.
import type { Content, FactRevision } from './proposal.ts';
import { winnerOf } from './settle-proposal.ts';

/** One revision; `content` is null where it retracts. */
export interface RevisionView {
  readonly revision: number;
  readonly retracted: boolean;
  readonly recordedAt: string;
  readonly seq: number;
  readonly content: Content | null;
  readonly action: string | null;
  readonly actor: string | null;
  readonly role: string | null;
  readonly note: string | null;
  readonly requestId: string | null;
}

export interface FactView {
  readonly id: string;
  readonly revision: number;
  readonly retracted: boolean;
  readonly recordedAt: string;
  /** Of the latest revision that has any: what was retracted is still told. */
  readonly content: Content;
  readonly revisions: readonly RevisionView[];
}

type Audited = FactRevision &
  Pick<RevisionView, 'action' | 'actor' | 'role' | 'note' | 'requestId'>;

/** Null where nothing was ever said under the id. */
export function factView(revisions: readonly Audited[]): FactView | null {
  const winner = winnerOf(revisions);
  const said = winnerOf(revisions.filter(({ content }) => Object.keys(content).length > 0));
  if (!winner || !said) return null;
  const { id, rev, retracted, recordedAt } = winner;
  return {
    id,
    revision: rev,
    retracted,
    recordedAt,
    content: said.content,
    revisions: revisions.map((revision) => ({
      revision: revision.rev,
      retracted: revision.retracted,
      recordedAt: revision.recordedAt,
      seq: revision.seq,
      content: revision.retracted ? null : revision.content,
      action: revision.action,
      actor: revision.actor,
      role: revision.role,
      note: revision.note,
      requestId: revision.requestId,
    })),
  };
}
