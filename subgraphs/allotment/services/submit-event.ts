// submitAllotmentEvent: a hotel's own user asks for a stop of sale or an increase. Nothing moves before
// an operator approves it. Load → decide → save.
import { uuidv7 } from 'uuidv7';
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { missingTargets } from '../domain/changes/change-rules.ts';
import { readSubmission } from '../domain/submissions/read-submission.ts';
import type { SubmitAllotmentEventInput } from '../domain/submissions/read-submission.ts';
import { approvalOf, differingFrom, SUBMISSION_PREFIX } from '../domain/submissions/submission.ts';
import type { Submission } from '../domain/submissions/submission.ts';
import { maySeeHotel, maySubmitEvents } from '../domain/visibility.ts';
import { insertAuditEntry } from '../repositories/audit-log.ts';
import {
  countPending,
  findSubmissionByReference,
  insertSubmission,
} from '../repositories/event-submissions.ts';
import type { HotelBooks } from './hotel-books.ts';
import { tellSubmission } from './submissions.ts';

interface Dependencies {
  readonly dataSource: DataSource;
  readonly books: HotelBooks;
}

/** The submission, now or of the same request before. A hotel that is not the caller's own is none. */
export async function submitEvent(
  deps: Dependencies,
  identity: Identity,
  input: SubmitAllotmentEventInput,
): Promise<Result<Submission, Reason[]>> {
  if (!maySubmitEvents(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const read = readSubmission(input, limits.changes);
  if (!read.ok) return read;
  const { hotelId, clientReference } = input;
  if (!maySeeHotel(identity, hotelId)) return err([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  const asked = { ...read.value, hotelId, clientReference, submittedBy: identity.subject };
  const there = await findSubmissionByReference(deps.dataSource, hotelId, clientReference);
  if (there) return answerAgain(there, asked);
  const submission = { ...asked, id: `${SUBMISSION_PREFIX}${uuidv7()}` };
  const missing = await targetErrors(deps.books, submission);
  return missing.length > 0 ? err(missing) : save(deps.dataSource, identity, submission);
}

type Asked = Pick<Submission, 'hotelId' | 'clientReference' | 'event' | 'note' | 'submittedBy'>;

function answerAgain(there: Submission, asked: Asked): Result<Submission, Reason[]> {
  const differing = differingFrom(there, asked);
  return differing.length > 0 ? err(differing) : ok(there);
}

/** An operator's event may come before what it speaks of; a hotel speaks of what it has. */
async function targetErrors(books: HotelBooks, submission: NewSubmission): Promise<Reason[]> {
  const { proposals } = approvalOf(submission, { note: null, dryRun: false });
  const missing = await books.read(submission.hotelId, ({ book }) =>
    missingTargets(book, proposals),
  );
  if (missing === null) return [{ code: 'NOT_FOUND', path: '/hotelId' }];
  return missing.map(({ path }): Reason => ({ code: 'NOT_FOUND', path: `/event${path ?? ''}` }));
}

type NewSubmission = Asked & { readonly id: string };

async function save(
  dataSource: DataSource,
  identity: Identity,
  submission: NewSubmission,
): Promise<Result<Submission, Reason[]>> {
  const { hotelId, clientReference } = submission;
  return inTransaction<Submission, Reason[]>(dataSource, async (manager) => {
    const pending = await countPending(manager, hotelId);
    // Looked for again under the hotel's lock: the same request may have been sent twice at once.
    const there = await findSubmissionByReference(manager, hotelId, clientReference);
    if (there) return answerAgain(there, submission);
    if (pending >= limits.submissions.pendingPerHotelMax) return err([tooMany(pending)]);
    const saved = await insertSubmission(manager, submission);
    await insertAuditEntry(manager, identity, {
      action: 'SUBMIT_EVENT',
      hotelId,
      subject: saved.id,
      before: null,
      after: saved.event,
      note: saved.note,
    });
    await tellSubmission(manager, saved);
    return ok(saved);
  });
}

function tooMany(pending: number): Reason {
  const detail = `${pending} submissions of this hotel wait for approval already.`;
  return { code: 'BUSY', detail, have: limits.submissions.pendingPerHotelMax };
}
