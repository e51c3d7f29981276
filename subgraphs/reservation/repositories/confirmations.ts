// Leases on confirmations and what the supplier said of them. Opened and closed in the batch's
// transaction; taken and postponed on their own, because a lease decides nothing about rooms.
import type { DataSource, EntityManager } from 'typeorm';

export interface OpenConfirmation {
  readonly groupId: string;
  readonly hotelId: string;
  /** Who holds the lease from the start; null: anyone may take it. */
  readonly owner: string | null;
}

/** Opens confirmations of groups that were just moved to CONFIRMING, each with its first lease. */
export async function openConfirmations(
  manager: EntityManager,
  rows: readonly OpenConfirmation[],
  leaseMs: number,
): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `insert into reservation.confirmations
       (group_id, hotel_id, lease_owner, lease_until, ask_again_at)
     select c."groupId", c."hotelId", c.owner,
            case when c.owner is null then null else now.clock + $2 * interval '1 ms' end,
            case when c.owner is null then now.clock else now.clock + $2 * interval '1 ms' end
       from jsonb_to_recordset($1::jsonb) as c("groupId" text, "hotelId" text, owner text),
            (select ledger.clock() as clock) now`,
    [JSON.stringify(rows), leaseMs],
  );
}

export interface SettledConfirmation {
  readonly groupId: string;
  readonly answer: string;
  readonly supplierReference: string | null;
  /** Whether the supplier has decided: nobody asks again. */
  readonly closed: boolean;
}

/** Writes down what the supplier said; what is closed is never asked about again. */
export async function recordAnswers(
  manager: EntityManager,
  rows: readonly SettledConfirmation[],
): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `update reservation.confirmations k
        set last_answer = c.answer,
            supplier_reference = coalesce(c."supplierReference", k.supplier_reference),
            lease_owner = case when c.closed then null else k.lease_owner end,
            lease_until = case when c.closed then null else k.lease_until end,
            ask_again_at = case when c.closed then null else k.ask_again_at end
       from jsonb_to_recordset($1::jsonb)
            as c("groupId" text, answer text, "supplierReference" text, closed boolean)
      where k.group_id = c."groupId"`,
    [JSON.stringify(rows)],
  );
}

export interface LandedConfirmation {
  readonly groupId: string;
  readonly hotelId: string;
  readonly answer: string;
  readonly supplierReference: string;
  readonly version: number | null;
}

/** Writes down a word of the supplier that decided the group, whether or not we ever asked. */
export async function recordLanded(
  manager: EntityManager,
  { groupId, hotelId, answer, supplierReference, version }: LandedConfirmation,
): Promise<void> {
  await manager.query(
    `insert into reservation.confirmations as k
       (group_id, hotel_id, last_answer, supplier_reference, supplier_version)
     values ($1, $2, $3, $4, $5)
     on conflict (group_id) do update
       set last_answer = $3, supplier_reference = $4, lease_owner = null, lease_until = null,
           ask_again_at = null, supplier_version = greatest(k.supplier_version, $5)`,
    [groupId, hotelId, answer, supplierReference, version],
  );
}

/** The group of a booking that the supplier names by its own reference; null where none is known. */
export async function findGroupIdByReference(
  dataSource: DataSource,
  supplierReference: string,
): Promise<string | null> {
  const rows: { groupId: string }[] = await dataSource.query(
    `select group_id as "groupId" from reservation.confirmations where supplier_reference = $1
      order by group_id limit 1`,
    [supplierReference],
  );
  return rows[0]?.groupId ?? null;
}

/**
 * Takes the lease, or begins the one given with CONFIRMING: how often anyone has set out to ask, this
 * time included. Null while another holds it, and once the supplier has decided.
 */
export async function takeLease(
  dataSource: DataSource,
  groupId: string,
  owner: string,
  leaseMs: number,
): Promise<number | null> {
  const [rows]: [{ asks: number }[], number] = await dataSource.query(
    `update reservation.confirmations
        set lease_owner = $2, asks = asks + 1,
            lease_until = ledger.clock() + $3 * interval '1 ms',
            ask_again_at = ledger.clock() + $3 * interval '1 ms'
      where group_id = $1 and ask_again_at is not null
        and (lease_owner is null or lease_owner = $2 or lease_until <= ledger.clock())
      returning asks`,
    [groupId, owner, leaseMs],
  );
  return rows[0]?.asks ?? null;
}

/** Gives the lease up and says when to ask again; nothing if it is another's by now. */
export async function postpone(
  dataSource: DataSource,
  lease: { readonly groupId: string; readonly owner: string },
  delayMs: number,
  answer: string,
): Promise<void> {
  await dataSource.query(
    `update reservation.confirmations
        set lease_owner = null, lease_until = null, last_answer = $4,
            ask_again_at = ledger.clock() + $3 * interval '1 ms'
      where group_id = $1 and lease_owner = $2 and ask_again_at is not null`,
    [lease.groupId, lease.owner, delayMs, answer],
  );
}

/** Owners of leases by group, for those groups that have one. Read under the hotel's head. */
export async function findLeaseOwners(
  manager: EntityManager,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (groupIds.length === 0) return new Map();
  const rows: { groupId: string; owner: string }[] = await manager.query(
    `select group_id as "groupId", lease_owner as owner from reservation.confirmations
      where group_id = any($1) and lease_owner is not null`,
    [groupIds],
  );
  return new Map(rows.map(({ groupId, owner }) => [groupId, owner]));
}

export interface DueConfirmation {
  readonly groupId: string;
  readonly hotelId: string;
}

/** Confirmations that somebody has to ask about now, the longest due first. */
export async function findDueConfirmations(
  dataSource: DataSource,
  groupsMax: number,
): Promise<DueConfirmation[]> {
  return dataSource.query(
    `select group_id as "groupId", hotel_id as "hotelId" from reservation.confirmations
      where ask_again_at <= ledger.clock() order by ask_again_at, group_id limit $1`,
    [groupsMax],
  );
}

/** Whether somebody is asking the supplier about the group right now. */
export async function isLeased(dataSource: DataSource, groupId: string): Promise<boolean> {
  const rows: unknown[] = await dataSource.query(
    `select 1 from reservation.confirmations
      where group_id = $1 and ask_again_at is not null and lease_until > ledger.clock()`,
    [groupId],
  );
  return rows.length > 0;
}
