// When everything happens in a replay: dates moved by whole weeks, bookings and cancellations in one
// order. Pure; called by main.ts.
import type { DayNumber } from '../../domain/nights.ts';
import type { BookingRow } from './parse-rows.ts';

export interface Step {
  readonly kind: 'BOOK' | 'CANCEL';
  /** The day on which it happened, moved like the nights. */
  readonly day: DayNumber;
  /** With dates that lie ahead. */
  readonly booking: BookingRow;
}

export interface Timeline {
  /** A multiple of seven, so that every night keeps its weekday. */
  readonly shiftDays: number;
  /** The first night of all stays, and the day after the last one. */
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly steps: readonly Step[];
}

const WEEK_DAYS = 7;

/**
 * Moves the stays so that the first night falls into the week after `today`, and orders what happens
 * by its day, then by the line in the file; a booking comes before its own cancellation.
 */
export function arrange(rows: readonly BookingRow[], today: DayNumber): Timeline {
  const first = rows.reduce((least, row) => Math.min(least, row.checkIn), Infinity);
  const shiftDays = rows.length === 0 ? 0 : WEEK_DAYS * Math.ceil((today + 1 - first) / WEEK_DAYS);
  const bookings = rows.map((row) => moved(row, shiftDays));
  return {
    shiftDays,
    from: bookings.reduce((least, { checkIn }) => Math.min(least, checkIn), Infinity),
    to: bookings.reduce((most, { checkOut }) => Math.max(most, checkOut), -Infinity),
    steps: bookings.flatMap(stepsOf).sort(inOrder),
  };
}

function moved(row: BookingRow, days: number): BookingRow {
  return {
    ...row,
    bookedOn: row.bookedOn + days,
    checkIn: row.checkIn + days,
    checkOut: row.checkOut + days,
    cancelledOn: row.cancelledOn === null ? null : row.cancelledOn + days,
  };
}

function stepsOf(booking: BookingRow): Step[] {
  const { bookedOn, cancelledOn } = booking;
  const book: Step = { kind: 'BOOK', day: bookedOn, booking };
  return cancelledOn === null ? [book] : [book, { kind: 'CANCEL', day: cancelledOn, booking }];
}

function inOrder(a: Step, b: Step): number {
  return a.day - b.day || a.booking.line - b.booking.line || rank(a) - rank(b);
}

function rank({ kind }: Step): number {
  return kind === 'BOOK' ? 0 : 1;
}
