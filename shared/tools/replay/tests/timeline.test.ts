import fc from 'fast-check';
import { isoWeekday, nightOf } from '../../../domain/nights.ts';
import type { BookingRow } from '../parse-rows.ts';
import { arrange } from '../timeline.ts';
import { bookingRows } from './history.ts';

const anyToday = fc.integer({ min: nightOf('2000-01-01'), max: nightOf('2100-01-01') });
const TODAY = nightOf('2026-03-10');

function row(line: number, dates: Partial<BookingRow>): BookingRow {
  return {
    line,
    hotelName: 'City Hotel',
    roomType: 'A',
    agency: 'DIRECT',
    bookedOn: 0,
    checkIn: 100,
    checkOut: 102,
    cancelledOn: null,
    adrMicros: 0,
    ...dates,
  };
}

function told(rows: readonly BookingRow[]): string[] {
  return arrange(rows, TODAY).steps.map(({ kind, booking }) => `${kind} ${booking.line}`);
}

describe('a timeline', () => {
  it('goes by booking date, and by line within a day', () => {
    const rows = [row(2, { bookedOn: 9 }), row(3, { bookedOn: 4 }), row(4, { bookedOn: 4 })];
    expect(told(rows)).toEqual(['BOOK 3', 'BOOK 4', 'BOOK 2']);
  });

  it('gives a cancellation its place among the bookings, after its own', () => {
    const rows = [
      row(2, { bookedOn: 1, cancelledOn: 6 }),
      row(3, { bookedOn: 6 }),
      row(4, { bookedOn: 2, cancelledOn: 2 }),
      row(5, { bookedOn: 5 }),
    ];
    expect(told(rows)).toEqual(['BOOK 2', 'BOOK 4', 'CANCEL 4', 'BOOK 5', 'CANCEL 2', 'BOOK 3']);
  });

  it('puts every night ahead of today, the first within a week, on the weekday it had', () => {
    fc.assert(
      fc.property(bookingRows, anyToday, (rows, today) => {
        const { shiftDays, from, to, steps } = arrange(rows, today);
        expect(Math.abs(shiftDays % 7)).toBe(0);
        expect(from).toBeGreaterThan(today);
        expect(from).toBeLessThanOrEqual(today + 7);
        const byLine = new Map(rows.map((before) => [before.line, before]));
        for (const { booking } of steps) {
          const before = byLine.get(booking.line)!;
          expect(isoWeekday(booking.checkIn)).toBe(isoWeekday(before.checkIn));
          expect(booking.checkIn).toBeGreaterThanOrEqual(from);
          expect(booking.checkOut).toBeLessThanOrEqual(to);
          expect(booking.checkOut - booking.checkIn).toBe(before.checkOut - before.checkIn);
          expect(booking.checkIn - booking.bookedOn).toBe(before.checkIn - before.bookedOn);
        }
      }),
    );
  });

  it('loses nothing: each row is booked once and cancelled as often as it was', () => {
    fc.assert(
      fc.property(bookingRows, anyToday, (rows, today) => {
        const { steps } = arrange(rows, today);
        const linesOf = (kind: string) =>
          steps
            .filter((step) => step.kind === kind)
            .map(({ booking }) => booking.line)
            .sort((a, b) => a - b);
        expect(linesOf('BOOK')).toEqual(rows.map(({ line }) => line));
        expect(linesOf('CANCEL')).toEqual(
          rows.filter(({ cancelledOn }) => cancelledOn !== null).map(({ line }) => line),
        );
      }),
    );
  });

  it('never goes back in time and is the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(bookingRows, anyToday, (rows, today) => {
        const { steps } = arrange(rows, today);
        steps.slice(1).forEach(({ day, booking }, index) => {
          const before = steps[index]!;
          expect(day).toBeGreaterThanOrEqual(before.day);
          if (day === before.day) {
            expect(booking.line).toBeGreaterThanOrEqual(before.booking.line);
          }
        });
        expect(arrange([...rows].reverse(), today).steps).toEqual(steps);
      }),
    );
  });
});
