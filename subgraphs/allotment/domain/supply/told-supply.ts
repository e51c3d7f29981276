// What the supplier told, in StaySync's own terms: the border between integrations, which read it, and
// the rules that decide what of it counts.
import type { DayNumber, NightText } from '../../../../shared/domain/nights.ts';
import type { RoomTypeRow, ToldHotel } from '../hotel.ts';
import type { ContractContent } from './contract-content.ts';

/** Nights `[from, to)`, as everywhere in StaySync. */
export interface NightWindow {
  readonly from: NightText;
  readonly to: NightText;
}

/** How new a statement is. Stored beside the contract, compared by plan-supply.ts. */
export interface SupplyVersion {
  readonly revision: number;
  /** UTC text of fixed width: text order is time order. */
  readonly updatedAt: string;
  /** By room type, when the numbers of its nights last changed. */
  readonly lines: Readonly<Record<string, string>>;
}

/** What was told about the nights of one line. */
export interface LineNights {
  readonly told: ReadonlyMap<DayNumber, number | null>;
  /** Quarantined: the last good number stays. */
  readonly held: ReadonlySet<DayNumber>;
  /** The line's numbers were quarantined as a whole. */
  readonly heldEntirely: boolean;
}

export interface SupplyContract {
  readonly id: string;
  readonly name: string;
  readonly version: SupplyVersion;
  /** The contract without the nights' own numbers. */
  readonly terms: ContractContent;
  /** By room type. */
  readonly nights: Readonly<Record<string, LineNights>>;
}

/** What a reading learnt about one hotel. */
export interface HotelSupply {
  readonly hotel: ToldHotel;
  readonly roomTypes: readonly RoomTypeRow[];
  readonly contracts: readonly SupplyContract[];
  /** Contracts that came and could not be read: neither news nor absent. */
  readonly unreadableContracts: readonly string[];
  readonly window: NightWindow;
  /** Every page was read and they add up. */
  readonly complete: boolean;
  /** Complete, and no item came without an id that can be read. */
  readonly absenceProven: boolean;
  readonly quarantined: readonly QuarantinedItem[];
}

/** Something that was set aside, with where it stood and why. */
export interface QuarantinedItem {
  readonly endpoint: string;
  readonly hotelCode: string | null;
  readonly key: string | null;
  readonly pageHash: string;
  /** JSON pointer into the item. */
  readonly path: string;
  readonly reason: string;
  readonly message: string;
  readonly raw: unknown;
}

/** One whole reading of the supplier, with its evidence. */
export interface SupplyReading {
  readonly hotels: readonly HotelSupply[];
  readonly complete: boolean;
  readonly pages: readonly {
    readonly hash: string;
    readonly url: string;
    readonly fetchedAt: string;
    readonly status: number;
    readonly body: string;
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly endpoint: string;
    readonly hotelCode: string | null;
    readonly message: string;
  }[];
  readonly quarantined: readonly QuarantinedItem[];
}

/** Reads the supplier: all hotels, or `only` these. Never throws for what the supplier does. */
export type ReadSupply = (request: {
  readonly window: NightWindow;
  readonly only?: readonly string[];
}) => Promise<SupplyReading>;
