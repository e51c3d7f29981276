// The supplier's vocabulary as it travels: snake_case, inclusive end dates, money as decimal text.
// Used by the simulator alone; StaySync reads the same bytes through its own decoders.

export type WireContractKind = 'ALLOTMENT' | 'COMMITTED' | 'FREE_SALE' | 'ON_REQUEST';

/** Texts by language tag, e.g. `{ en: 'Deluxe', th: 'ห้องดีลักซ์' }`. */
export type WireNames = Record<string, string>;

export interface WireRoomType {
  code: string;
  name: string;
  names: WireNames;
  max_occupancy: number;
  /** Beds in one room. */
  beds: number;
}

/** `"1"` with FIRST_NIGHTS; percent as decimal text, e.g. `"50.00"`, with PERCENT_OF_STAY. */
export interface WireCharge {
  basis: 'FIRST_NIGHTS' | 'PERCENT_OF_STAY';
  value: string;
}

export interface WireCancellationRule {
  /** Counts from this many days before arrival on, … */
  days_prior: number;
  /** … from this time `HH:MM` in the hotel's zone; null is midnight. */
  local_time: string | null;
  charge: WireCharge;
}

export interface WireCancellation {
  rules: WireCancellationRule[];
  no_show: WireCharge;
}

export interface WireHotel {
  code: string;
  name: string;
  names: WireNames;
  city: string;
  country: string;
  timezone: string;
  currency: string;
  room_types: WireRoomType[];
  /** Null where the hotel has no policy. */
  cancellation: WireCancellation | null;
  updated_at: string;
}

export interface WireReleaseStage {
  days_before: number;
  keep: number;
}

export interface WireContractRoom {
  room_type: string;
  /** Rooms per night; null where the contract names none. */
  allotment: number | null;
  /** Net, per room and night, e.g. `"2450.00"`. */
  rate: string | null;
  release: WireReleaseStage[];
  release_time: string | null;
}

export interface WireContract {
  id: string;
  hotel_code: string;
  name: string;
  kind: WireContractKind;
  stay_from: string;
  /** The last night, inclusive. */
  stay_to: string;
  /** ISO weekdays of the nights, 1 is Monday; null means all. */
  weekdays: number[] | null;
  rooms: WireContractRoom[];
  currency: string;
  min_stay: number | null;
  max_stay: number | null;
  min_lead_days: number | null;
  max_lead_days: number | null;
  revision: number;
  updated_at: string;
}

export interface WireDay {
  date: string;
  allocated: number | null;
  sold: number;
  /** `allocated − sold`; null where nothing is allocated by number. */
  remaining: number | null;
}

/** One room line of one contract with its daily numbers inside the window asked for. */
export interface WireAllotment {
  hotel_code: string;
  contract_id: string;
  room_type: string;
  unit: 'rooms';
  days: WireDay[];
  updated_at: string;
}

export interface WirePage<Item> {
  items: Item[];
  total: number;
  page: number;
  size: number;
  pages: number;
}
