// Revisions of what operators may change: as the ledger has them, and as the audit tells of them.
import type { DataSource, EntityManager } from 'typeorm';
import type { NewFact } from '../../../shared/domain/new-fact.ts';
import type { ChangedKind, FactRevision } from '../domain/changes/proposal.ts';
import type { AuditAction } from '../domain/changes/settle-proposal.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

/** Who changed it and why; null on revisions that no operator wrote. */
export interface RevisionAudit {
  readonly action: AuditAction | null;
  readonly actor: string | null;
  readonly role: string | null;
  readonly note: string | null;
  readonly requestId: string | null;
}

export type AuditedRevision = FactRevision & RevisionAudit;

const REVISION_COLUMNS = `f.kind, f.id, f.rev, f.seq, f.recorded_at as "recordedAt", f.retracted, f.content`;

/** All revisions of these kinds and ids, in the order in which they were recorded. */
export async function findRevisions(
  connection: Queryable,
  hotelId: string,
  names: readonly { readonly kind: ChangedKind; readonly id: string }[],
): Promise<FactRevision[]> {
  return connection.query(
    `select ${REVISION_COLUMNS}
       from unnest($2::text[], $3::text[]) as n(kind, id)
       join ledger.facts f on f.hotel_id = $1 and f.kind = n.kind and f.id = n.id
      order by f.seq`,
    [hotelId, names.map(({ kind }) => kind), names.map(({ id }) => id)],
  );
}

/** All revisions of one kind and id with who made them, in the order in which they were recorded. */
export async function findAuditedRevisions(
  connection: Queryable,
  hotelId: string,
  kind: ChangedKind,
  ids: readonly string[],
): Promise<AuditedRevision[]> {
  return connection.query(
    `select ${REVISION_COLUMNS}, a.action, a.actor, a.role, a.note, a.request_id as "requestId"
       from ledger.facts f
       left join allotment.allotment_events a on a.hotel_id = f.hotel_id and a.seq = f.seq
      where f.hotel_id = $1 and f.kind = $2 and f.id = any($3) order by f.seq`,
    [hotelId, kind, ids],
  );
}

export interface EventPage {
  readonly hotelId: string;
  readonly types: readonly string[] | null;
  /** A target as facts have it, `{ "line": "k1/DLX" }`. */
  readonly target: Readonly<Record<string, unknown>> | null;
  /** Events that touch a night of `[from, to)`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly retracted: boolean | null;
  readonly after: string | null;
  readonly limit: number;
}

/**
 * Ids of events by code point, without hardblocks. What a retracted event said is what its latest
 * revision with content says.
 */
export async function findEventIds(connection: Queryable, page: EventPage): Promise<string[]> {
  const rows: { id: string }[] = await connection.query(
    `select w.id from (
       select distinct on (id collate "C") id, retracted from ledger.facts
        where hotel_id = $1 and kind = 'EVENT' and ($2::text is null or id collate "C" > $2)
        order by id collate "C", rev desc, recorded_at desc
     ) w cross join lateral (
       select content from ledger.facts f
        where f.hotel_id = $1 and f.kind = 'EVENT' and f.id = w.id and f.content ? 'target'
        order by rev desc, recorded_at desc limit 1
     ) said
      where ($3::text[] is null or said.content->>'type' = any($3))
        and ($4::jsonb is null or said.content->'target' = $4)
        and ($5::text is null or said.content->>'to' > $5)
        and ($6::text is null or said.content->>'from' < $6)
        and ($7::boolean is null or w.retracted = $7)
      order by w.id collate "C" limit $8`,
    [
      page.hotelId,
      page.after,
      page.types,
      page.target === null ? null : JSON.stringify(page.target),
      page.from,
      page.to,
      page.retracted,
      page.limit,
    ],
  );
  return rows.map(({ id }) => id);
}

export interface AuditRow {
  readonly seq: number;
  readonly action: AuditAction;
  readonly fact: NewFact;
}

/** Writes down who recorded these facts and why; rows are never changed. */
export async function insertAudit(
  manager: EntityManager,
  by: {
    readonly hotelId: string;
    readonly changeId: string;
    readonly recordedAt: string;
    readonly actor: string;
    readonly role: string;
    readonly note: string | null;
    readonly requestId: string;
  },
  rows: readonly AuditRow[],
): Promise<void> {
  await manager.query(
    `insert into allotment.allotment_events
       (hotel_id, seq, kind, id, rev, action, fact, actor, role, note, request_id, change_id, recorded_at)
     select $1, r.seq, r.fact->>'kind', r.fact->>'id', (r.fact->>'rev')::integer, r.action, r.fact,
            $3, $4, $5, $6, $7, $8
       from jsonb_to_recordset($2::jsonb) as r(seq bigint, action text, fact jsonb)`,
    [
      by.hotelId,
      JSON.stringify(rows),
      by.actor,
      by.role,
      by.note,
      by.requestId,
      by.changeId,
      by.recordedAt,
    ],
  );
}
