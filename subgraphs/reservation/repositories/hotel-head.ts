// The ledger head of a hotel, locked for the rest of the transaction.
import type { EntityManager } from 'typeorm';
import { invariant } from '../../../shared/domain/invariant.ts';

export interface LockedHead {
  readonly seq: number;
  /** The clock after the wait for the head. */
  readonly clock: string;
}

/** Waits for the head; until this transaction ends nothing of the hotel changes. */
export async function lockHead(manager: EntityManager, hotelId: string): Promise<LockedHead> {
  const rows: LockedHead[] = await manager.query('select * from reservation.lock_head($1)', [
    hotelId,
  ]);
  const head = rows[0];
  invariant(head !== undefined, 'lock_head answers one row');
  return head;
}
