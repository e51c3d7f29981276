// Types HotelCalendar, RoomTypeCalendar, LineCalendar
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { closureModes } from '../domain/pipeline/closure.ts';
import { lineNights } from '../domain/pipeline/projection.ts';
import {
  MISSING,
  NOT_COVERED,
  REQUESTABLE,
  roomTypeDays,
  UNLIMITED,
} from '../domain/room-type-days.ts';
import type { RoomTypeDays } from '../domain/room-type-days.ts';
import { maySeeLayers } from '../domain/visibility.ts';
import type { HotelCalendar as HotelCalendarData } from '../services/resolve-calendar.ts';
import type { AllotmentContext } from './context.ts';

type RoomTypeView = RoomTypeDays & { readonly from: string };

export const HotelCalendar = {
  hotel: ({ hotel }: HotelCalendarData) => hotel,
  seq: ({ seq }: HotelCalendarData, _args: unknown, { identity }: AllotmentContext) =>
    maySeeLayers(identity) ? seq : null,
  roomTypes: ({ resolution, from }: HotelCalendarData): RoomTypeView[] =>
    roomTypeDays(resolution).map((days) => ({ ...days, from })),
  lines: ({ resolution }: HotelCalendarData, _args: unknown, { identity }: AllotmentContext) =>
    maySeeLayers(identity)
      ? resolution.lines.map((line) => ({
          line: line.line.id,
          nights: lineNights(line, resolution.span).map(({ pools, ...night }) => ({
            ...night,
            pools: Object.entries(pools).map(([pool, left]) => ({ pool, left })),
          })),
        }))
      : null,
};

export const RoomTypeCalendar = {
  code: ({ roomType }: RoomTypeView) => roomType,
  packed: ({ from, available, flags }: RoomTypeView) => ({ from, available, flags }),
  days: ({ from, available, flags }: RoomTypeView) => {
    const first = nightOf(from);
    return available.map((rooms, at) => toDay(first + at, rooms, flags[at] ?? NOT_COVERED));
  },
};

function toDay(night: number, rooms: number, flags: number) {
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
