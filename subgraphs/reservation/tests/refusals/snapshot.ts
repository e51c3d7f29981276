// Everything that a refused command could have left behind: rows, messages, locks, words to the supplier.
import { Redis } from 'ioredis';
import { everything } from '../everything.ts';
import type { Everything } from '../everything.ts';
import type { ReservationWorld } from '../reservation-world.ts';

export interface Snapshot {
  readonly rows: Everything;
  /** Keys of the booking lock: none stays behind once an answer is given. */
  readonly locks: readonly string[];
  /** What the supplier has heard of, and how often. */
  readonly supplier: unknown;
}

export interface Snapshots {
  take(): Promise<Snapshot>;
  stop(): void;
}

export function openSnapshots(world: ReservationWorld): Snapshots {
  const { url, prefix } = world.system.redis;
  const redis = new Redis(url);
  return {
    take: async () => ({
      rows: await everything(world.admin),
      locks: (await redis.keys(`${prefix}:lock*`)).toSorted(),
      supplier: await world.supplier('GET', '/bookings'),
    }),
    stop: () => redis.disconnect(),
  };
}
