// A resolved hotel as calendars show it: room types for whoever sells, lines with every layer for
// operators. Worked out when it is asked for, from columns that no longer change.
import { instantOrNull } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { closureModes } from '../domain/pipeline/closure.ts';
import type { ClosureMode } from '../domain/pipeline/closure.ts';
import type { Resolution } from '../domain/pipeline/pipeline.ts';
import { lineNights } from '../domain/pipeline/projection.ts';
import type { LineNightJson } from '../domain/pipeline/projection.ts';
import {
  MISSING,
  NOT_COVERED,
  REQUESTABLE,
  roomTypeDays,
  UNLIMITED,
} from '../domain/room-type-days.ts';
import type { RoomTypeDays } from '../domain/room-type-days.ts';
import type { ToldPrice } from '../domain/stays/pricing.ts';
import type { ResolvedRows } from './row-memory.ts';

export interface HotelCalendar {
  readonly hotel: HotelRow;
  readonly from: string;
  readonly asOf: string;
  /** Null where none is near, and for those who may not know it; so is the head. */
  readonly validUntil: string | null;
  readonly seq: number | null;
  readonly roomTypes: () => RoomTypeCalendar[];
  /** Null for those who may not see layers. */
  readonly lines: () => LineCalendar[] | null;
}

export type RoomTypeCalendar = RoomTypeDays & {
  readonly from: string;
  /** One per night; absent where nobody asked for prices. */
  readonly prices?: readonly ToldPrice[];
};

/** By room type. */
export type ToldPrices = ReadonlyMap<string, readonly ToldPrice[]>;

export interface LineCalendar {
  readonly line: string;
  readonly nights: readonly LineNightJson[];
}

export interface CalendarDay extends Partial<ToldPrice> {
  readonly date: string;
  readonly available: number | null;
  readonly unlimited: boolean;
  readonly closed: readonly ClosureMode[];
  readonly missing: boolean;
  readonly requestable: boolean;
  readonly covered: boolean;
}

/** What every calendar of a hotel says besides its numbers. */
type Heading = Pick<HotelCalendar, 'hotel' | 'from' | 'asOf' | 'seq'>;

/** For those who are shown room types alone. */
export function rowCalendar(
  heading: Heading,
  rows: ResolvedRows,
  prices?: ToldPrices,
): HotelCalendar {
  const { from } = heading;
  return {
    ...heading,
    validUntil: instantOrNull(rows.validUntil),
    roomTypes: () =>
      rows.roomTypes.map((days) => ({ ...days, from, ...pricesOf(prices, days.roomType) })),
    lines: () => null,
  };
}

/**
 * For those who are shown every layer of every line as well. Worked out at once: rates are resolved
 * when they are read, and the book they are read from moves on.
 */
export function layeredCalendar(
  heading: Heading,
  resolution: Resolution,
  prices?: ToldPrices,
): HotelCalendar {
  const lines = resolution.lines.map((line) => ({
    line: line.line.id,
    nights: lineNights(line, resolution.span),
  }));
  return { ...rowCalendar(heading, rowsOf(resolution), prices), lines: () => lines };
}

function pricesOf(
  prices: ToldPrices | undefined,
  roomType: string,
): Pick<RoomTypeCalendar, 'prices'> {
  const told = prices?.get(roomType);
  return told ? { prices: told } : {};
}

/** What is worth remembering of a resolution: a thousandth of its columns. */
export function rowsOf(resolution: Resolution): ResolvedRows {
  return { roomTypes: roomTypeDays(resolution), validUntil: resolution.validUntil };
}

/** A room type's packed nights as objects, one per night. */
export function calendarDays({ from, available, flags, prices }: RoomTypeCalendar): CalendarDay[] {
  const first = nightOf(from);
  const days = available.map((rooms, at) => toDay(first + at, rooms, flags[at] ?? NOT_COVERED));
  return prices ? days.map((day, at) => ({ ...day, ...prices[at] })) : days;
}

function toDay(night: number, rooms: number, flags: number): CalendarDay {
  return {
    date: formatNight(night),
    available: rooms === UNLIMITED ? null : rooms,
    unlimited: rooms === UNLIMITED,
    closed: closureModes(flags),
    missing: (flags & MISSING) !== 0,
    requestable: (flags & REQUESTABLE) !== 0,
    covered: (flags & NOT_COVERED) === 0,
  };
}
