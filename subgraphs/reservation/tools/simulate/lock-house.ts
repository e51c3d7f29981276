// The hotel lock as the scheduler sees it: the same contract as the lock over Redis (one holder, handed
// over in order of arrival, never a permission), but waits, lost grants and ends of life are steps and
// not milliseconds. The lock over Redis has tests of its own.
import type { HotelLock } from '../../../../shared/lock/hotel-lock.ts';
import { noLock } from '../../../../shared/lock/hotel-lock.ts';
import type { Owner } from './crossings.ts';
import type { Gates } from './gates.ts';

interface Ticket {
  readonly owner: Owner;
  readonly hotelId: string;
  /** Goes on, with the lock or without it. */
  readonly goOn: () => void;
}

export interface LockHouse {
  lockOf(owner: Owner): HotelLock;
  /** Hotels whose lock is held, and could run out. */
  held(): string[];
  /** The holder's time is up: the next one gets the lock while the first still works. */
  expire(hotelId: string): void;
  /** Whoever has waited longest for this hotel goes on without the lock; false where nobody waits. */
  giveUp(hotelId: string): boolean;
  waitedFor(): string[];
  /** What a dead process held or waited for; its lock lives on until it expires. */
  forget(owner: Owner): void;
}

export function createLockHouse(gates: Gates, mode: 'fair' | 'off'): LockHouse {
  const holders = new Map<string, Ticket>();
  const lines = new Map<string, Ticket[]>();

  function handOver(hotelId: string): void {
    holders.delete(hotelId);
    const next = lines.get(hotelId)?.shift();
    if (!next) return;
    holders.set(hotelId, next);
    next.goOn();
  }

  async function withLock<T>(owner: Owner, hotelId: string, work: () => Promise<T>): Promise<T> {
    let mine: Ticket | undefined;
    await new Promise<void>((goOn) => {
      const ticket: Ticket = { owner, hotelId, goOn };
      mine = ticket;
      if (!holders.has(hotelId)) {
        holders.set(hotelId, ticket);
        goOn();
        return;
      }
      lines.set(hotelId, [...(lines.get(hotelId) ?? []), ticket]);
    });
    await gates.park(owner, 'lock', `lock of ${hotelId} granted`, () => Promise.resolve());
    try {
      return await work();
    } finally {
      if (mine !== undefined && holders.get(hotelId) === mine) handOver(hotelId);
    }
  }

  return {
    lockOf: (owner) =>
      mode === 'off'
        ? noLock
        : {
            withHotelLock: (hotelId, work) => withLock(owner, hotelId, work),
            degradedCount: () => 0,
            close: () => Promise.resolve(),
          },
    held: () => [...holders.keys()],
    expire: handOver,
    giveUp(hotelId) {
      const waiting = lines.get(hotelId)?.shift();
      waiting?.goOn();
      return waiting !== undefined;
    },
    waitedFor: () => [...lines].filter(([, line]) => line.length > 0).map(([hotelId]) => hotelId),
    forget(owner) {
      for (const [hotelId, line] of lines) {
        lines.set(
          hotelId,
          line.filter((ticket) => ticket.owner !== owner),
        );
      }
    },
  };
}
