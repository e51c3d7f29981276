// The portfolio of a new simulator: hotels with contracts of every kind around today. Contracts are
// cut by calendar years and seasons and numbers hang on dates, so that a simulator started again
// tomorrow tells the same story. Called by the store.
import { formatNight, nightOf } from '../../domain/nights.ts';
import { between, chance } from './random.ts';
import { seedContracts } from './seed-contracts.ts';
import { CANCELLATIONS } from './seed-cancellations.ts';
import { PLACES, ROOM_TYPES } from './seed-places.ts';
import type { SeedPlace, SeedRoomType } from './seed-places.ts';
import type { SeedOptions, StoredHotel } from './stored.ts';
import type { WireNames, WireRoomType } from './wire.ts';

/** Contracts cover at least these nights around today. */
const DAYS_BEFORE_TODAY = 30;
const DAYS_AFTER_TODAY = 400;

/** The seed's hotels; the first twelve have names of their own, later ones repeat them numbered. */
export function seedHotels(options: SeedOptions): StoredHotel[] {
  const today = nightOf(options.today);
  const years = yearsBetween(today - DAYS_BEFORE_TODAY, today + DAYS_AFTER_TODAY);
  return Array.from({ length: options.hotels }, (_, index) => {
    const place = PLACES[index % PLACES.length] as SeedPlace;
    return hotelAt(place, Math.floor(index / PLACES.length), index, years, options.seed);
  });
}

function hotelAt(
  place: SeedPlace,
  round: number,
  index: number,
  years: readonly number[],
  seed: number,
): StoredHotel {
  const code = round === 0 ? place.code : `${place.code}-${round + 1}`;
  const roomTypes = ROOM_TYPES.slice(0, between(2, ROOM_TYPES.length, seed, code, 'room types'));
  const suffix = round === 0 ? '' : ` ${round + 1}`;
  return {
    code,
    name: place.names.en + suffix,
    names: mapNames(place.names, (name) => name + suffix),
    city: place.city,
    country: place.country,
    timezone: place.timezone,
    currency: place.currency,
    room_types: roomTypes.map((type) => roomTypeOnWire(type, Object.keys(place.names))),
    cancellation: CANCELLATIONS[index % CANCELLATIONS.length] ?? null,
    updated_at: '2026-01-05T09:00:00Z',
    contracts: seedContracts({
      code,
      index,
      place,
      roomTypes,
      years,
      chance: (...key) => chance(seed, code, ...key),
    }),
  };
}

/** A hotel names its rooms in the languages in which it names itself. */
function roomTypeOnWire(type: SeedRoomType, languages: readonly string[]): WireRoomType {
  const spoken = Object.entries(type.names).filter(([language]) => languages.includes(language));
  return {
    code: type.code,
    name: type.names.en,
    names: Object.fromEntries(spoken),
    max_occupancy: type.maxOccupancy,
    beds: type.beds,
  };
}

function mapNames(names: WireNames, change: (name: string) => string): WireNames {
  return Object.fromEntries(Object.entries(names).map(([tag, name]) => [tag, change(name)]));
}

function yearsBetween(first: number, last: number): number[] {
  const from = Number(formatNight(first).slice(0, 4));
  const to = Number(formatNight(last).slice(0, 4));
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
