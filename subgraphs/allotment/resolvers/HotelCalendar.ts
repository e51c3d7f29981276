// Types RoomTypeCalendar and LineNight
import { calendarDays } from '../services/calendar-view.ts';
import type {
  CalendarDay,
  RoomTypeCalendar as RoomTypeView,
  LineCalendar,
} from '../services/calendar-view.ts';

type LineNightView = LineCalendar['nights'][number];

export const RoomTypeCalendar = {
  code: ({ roomType }: RoomTypeView): string => roomType,
  packed: ({
    from,
    available,
    flags,
  }: RoomTypeView): Pick<RoomTypeView, 'from' | 'available' | 'flags'> => ({
    from,
    available,
    flags,
  }),
  days: (view: RoomTypeView): CalendarDay[] => calendarDays(view),
};

export const LineNight = {
  pools: ({ pools }: LineNightView): { pool: string; left: number }[] =>
    Object.entries(pools).map(([pool, left]) => ({ pool, left })),
};
