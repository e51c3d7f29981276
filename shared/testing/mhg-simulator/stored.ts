// What the simulator keeps beyond what it tells: numbers of single nights, and where they came from.
// Built by the seed and the admin routes, read by the store.
import type { WireContract, WireContractRoom, WireHotel } from './wire.ts';

/** Numbers of one night that an admin has put; they win over everything generated. */
export interface StoredDay {
  allocated: number | null;
  sold: number;
}

export interface StoredLine extends WireContractRoom {
  days: Record<string, StoredDay>;
  daysUpdatedAt: string;
  /** Generated number of a night; undefined means: the contract's own allotment. */
  variation?: (date: string) => number | null | undefined;
}

export interface StoredContract extends Omit<WireContract, 'rooms'> {
  rooms: StoredLine[];
}

export interface StoredHotel extends WireHotel {
  contracts: StoredContract[];
}

export interface SeedOptions {
  readonly seed: number;
  /** Number of generated hotels. */
  readonly hotels: number;
  /** The supplier's business date, `YYYY-MM-DD`. */
  readonly today: string;
}
