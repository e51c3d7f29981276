// Where the supplier and we contradict each other, until somebody settles it.
import type { DataSource, EntityManager } from 'typeorm';
import type { DownstreamConfirmation } from '../domain/downstream.ts';
import type { ConflictKind } from '../domain/landing.ts';
import { isStorable } from './storable.ts';

export interface NewConflict {
  readonly id: string;
  readonly messageId: string;
  readonly groupId: string | null;
  readonly kind: ConflictKind;
  readonly field: string | null;
  readonly told: DownstreamConfirmation;
  /** The group as the supplier would have it; null where there is none. */
  readonly ours: unknown;
}

export type Resolution = 'KEEP_OURS' | 'ACCEPT_SUPPLIER' | 'DISMISS' | 'SUPERSEDED';

export interface Conflict {
  readonly id: string;
  readonly messageId: string;
  readonly hotelId: string;
  readonly groupId: string | null;
  readonly supplierReference: string;
  readonly version: number;
  readonly kind: ConflictKind;
  readonly field: string | null;
  readonly ours: unknown;
  readonly theirs: DownstreamConfirmation;
  readonly raisedAt: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly resolution: Resolution | null;
  readonly note: string | null;
}

/** Adds a conflict; a message raises one at most. */
export async function raiseConflict(manager: EntityManager, row: NewConflict): Promise<void> {
  await manager.query(
    `insert into reservation.confirmation_conflicts
       (id, message_id, hotel_id, group_id, supplier_reference, supplier_version, kind, field, ours,
        theirs, raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ledger.clock())
     on conflict (message_id) do nothing`,
    [
      row.id,
      row.messageId,
      row.told.hotelId,
      row.groupId,
      row.told.supplierReference,
      row.told.version,
      row.kind,
      row.field,
      row.ours === null ? null : JSON.stringify(row.ours),
      JSON.stringify(row.told),
    ],
  );
}

/** The supplier has said something newer of that booking: older contradictions are over. */
export async function supersedeConflicts(
  manager: EntityManager,
  supplierReference: string,
  version: number,
): Promise<void> {
  await manager.query(
    `update reservation.confirmation_conflicts
        set settled_at = ledger.clock(), settled_by = 'supplier', resolution = 'SUPERSEDED'
      where supplier_reference = $1 and supplier_version < $2 and settled_at is null`,
    [supplierReference, version],
  );
}

const SELECT_CONFLICT = `
  select id, message_id as "messageId", hotel_id as "hotelId", group_id as "groupId",
         supplier_reference as "supplierReference", supplier_version as version, kind, field, ours,
         theirs, raised_at as "raisedAt", settled_at as "settledAt", settled_by as "settledBy",
         resolution, note
    from reservation.confirmation_conflicts`;

/** One conflict, or null; `lock` keeps others from settling it meanwhile. */
export async function findConflictById(
  connection: Pick<DataSource | EntityManager, 'query'>,
  id: string,
  lock = false,
): Promise<Conflict | null> {
  if (!isStorable(id)) return null;
  const rows: Conflict[] = await connection.query(
    `${SELECT_CONFLICT} where id = $1 ${lock ? 'for update' : ''}`,
    [id],
  );
  return rows[0] ?? null;
}

/** Closes an open conflict. */
export async function closeConflict(
  manager: EntityManager,
  id: string,
  how: {
    readonly resolution: Resolution;
    readonly note: string;
    readonly by: string;
    readonly requestId: string;
  },
): Promise<void> {
  await manager.query(
    `update reservation.confirmation_conflicts
        set settled_at = ledger.clock(), settled_by = $2, resolution = $3, note = $4, request_id = $5
      where id = $1 and settled_at is null`,
    [id, how.by, how.resolution, how.note, how.requestId],
  );
}

export interface ConflictQuery {
  readonly settled?: boolean;
  readonly kinds?: readonly string[];
  readonly hotelId?: string;
  readonly groupId?: string;
}

/** Up to `limit` conflicts behind the conflict `after`, latest first. */
export async function findConflictPage(
  dataSource: DataSource,
  query: ConflictQuery,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Conflict[]> {
  const asked = [query.hotelId, query.groupId, page.after];
  if (asked.some((text) => text != null && !isStorable(text))) return [];
  return dataSource.query(
    `${SELECT_CONFLICT}
      where ($1::boolean is null or (settled_at is not null) = $1)
        and ($2::text[] is null or kind = any($2)) and ($3::text is null or hotel_id = $3)
        and ($4::text is null or group_id = $4)
        and ($5::text is null or (raised_at, id) < (
              select a.raised_at, a.id from reservation.confirmation_conflicts a where a.id = $5))
      order by raised_at desc, id desc limit $6`,
    [
      query.settled ?? null,
      query.kinds ?? null,
      query.hotelId ?? null,
      query.groupId ?? null,
      page.after,
      page.limit,
    ],
  );
}
