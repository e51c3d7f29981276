// Messages, conflicts and errands of the supplier as rows, for tables of refusals: what stands in the
// way is their state, and not how they came.
import type { ReservationWorld } from '../reservation-world.ts';

export interface PlantedConflict {
  readonly kind: string;
  readonly groupId?: string;
  /** The supplier's key of the booking; null: it gave none. */
  readonly key?: string | null;
  readonly resolution?: string;
}

let planted = 0;

/** A message of the supplier in this state; gives its id. */
export async function plantMessage(world: ReservationWorld, state: string): Promise<string> {
  planted += 1;
  const id = `planted-${planted}`;
  await world.admin.query(
    `insert into reservation.supplier_messages (id, body, body_sha256, received_at, state, decided_at)
     values ($1, '{}', $1, ledger.clock(), $2, ledger.clock())`,
    [id, state],
  );
  return id;
}

/** A conflict at hotel H1, open unless a resolution is given; gives its id. */
export async function plantConflict(
  world: ReservationWorld,
  { kind, groupId, key = groupId ?? 'grp_none', resolution }: PlantedConflict,
): Promise<string> {
  const messageId = await plantMessage(world, 'CONFLICT');
  const supplierReference = `MHG-${messageId}`;
  const theirs = { key, supplierReference, hotelId: 'H1', word: 'XX', lines: [], currency: null };
  await world.admin.query(
    `insert into reservation.confirmation_conflicts
       (id, message_id, hotel_id, group_id, supplier_reference, supplier_version, kind, theirs,
        raised_at, settled_at, resolution)
     values ($1, $1, 'H1', $2, $3, 1, $4, $5, ledger.clock(),
             case when $6::text is not null then ledger.clock() end, $6)`,
    [
      messageId,
      groupId ?? null,
      supplierReference,
      kind,
      JSON.stringify(theirs),
      resolution ?? null,
    ],
  );
  return messageId;
}
