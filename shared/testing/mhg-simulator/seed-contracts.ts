// The contracts of one seeded hotel, one small maker per family. Called by seed-hotels.ts.
import type { SeedPlace, SeedRoomType } from './seed-places.ts';
import type { StoredContract, StoredLine } from './stored.ts';
import type { WireContractKind } from './wire.ts';

export interface SeedContext {
  readonly code: string;
  readonly index: number;
  readonly place: SeedPlace;
  readonly roomTypes: readonly SeedRoomType[];
  readonly years: readonly number[];
  /** A number in [0, 1) that belongs to this hotel and the key. */
  readonly chance: (...key: (string | number)[]) => number;
}

/** The hotel without numbers for some nights, for those who watch what `missing` does. */
const HOTEL_WITH_MISSING_NUMBERS = 2;

/** Contracts of every year; which families a hotel has depends on its place in the portfolio. */
export function seedContracts(context: SeedContext): StoredContract[] {
  const seasons = [(context.years[0] ?? 0) - 1, ...context.years];
  return [
    ...context.years.map((year) => yearlyAllotment(context, year)),
    ...seasons.map((year) => winterCommitment(context, year)),
    ...context.years.map((year) => weekendAllotment(context, year)),
    ...(context.index % 3 === 1 ? context.years.map((year) => freeSale(context, year)) : []),
    ...(context.index % 3 === 0 ? context.years.map((year) => onRequest(context, year)) : []),
    ...(context.index === HOTEL_WITH_MISSING_NUMBERS
      ? context.years.map((year) => withMissingNumbers(context, year))
      : []),
  ];
}

function yearlyAllotment(context: SeedContext, year: number): StoredContract {
  const releaseTime = context.index % 2 === 0 ? null : '18:00';
  return contract(context, `ALT-${year}`, 'ALLOTMENT', {
    name: `Allotment ${year}`,
    stay_from: `${year}-01-01`,
    stay_to: `${year}-12-31`,
    rooms: context.roomTypes.map((type) => {
      const rooms = roomsOf(context, type, 'ALT', 6, 20);
      return line(context, type, 100, {
        allotment: rooms,
        release: [
          { days_before: 21, keep: Math.ceil(rooms / 2) },
          { days_before: 7, keep: 0 },
        ],
        release_time: releaseTime,
        variation: (date) => seasonal(context, type, rooms, date),
      });
    }),
  });
}

/** November to April: rooms paid for whether they are sold or not. */
function winterCommitment(context: SeedContext, year: number): StoredContract {
  return contract(context, `COM-${year}W`, 'COMMITTED', {
    name: `Winter commitment ${year}/${year + 1}`,
    stay_from: `${year}-11-01`,
    stay_to: `${year + 1}-04-30`,
    rooms: context.roomTypes
      .slice(0, 2)
      .map((type) => line(context, type, 88, { allotment: roomsOf(context, type, 'COM', 2, 5) })),
  });
}

/** Friday and Saturday nights on top of the year's allotment, two nights at least. */
function weekendAllotment(context: SeedContext, year: number): StoredContract {
  return contract(context, `WKD-${year}`, 'ALLOTMENT', {
    name: `Weekends ${year}`,
    stay_from: `${year}-01-01`,
    stay_to: `${year}-12-31`,
    weekdays: [5, 6],
    min_stay: 2,
    rooms: context.roomTypes.slice(0, 2).map((type) =>
      line(context, type, 115, {
        allotment: roomsOf(context, type, 'WKD', 2, 4),
        release: [{ days_before: 3, keep: 0 }],
      }),
    ),
  });
}

function freeSale(context: SeedContext, year: number): StoredContract {
  return contract(context, `FS-${year}`, 'FREE_SALE', {
    name: `Free sale ${year}`,
    stay_from: `${year}-05-01`,
    stay_to: `${year}-10-31`,
    max_lead_days: 365,
    rooms: context.roomTypes.slice(0, 1).map((type) => line(context, type, 122, {})),
  });
}

function onRequest(context: SeedContext, year: number): StoredContract {
  return contract(context, `RQ-${year}`, 'ON_REQUEST', {
    name: `On request ${year}`,
    stay_from: `${year}-01-01`,
    stay_to: `${year}-12-31`,
    min_lead_days: 3,
    rooms: context.roomTypes.slice(-1).map((type) => line(context, type, 110, {})),
  });
}

/** Covers every night, names no number of its own, and for one night in eight none at all. */
function withMissingNumbers(context: SeedContext, year: number): StoredContract {
  return contract(context, `TBC-${year}`, 'ALLOTMENT', {
    name: `Numbers to be confirmed ${year}`,
    stay_from: `${year}-01-01`,
    stay_to: `${year}-12-31`,
    max_stay: 14,
    rooms: context.roomTypes.slice(0, 1).map((type) =>
      line(context, type, 95, {
        variation: (date) => (context.chance('TBC', date) < 1 / 8 ? null : 3),
      }),
    ),
  });
}

/** Most nights as contracted; some closed for works, some with fewer rooms, some with more. */
function seasonal(
  context: SeedContext,
  type: SeedRoomType,
  rooms: number,
  date: string,
): number | undefined {
  const draw = context.chance('night', type.code, date);
  if (draw < 0.02) return 0;
  if (draw < 0.08) return Math.max(1, rooms - 3);
  if (draw > 0.94) return rooms + 2;
  return undefined;
}

function roomsOf(
  context: SeedContext,
  type: SeedRoomType,
  family: string,
  min: number,
  max: number,
): number {
  return min + Math.floor(context.chance(family, type.code) * (max - min + 1));
}

function contract(
  context: SeedContext,
  suffix: string,
  kind: WireContractKind,
  terms: Pick<StoredContract, 'name' | 'stay_from' | 'stay_to' | 'rooms'> & Partial<StoredContract>,
): StoredContract {
  return {
    id: `${context.code}-${suffix}`,
    hotel_code: context.code,
    kind,
    weekdays: null,
    currency: context.place.currency,
    min_stay: null,
    max_stay: null,
    min_lead_days: null,
    max_lead_days: null,
    revision: 1,
    updated_at: SIGNED_AT,
    ...terms,
  };
}

function line(
  context: SeedContext,
  type: SeedRoomType,
  percent: number,
  terms: Partial<StoredLine>,
): StoredLine {
  return {
    room_type: type.code,
    allotment: null,
    rate: rateOf(context.place, type, percent),
    release: [],
    release_time: null,
    days: {},
    daysUpdatedAt: SIGNED_AT,
    ...terms,
  };
}

const SIGNED_AT = '2026-01-05T09:00:00Z';

/** Decimal text with as many places as the currency has, e.g. `"2156.00"`, `"14784"`. */
function rateOf(place: SeedPlace, type: SeedRoomType, percent: number): string {
  const minor = Math.round(
    (place.rate * 10 ** place.decimals * type.ratePercent * percent) / 10_000,
  );
  if (place.decimals === 0) return String(minor);
  const digits = String(minor).padStart(place.decimals + 1, '0');
  return `${digits.slice(0, -place.decimals)}.${digits.slice(-place.decimals)}`;
}
