// The hotel lock as the scheduler sees it: the same contract as the lock over Redis (one holder, handed
// over in order of arrival, never a permission), but waits, lost grants and ends of life are steps and
// not milliseconds. The lock over Redis has tests of its own.
import type { HeldLock, HotelLock } from '../../../../shared/lock/hotel-lock.ts';
import { noLock } from '../../../../shared/lock/hotel-lock.ts';
import type { Owner } from './crossings.ts';
import type { Gates } from './gates.ts';

interface Ticket {
  readonly owner: Owner;
  readonly hotelId: string;
  /** Goes on, with the lock or without it. */
  readonly goOn: () => void;
  /** Who goes on after the holder's work, with its lock or in a turn of its own. */
  follower: ((passed: boolean) => void) | null;
}

type Work<T> = (held: HeldLock) => Promise<T>;

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
  const lines = openLines();
  const { holders, waiting, handOver } = lines;
  const withLock = openTurns(gates, lines);
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
      const first = waiting.get(hotelId)?.shift();
      first?.goOn();
      return first !== undefined;
    },
    waitedFor: () => [...waiting].filter(([, line]) => line.length > 0).map(([hotelId]) => hotelId),
    forget(owner) {
      for (const [hotelId, line] of waiting) {
        waiting.set(
          hotelId,
          line.filter((ticket) => ticket.owner !== owner),
        );
      }
    },
  };
}

interface Lines {
  readonly holders: Map<string, Ticket>;
  readonly waiting: Map<string, Ticket[]>;
  readonly handOver: (hotelId: string) => void;
  readonly isWanted: (hotelId: string) => boolean;
  readonly isHeldBy: (ticket: Ticket) => boolean;
}

function openLines(): Lines {
  const holders = new Map<string, Ticket>();
  const waiting = new Map<string, Ticket[]>();
  return {
    holders,
    waiting,
    handOver(hotelId) {
      holders.delete(hotelId);
      const next = waiting.get(hotelId)?.shift();
      if (!next) return;
      holders.set(hotelId, next);
      next.goOn();
    },
    isWanted: (hotelId) => (waiting.get(hotelId)?.length ?? 0) > 0,
    isHeldBy: (ticket) => holders.get(ticket.hotelId) === ticket,
  };
}

type WithLock = <T>(owner: Owner, hotelId: string, work: Work<T>) => Promise<T>;

function openTurns(gates: Gates, lines: Lines): WithLock {
  const { holders, waiting, handOver, isWanted, isHeldBy } = lines;

  async function withLock<T>(owner: Owner, hotelId: string, work: Work<T>): Promise<T> {
    const mine = await new Promise<Ticket>((goOn) => {
      const ticket: Ticket = { owner, hotelId, goOn: () => goOn(ticket), follower: null };
      if (!holders.has(hotelId)) {
        holders.set(hotelId, ticket);
        ticket.goOn();
        return;
      }
      waiting.set(hotelId, [...(waiting.get(hotelId) ?? []), ticket]);
    });
    await gates.park(owner, 'lock', `lock of ${hotelId} granted`, () => Promise.resolve());
    return workUnder(mine, false, work);
  }

  async function workUnder<T>(mine: Ticket, follows: boolean, work: Work<T>): Promise<T> {
    const wanted = isWanted(mine.hotelId) || !isHeldBy(mine);
    try {
      return await work({ wanted, follows, follow: (next) => follow(mine, next) });
    } finally {
      const { follower } = mine;
      mine.follower = null;
      const passed = follower !== null && isHeldBy(mine) && !isWanted(mine.hotelId);
      if (isHeldBy(mine) && !passed) handOver(mine.hotelId);
      follower?.(passed);
    }
  }

  async function follow<T>(mine: Ticket, work: Work<T>): Promise<T> {
    const passed =
      mine.follower === null && (await new Promise<boolean>((go) => (mine.follower = go)));
    return passed ? workUnder(mine, true, work) : withLock(mine.owner, mine.hotelId, work);
  }

  return withLock;
}
