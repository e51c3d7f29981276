// Made-up booking histories for the tests of the replay.
import fc from 'fast-check';
import { formatNight, nightOf } from '../../../domain/nights.ts';
import type { BookingRow } from '../parse-rows.ts';

export const HEADER = [
  'hotel',
  'is_canceled',
  'lead_time',
  'arrival_date_year',
  'arrival_date_month',
  'arrival_date_week_number',
  'arrival_date_day_of_month',
  'stays_in_weekend_nights',
  'stays_in_week_nights',
  'children',
  'reserved_room_type',
  'booking_changes',
  'agent',
  'adr',
  'reservation_status',
  'reservation_status_date',
] as const;

export type Fields = Record<(typeof HEADER)[number], string>;

/** A row that makes sense: two nights from 3 September 2015, booked ten days before. */
export const GOOD: Fields = {
  hotel: 'City Hotel',
  is_canceled: '0',
  lead_time: '10',
  arrival_date_year: '2015',
  arrival_date_month: 'September',
  arrival_date_week_number: '36',
  arrival_date_day_of_month: '3',
  stays_in_weekend_nights: '0',
  stays_in_week_nights: '2',
  children: 'NA',
  reserved_room_type: 'A',
  booking_changes: '0',
  agent: '9',
  adr: '76.5',
  reservation_status: 'Check-Out',
  reservation_status_date: '9/5/2015',
};

/** The text of a file with these rows; what is not said is as in `GOOD`. */
export function csv(rows: readonly Partial<Fields>[]): string {
  const lines = rows.map((row) => HEADER.map((name) => ({ ...GOOD, ...row })[name]).join(','));
  return [HEADER.join(','), ...lines, ''].join('\n');
}

const FIRST = nightOf('2015-01-01');
const MONTHS = Array.from({ length: 12 }, (_, index) =>
  new Date(Date.UTC(2015, index, 1)).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' }),
);

/** Fields of a row that makes sense, whatever else. */
export const goodFields: fc.Arbitrary<Partial<Fields>> = fc
  .record({
    arrival: fc.integer({ min: FIRST, max: FIRST + 800 }),
    leadDays: fc.integer({ min: 0, max: 700 }),
    weekend: fc.integer({ min: 0, max: 8 }),
    week: fc.integer({ min: 1, max: 20 }),
    roomType: fc.constantFrom('A', 'B', 'DLX'),
    agent: fc.constantFrom('NULL', '1', '9'),
    cents: fc.integer({ min: 0, max: 100_000 }),
    status: fc.constantFrom('Check-Out', 'Canceled', 'No-Show'),
    statusDay: fc.integer({ min: FIRST - 800, max: FIRST + 900 }),
  })
  .map((row) => {
    const [year = '', month = '', day = ''] = formatNight(row.arrival).split('-');
    const [statusYear, statusMonth, statusDay] = formatNight(row.statusDay).split('-').map(Number);
    return {
      is_canceled: row.status === 'Check-Out' ? '0' : '1',
      lead_time: String(row.leadDays),
      arrival_date_year: year,
      arrival_date_month: MONTHS[Number(month) - 1] ?? '',
      arrival_date_day_of_month: String(Number(day)),
      stays_in_weekend_nights: String(row.weekend),
      stays_in_week_nights: String(row.week),
      reserved_room_type: row.roomType,
      agent: row.agent,
      adr: String(row.cents / 100),
      reservation_status: row.status,
      reservation_status_date: `${statusMonth}/${statusDay}/${statusYear}`,
    };
  });

/** One field of a row that makes sense, replaced by what makes none. */
export const spoiltFields: fc.Arbitrary<Partial<Fields>> = fc
  .tuple(
    goodFields,
    fc.constantFrom<Partial<Fields>>(
      { stays_in_weekend_nights: '0', stays_in_week_nights: '0' },
      { lead_time: 'NULL' },
      { lead_time: '-3' },
      { adr: '-6.38' },
      { adr: 'NULL' },
      { arrival_date_month: 'Juli' },
      { arrival_date_day_of_month: '32' },
      { reservation_status: 'Sleeping' },
      { reservation_status_date: '31/12/2015' },
      { agent: 'nine' },
      { reserved_room_type: '' },
    ),
  )
  .map(([good, bad]) => ({ ...good, ...bad }));

/** Rows as the parser gives them, with a line of its own each. */
export const bookingRows: fc.Arbitrary<BookingRow[]> = fc
  .array(
    fc.record({
      hotelName: fc.constantFrom('City Hotel', 'Resort Hotel'),
      roomType: fc.constantFrom('A', 'B'),
      agency: fc.constantFrom('DIRECT', 'AGENT-9'),
      checkIn: fc.integer({ min: FIRST, max: FIRST + 800 }),
      leadDays: fc.integer({ min: 0, max: 30 }),
      nights: fc.integer({ min: 1, max: 20 }),
      cancelledAfter: fc.option(fc.integer({ min: 0, max: 30 })),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ leadDays, nights, cancelledAfter, ...row }, index) => ({
      ...row,
      line: index + 2,
      bookedOn: row.checkIn - leadDays,
      checkOut: row.checkIn + nights,
      cancelledOn: cancelledAfter === null ? null : row.checkIn - leadDays + cancelledAfter,
      adrMicros: 1_000_000,
    })),
  );
