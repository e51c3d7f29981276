// The ledger's public face: append on a decided seq, read since a seq, ask for the head. Called by
// every service that moves a number, inside its own transaction.
import type { DataSource, EntityManager } from 'typeorm';
import { limits } from '../config/limits.ts';
import { prepared } from '../database/prepared.ts';
import type { Fact, FactKind, InstantText } from '../domain/facts.ts';
import type { NewFact } from '../domain/new-fact.ts';
import { invariant } from '../domain/invariant.ts';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { lastNightOf } from './last-night.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export interface AppendRequest {
  readonly hotelId: string;
  /** Head on which the decision was made; 0 for a hotel without a stream. */
  readonly expectedSeq: number;
  /** Instant the decision was made for; the clock may not lie before it. */
  readonly asOf?: InstantText;
  /** First instant at which time alone could change the decision; absent: never. */
  readonly validUntil?: InstantText;
  readonly facts: readonly NewFact[];
}

export interface Appended {
  readonly seq: number;
  readonly recordedAt: InstantText;
}

/** The head moved, or the decision outlived its time. Decide again on what is there now. */
export interface AppendRefusal {
  readonly code: 'LEDGER_MOVED' | 'DECISION_EXPIRED';
  readonly seq: number;
}

export interface LedgerFact {
  readonly seq: number;
  readonly fact: Fact;
}

export interface LedgerRead {
  readonly facts: readonly LedgerFact[];
  /** The database's clock at the moment of reading. */
  readonly clock: InstantText;
  /** More facts were there than one read may carry; read on from the last seq. */
  readonly more: boolean;
}

/** Somebody is appending to this hotel, or it has no stream yet: an append of its own would wait. */
export type HeadBusy = 'HEAD_BUSY';

/**
 * Appends facts to one hotel's stream if its head still is `expectedSeq` and the instant they would
 * bear lies before `validUntil`; all or nothing. Must run in the transaction of the business rows.
 * Throws when the role may not write a kind (a defect, not a refusal).
 */
export async function append(
  manager: EntityManager,
  request: AppendRequest,
): Promise<Result<Appended, AppendRefusal>> {
  const { hotel_id, expected_seq, as_of, valid_until, facts } = toRequestRow(request);
  const rows: AppendRow[] = await manager.query('select * from ledger.append($1, $2, $3, $4, $5)', [
    hotel_id,
    expected_seq,
    as_of,
    valid_until,
    JSON.stringify(facts),
  ]);
  const appended = toAppended(rows[0]);
  invariant(appended !== 'HEAD_BUSY', 'one append waits for its head');
  return appended;
}

/**
 * Registers a statement that appends to one hotel or several and writes business rows at once: one
 * round trip, and when it runs alone one transaction. `writes` are insertions whose rows come from
 * `stamp (place, seq, recorded_at)`: it has one row for each append, by its place in the list from 1,
 * and none for one that was refused, so that nothing of it is written. Their parameters begin with $3.
 * `check`, if given, is a query over `stamp` that runs before they do and raises an error where nothing
 * of all this may be.
 */
export function appending(
  name: string,
  writes: Readonly<Record<string, string>>,
  check = 'select 1 from stamp',
): string {
  const written = Object.entries(writes).map(([what, insert]) => `${what} as (${insert})`);
  return prepared(
    name,
    `with appended as materialized (select * from ledger.append_each($1::jsonb, $2)),
       stamp as materialized (select place, seq, recorded_at from appended where status = 'APPENDED'),
       checked as materialized (${check}),
       ${written.join(',\n')}
     select appended.*, (select count(*) from checked) from appended`,
  );
}

/**
 * As `append` for each of several hotels, all different, by a statement of `appending` with the values
 * of its own parameters. One alone waits for its head; of several none does, and HEAD_BUSY is told
 * instead. What is refused keeps none of the others from being appended; what throws does.
 */
export async function appendEach(
  connection: AppendingConnection,
  statement: string,
  requests: readonly AppendRequest[],
  values: readonly unknown[],
): Promise<readonly (Result<Appended, AppendRefusal> | HeadBusy)[]> {
  const rows = (await connection.query(statement, [
    JSON.stringify(requests.map(toRequestRow)),
    requests.length === 1,
    ...values,
  ])) as (AppendRow & { readonly place: number })[];
  const ofPlace = new Map(rows.map((row) => [row.place, row]));
  return requests.map((_request, at) => toAppended(ofPlace.get(at + 1)));
}

/** A transaction's manager, or one connection of the pool. */
export interface AppendingConnection {
  query(statement: string, values: unknown[]): Promise<unknown>;
}

interface AppendRow {
  readonly status: string;
  readonly seq: number;
  readonly recorded_at: InstantText | null;
}

function toAppended(row: AppendRow | undefined): Result<Appended, AppendRefusal> | HeadBusy {
  invariant(row !== undefined, 'each append is answered');
  const { status: code, seq, recorded_at: recordedAt } = row;
  if (code === 'APPENDED') {
    invariant(recordedAt !== null, 'an append is stamped');
    return ok({ seq, recordedAt });
  }
  if (code === 'HEAD_BUSY') return code;
  invariant(
    code === 'LEDGER_MOVED' || code === 'DECISION_EXPIRED',
    `ledger.append answered ${code}`,
  );
  return err({ code, seq });
}

const CLOCK = `to_char(ledger.clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// Every read of a number begins with one of these two: planning them anew each time would cost twice
// as much as running them.
const READ_FACTS = prepared(
  'ledger-read-facts',
  `select ${CLOCK} as clock, f.*
     from (values (1)) one left join lateral (
       select seq, kind, id, rev, recorded_at, retracted, content from ledger.facts
        where hotel_id = $1 and seq > $2 order by seq limit $3
     ) f on true order by f.seq`,
);

/**
 * The facts of one hotel with `seq > sinceSeq`, in order, with the clock. Consistent: appends of a
 * hotel commit in seq order, so what is returned is the whole stream up to its last fact.
 */
export async function readFacts(
  connection: Queryable,
  hotelId: string,
  sinceSeq: number,
): Promise<LedgerRead> {
  const rows: FactRow[] = await connection.query(READ_FACTS, [
    hotelId,
    sinceSeq,
    limits.hotelCache.factsPerReadMax,
  ]);
  return toRead(rows, limits.hotelCache.factsPerReadMax);
}

export interface SinceSeq {
  readonly hotelId: string;
  readonly sinceSeq: number;
}

const READ_NEWS = prepared(
  'ledger-read-news',
  `select q.place, now.clock, f.*
     from (select ${CLOCK} as clock offset 0) now,
          unnest($1::text[], $2::bigint[]) with ordinality as q(hotel_id, since, place)
     left join lateral (
       select seq, kind, id, rev, recorded_at, retracted, content from ledger.facts
        where hotel_id = q.hotel_id and seq > q.since order by seq limit $3
     ) f on true order by q.place, f.seq`,
);

/** As `readFacts` for each of several hotels, in their order, of which little is news: in one trip. */
export async function readNews(
  connection: Queryable,
  hotels: readonly SinceSeq[],
): Promise<readonly LedgerRead[]> {
  const rows: (FactRow & { readonly place: number })[] = await connection.query(READ_NEWS, [
    hotels.map(({ hotelId }) => hotelId),
    hotels.map(({ sinceSeq }) => sinceSeq),
    limits.hotelCache.factsPerNewsMax,
  ]);
  const ofHotels = hotels.map((): FactRow[] => []);
  for (const row of rows) ofHotels[row.place - 1]?.push(row);
  return ofHotels.map((ofHotel) => toRead(ofHotel, limits.hotelCache.factsPerNewsMax));
}

function toRead(rows: readonly FactRow[], factsMax: number): LedgerRead {
  const clock = rows[0]?.clock;
  invariant(clock !== undefined, 'a read always tells the clock');
  const facts = rows.filter(hasFact).map((row) => ({ seq: row.seq, fact: toFact(row) }));
  return { facts, clock, more: facts.length === factsMax };
}

/** Head seq of a hotel's stream; 0 when nothing was ever recorded. */
export async function readHead(connection: Queryable, hotelId: string): Promise<number> {
  const rows: { seq: number }[] = await connection.query(
    'select seq from ledger.heads where hotel_id = $1',
    [hotelId],
  );
  return rows[0]?.seq ?? 0;
}

/** The one clock that decisions go by. */
export async function readClock(connection: Queryable): Promise<InstantText> {
  const rows: { clock: InstantText }[] = await connection.query(`select ${CLOCK} as clock`);
  const clock = rows[0]?.clock;
  invariant(clock !== undefined, 'the clock always answers');
  return clock;
}

interface FactRow {
  readonly clock: InstantText;
  readonly seq: number | null;
  readonly kind: FactKind;
  readonly id: string;
  readonly rev: number;
  readonly recorded_at: InstantText;
  readonly retracted: boolean;
  readonly content: Record<string, unknown>;
}

function hasFact(row: FactRow): row is FactRow & { readonly seq: number } {
  return row.seq !== null;
}

// What is in the ledger was parsed before it was appended, so its shape is trusted here.
function toFact(row: FactRow): Fact {
  return {
    kind: row.kind,
    id: row.id,
    rev: row.rev,
    recordedAt: row.recorded_at,
    ...(row.retracted ? { retracted: true } : {}),
    ...row.content,
  } as unknown as Fact;
}

function toRequestRow({ hotelId, expectedSeq, asOf, validUntil, facts }: AppendRequest) {
  invariant(facts.length > 0, 'an append carries at least one fact');
  return {
    hotel_id: hotelId,
    expected_seq: expectedSeq,
    as_of: asOf ?? null,
    valid_until: validUntil ?? null,
    facts: facts.map(toFactRow),
  };
}

function toFactRow(fact: NewFact): Record<string, unknown> {
  const { kind, id, rev, retracted, ...content } = fact;
  return { kind, id, rev, retracted: retracted ?? false, lastNight: lastNightOf(fact), content };
}
