// The supplier's state in memory: hotels, their contracts, and numbers that differ from a contract's
// own. Built from a seed, changed by the admin routes, read by the supply routes.
import { isoWeekday, nightOf, formatNight } from '../../domain/nights.ts';
import { seedHotels } from './seed-hotels.ts';
import type { SeedOptions, StoredContract, StoredHotel, StoredLine } from './stored.ts';
import type { WireAllotment, WireContract, WireDay, WireHotel } from './wire.ts';

export interface SupplyStore {
  /** Hotels by code. */
  listHotels(): WireHotel[];
  /** Contracts by id, or null for a hotel that does not exist. */
  listContracts(hotelCode: string): WireContract[] | null;
  /** Lines that have a night in `[from, to]`, both inclusive, by contract and room type. */
  listAllotments(hotelCode: string, from: string, to: string): WireAllotment[] | null;
  find(hotelCode: string): StoredHotel | undefined;
  put(hotel: StoredHotel): void;
  /** Back to what the seed says. */
  reset(): void;
}

/** A store filled with the hotels of the seed. */
export function createStore(options: SeedOptions): SupplyStore {
  let hotels = new Map<string, StoredHotel>();
  const reset = (): void => {
    hotels = new Map(seedHotels(options).map((hotel) => [hotel.code, hotel]));
  };
  reset();
  return {
    listHotels: () => [...hotels.values()].map(hotelOnWire).sort(by((hotel) => hotel.code)),
    listContracts: (code) => contractsOf(hotels.get(code))?.map(contractOnWire) ?? null,
    listAllotments: (code, from, to) =>
      contractsOf(hotels.get(code))?.flatMap((contract) => allotments(contract, from, to)) ?? null,
    find: (code) => hotels.get(code),
    put: (hotel) => void hotels.set(hotel.code, hotel),
    reset,
  };
}

/** A contract as the supplier's contract endpoint tells it. */
export function contractOnWire(contract: StoredContract): WireContract {
  return {
    ...contract,
    rooms: contract.rooms.map(({ room_type, allotment, rate, release, release_time }) => ({
      room_type,
      allotment,
      rate,
      release,
      release_time,
    })),
  };
}

/** A hotel as the supplier's hotel endpoint tells it. */
export function hotelOnWire(hotel: StoredHotel): WireHotel {
  const { contracts: _contracts, ...wire } = hotel;
  return wire;
}

function contractsOf(hotel: StoredHotel | undefined): StoredContract[] | undefined {
  return hotel && [...hotel.contracts].sort(by((contract) => contract.id));
}

function allotments(contract: StoredContract, from: string, to: string): WireAllotment[] {
  const nights = coveredNights(contract, from, to);
  if (nights.length === 0) return [];
  return contract.rooms.map((line) => ({
    hotel_code: contract.hotel_code,
    contract_id: contract.id,
    room_type: line.room_type,
    unit: 'rooms',
    days: nights.map((date) => dayOf(line, date)),
    updated_at: line.daysUpdatedAt,
  }));
}

function coveredNights(contract: StoredContract, from: string, to: string): string[] {
  const first = Math.max(nightOf(from), nightOf(contract.stay_from));
  const last = Math.min(nightOf(to), nightOf(contract.stay_to));
  const nights: string[] = [];
  for (let night = first; night <= last; night += 1) {
    if (contract.weekdays === null || contract.weekdays.includes(isoWeekday(night))) {
      nights.push(formatNight(night));
    }
  }
  return nights;
}

function dayOf(line: StoredLine, date: string): WireDay {
  const stored = line.days[date];
  const generated = line.variation?.(date);
  const allocated = stored
    ? stored.allocated
    : generated === undefined
      ? line.allotment
      : generated;
  const sold = stored?.sold ?? 0;
  return { date, allocated, sold, remaining: allocated === null ? null : allocated - sold };
}

function by<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
