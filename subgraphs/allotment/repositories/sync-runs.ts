// The record of every sync: runs, their verdict per hotel, raw pages, quarantine.
import type { DataSource, EntityManager } from 'typeorm';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export interface SyncRunRow {
  readonly id: string;
  readonly status: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly hotelIds: readonly string[] | null;
  readonly requestedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly complete: boolean | null;
  readonly counts: SyncCounts;
  readonly problems: readonly string[];
}

export interface SyncCounts {
  readonly hotels?: number;
  readonly factsAppended?: number;
  readonly quarantined?: number;
  readonly needsApproval?: readonly string[];
}

const RUN_COLUMNS = `id, status, hotel_ids as "hotelIds", requested_at as "requestedAt",
  started_at as "startedAt", finished_at as "finishedAt", complete, counts, problems`;

/** Writes a run down that a worker is to carry out. */
export async function insertRun(
  manager: EntityManager,
  run: {
    readonly id: string;
    readonly requestedBy: string;
    readonly hotelIds: readonly string[] | null;
  },
): Promise<void> {
  await manager.query(
    `insert into allotment.sync_runs (id, trigger, requested_by, hotel_ids, status, requested_at)
     values ($1, 'REQUEST', $2, $3, 'QUEUED', ledger.clock())`,
    [run.id, run.requestedBy, run.hotelIds],
  );
}

/** A run by id. */
export async function findRun(connection: Queryable, id: string): Promise<SyncRunRow | null> {
  const rows: SyncRunRow[] = await connection.query(
    `select ${RUN_COLUMNS} from allotment.sync_runs where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Takes the oldest open run: one that is queued, or one whose worker has not finished for
 * `staleSeconds`. Null when there is none. Two workers never take the same.
 */
export async function takeRun(
  dataSource: DataSource,
  staleSeconds: number,
): Promise<SyncRunRow | null> {
  const [rows]: [SyncRunRow[], number] = await dataSource.query(
    `update allotment.sync_runs set status = 'RUNNING', started_at = ledger.clock()
      where id = (
        select id from allotment.sync_runs
         where status = 'QUEUED'
            or (status = 'RUNNING' and started_at < ledger.clock() - make_interval(secs => $1))
         order by requested_at limit 1 for update skip locked)
      returning ${RUN_COLUMNS}`,
    [staleSeconds],
  );
  return rows[0] ?? null;
}

/**
 * Closes a run with what it came to. `startedAt` says which taking of the run this is: one that was
 * taken over meanwhile is the other worker's to close, and false is answered.
 */
export async function finishRun(
  connection: Queryable,
  run: { readonly id: string; readonly startedAt: string | null },
  outcome: {
    readonly status: 'DONE' | 'FAILED';
    readonly complete: boolean;
    readonly counts: SyncCounts;
    readonly problems: readonly string[];
  },
): Promise<boolean> {
  const [, closed]: [unknown[], number] = await connection.query(
    `update allotment.sync_runs set status = $3, finished_at = ledger.clock(), complete = $4,
            counts = $5, problems = $6
      where id = $1 and status = 'RUNNING' and started_at = $2`,
    [
      run.id,
      run.startedAt,
      outcome.status,
      outcome.complete,
      JSON.stringify(outcome.counts),
      JSON.stringify(outcome.problems),
    ],
  );
  return closed === 1;
}

/** What became of one hotel in a run; a run that is carried out again overwrites it. */
export async function recordHotelVerdict(
  connection: Queryable,
  verdict: {
    readonly runId: string;
    readonly hotelId: string;
    readonly verdict: 'APPLIED' | 'UNCHANGED' | 'NEEDS_APPROVAL' | 'FAILED';
    readonly detail: unknown;
  },
): Promise<void> {
  await connection.query(
    `insert into allotment.sync_hotels (run_id, hotel_id, verdict, detail) values ($1, $2, $3, $4)
     on conflict (run_id, hotel_id) do update set verdict = excluded.verdict, detail = excluded.detail`,
    [verdict.runId, verdict.hotelId, verdict.verdict, JSON.stringify(verdict.detail)],
  );
}

export interface RawPageRow {
  readonly hash: string;
  readonly url: string;
  readonly fetchedAt: string;
  readonly status: number | null;
  readonly body: string | null;
}

/** Keeps pages as they came. */
export async function insertRawPages(
  connection: Queryable,
  runId: string,
  pages: readonly RawPageRow[],
): Promise<void> {
  if (pages.length === 0) return;
  await connection.query(
    `insert into allotment.raw_pages (run_id, hash, url, fetched_at, status, body)
     select $1, p.hash, p.url, p."fetchedAt", p.status, p.body
       from jsonb_to_recordset($2::jsonb) as p(hash text, url text, "fetchedAt" timestamptz,
                                               status integer, body text)
     on conflict do nothing`,
    [runId, JSON.stringify(pages)],
  );
}

export interface QuarantineRow {
  readonly endpoint: string;
  readonly hotelId: string | null;
  readonly itemKey: string | null;
  readonly path: string;
  readonly reason: string;
  readonly message: string;
  readonly raw: unknown;
}

/**
 * Sets items aside, each with where it stood and why. Ids come from the content, so that a run which
 * is carried out again sets nothing aside twice.
 */
export async function insertQuarantine(
  connection: Queryable,
  runId: string,
  items: readonly QuarantineRow[],
): Promise<void> {
  if (items.length === 0) return;
  await connection.query(
    `insert into allotment.quarantine
       (id, run_id, endpoint, hotel_id, item_key, path, reason, message, raw, at)
     select md5(concat($1::text, q.item, row_number() over (partition by q.item)))::uuid, $1,
            i.endpoint, i."hotelId", i."itemKey", i.path, i.reason, i.message, i.raw, ledger.clock()
       from jsonb_array_elements($2::jsonb) as q(item),
            jsonb_to_record(q.item) as i(endpoint text, "hotelId" text, "itemKey" text, path text,
                                         reason text, message text, raw jsonb)
     on conflict (id) do nothing`,
    [runId, JSON.stringify(items)],
  );
}
