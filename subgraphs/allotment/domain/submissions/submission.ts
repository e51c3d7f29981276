// An event that a hotel's own user submitted: what it is, and what it is as a request for a change.
// Pure; the event that it becomes bears its id.
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { ChangeRequest, Content } from '../changes/proposal.ts';

export type SubmissionStatus = 'PENDING' | 'APPROVED' | 'DECLINED';

export interface Submission {
  readonly id: string;
  readonly hotelId: string;
  readonly clientReference: string;
  /** Content of an EVENT fact. */
  readonly event: Content;
  readonly note: string | null;
  readonly submittedAt: string;
  readonly submittedBy: string;
  readonly status: SubmissionStatus;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly declinedNote: string | null;
}

/** Ids of events that begin like this are submissions'; operators choose others for their own. */
export const SUBMISSION_PREFIX = 'SUB-';

/** The change that its approval is: the event as it was submitted, under the submission's id. */
export function approvalOf(
  { id, hotelId, event }: Pick<Submission, 'id' | 'hotelId' | 'event'>,
  { note, dryRun }: { readonly note: string | null; readonly dryRun: boolean },
): ChangeRequest {
  const named = { kind: 'EVENT' as const, id, content: event, pointer: '', idPointer: '/id' };
  const proposals = [{ ...named, action: 'create' as const }];
  return { hotelId, proposals, note, names: {}, dryRun, submission: id };
}

/** What a second submission under the same reference says otherwise, field by field. */
export function differingFrom(
  there: Pick<Submission, 'event' | 'note'>,
  asked: Pick<Submission, 'event' | 'note'>,
): Reason[] {
  const names = new Set([...Object.keys(there.event), ...Object.keys(asked.event)]);
  const paths = [...names]
    .filter((name) => textOf(there.event[name]) !== textOf(asked.event[name]))
    .map((name) => `/event/${name}`)
    .sort();
  if (there.note !== asked.note) paths.push('/note');
  return paths.map((path) => ({
    code: 'DUPLICATE_REFERENCE',
    path,
    detail: 'This reference was used for another submission.',
  }));
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}
