// Events that hotels' own users submitted, and what operators made of them.
import type { DataSource, EntityManager } from 'typeorm';
import type { Submission, SubmissionStatus } from '../domain/submissions/submission.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

const COLUMNS = `id, hotel_id as "hotelId", client_reference as "clientReference", event, note,
  submitted_at as "submittedAt", submitted_by as "submittedBy", status, decided_at as "decidedAt",
  decided_by as "decidedBy", declined_note as "declinedNote"`;

export interface SubmissionPage {
  /** Null for those of all hotels. */
  readonly hotelIds: readonly string[] | null;
  readonly hotelId: string | null;
  readonly statuses: readonly SubmissionStatus[] | null;
  /** Instant and id of the last one seen. */
  readonly after: readonly [at: string, id: string] | null;
  readonly limit: number;
}

/** The latest first. */
export async function findSubmissions(
  connection: Queryable,
  { hotelIds, hotelId, statuses, after, limit }: SubmissionPage,
): Promise<Submission[]> {
  return connection.query(
    `select ${COLUMNS} from allotment.event_submissions
      where ($1::text[] is null or hotel_id = any($1)) and ($2::text is null or hotel_id = $2)
        and ($3::text[] is null or status = any($3))
        and ($4::timestamptz is null or (submitted_at, id) < ($4, $5))
      order by submitted_at desc, id desc limit $6`,
    [hotelIds, hotelId, statuses, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

export async function findSubmission(
  connection: Queryable,
  id: string,
): Promise<Submission | null> {
  const rows: Submission[] = await connection.query(
    `select ${COLUMNS} from allotment.event_submissions where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function findSubmissionByReference(
  connection: Queryable,
  hotelId: string,
  clientReference: string,
): Promise<Submission | null> {
  const rows: Submission[] = await connection.query(
    `select ${COLUMNS} from allotment.event_submissions
      where hotel_id = $1 and client_reference = $2`,
    [hotelId, clientReference],
  );
  return rows[0] ?? null;
}

/** How many wait at this hotel; its row is locked, so that no two count at once. */
export async function countPending(manager: EntityManager, hotelId: string): Promise<number> {
  await manager.query('select 1 from allotment.hotels where id = $1 for no key update', [hotelId]);
  const rows: { pending: number }[] = await manager.query(
    `select count(*)::integer as pending from allotment.event_submissions
      where hotel_id = $1 and status = 'PENDING'`,
    [hotelId],
  );
  return rows[0]?.pending ?? 0;
}

export async function insertSubmission(
  manager: EntityManager,
  submission: Pick<
    Submission,
    'id' | 'hotelId' | 'clientReference' | 'event' | 'note' | 'submittedBy'
  >,
): Promise<Submission> {
  const rows: Submission[] = await manager.query(
    `insert into allotment.event_submissions
       (id, hotel_id, client_reference, event, note, submitted_at, submitted_by, status)
     values ($1, $2, $3, $4, $5, ledger.clock(), $6, 'PENDING') returning ${COLUMNS}`,
    [
      submission.id,
      submission.hotelId,
      submission.clientReference,
      JSON.stringify(submission.event),
      submission.note,
      submission.submittedBy,
    ],
  );
  return rows[0] as Submission;
}

/** What was decided: the change that it became, or why it becomes none. */
export type Verdict =
  | { readonly status: 'APPROVED'; readonly changeId: string }
  | { readonly status: 'DECLINED'; readonly note: string };

/** Decides a pending one, once; false when it was decided before. */
export async function settleSubmission(
  manager: EntityManager,
  { id, by }: { readonly id: string; readonly by: string },
  verdict: Verdict,
): Promise<boolean> {
  const [, settled]: [unknown, number] = await manager.query(
    `update allotment.event_submissions
        set status = $2, decided_at = ledger.clock(), decided_by = $3, change_id = $4, declined_note = $5
      where id = $1 and status = 'PENDING'`,
    [
      id,
      verdict.status,
      by,
      verdict.status === 'APPROVED' ? verdict.changeId : null,
      verdict.status === 'DECLINED' ? verdict.note : null,
    ],
  );
  return settled === 1;
}
