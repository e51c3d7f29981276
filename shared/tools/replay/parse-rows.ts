// Reads the rows of a booking history strictly. A row that makes no sense is reported by its line
// number with every reason; nothing is dropped. Pure; called by main.ts.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { parseNight } from '../../domain/nights.ts';
import type { DayNumber } from '../../domain/nights.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

/** One real booking, dates as they were. */
export interface BookingRow {
  /** In the file; the header is line 1. */
  readonly line: number;
  readonly hotelName: string;
  readonly roomType: string;
  /** Code of the agency: `AGENT-9`, or `DIRECT` when nobody stood between. */
  readonly agency: string;
  readonly bookedOn: DayNumber;
  readonly checkIn: DayNumber;
  /** Not occupied. */
  readonly checkOut: DayNumber;
  /** Never before `bookedOn`; null when it was not cancelled. A no-show was not. */
  readonly cancelledOn: DayNumber | null;
  /** Average daily rate in millionths of the currency's unit. */
  readonly adrMicros: number;
}

export interface RowProblem {
  readonly line: number;
  readonly reasons: readonly string[];
}

/** Together they are every line of the file that is neither the header nor blank. */
export interface ParsedRows {
  readonly bookings: readonly BookingRow[];
  readonly problems: readonly RowProblem[];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const MICROS = 1_000_000;
const MICRO_DIGITS = 6;
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const DECIMAL = new RegExp(`^(\\d{1,6})(?:\\.(\\d{1,${MICRO_DIGITS}}))?$`);

const quoted = (value: unknown): string => JSON.stringify(value);
const count = z
  .string()
  .regex(/^\d{1,6}$/, { error: ({ input }) => `${quoted(input)} is no whole number from 0 on` })
  .transform(Number);
const rate = z
  .string()
  .regex(DECIMAL, { error: ({ input }) => `${quoted(input)} is no decimal number from 0 on` })
  .transform(toMicros);
const statusDate = z.string().transform((text, context) => {
  const day = parseNight(isoDate(text));
  if (day !== null) return day;
  context.addIssue({ code: 'custom', message: `${quoted(text)} is no date (M/D/YYYY)` });
  return z.NEVER;
});

/** Only the columns that say something about the booking itself; the guests are nobody's business. */
const columns = {
  hotel: z.string().min(1, 'is empty').max(100, 'is too long'),
  is_canceled: z.enum(['0', '1'], { error: ({ input }) => `${quoted(input)} is neither 0 nor 1` }),
  lead_time: count,
  arrival_date_year: z
    .string()
    .regex(/^\d{4}$/, { error: ({ input }) => `${quoted(input)} is no year` }),
  arrival_date_month: z.enum(MONTHS, { error: ({ input }) => `${quoted(input)} is no month` }),
  arrival_date_day_of_month: count,
  stays_in_weekend_nights: count,
  stays_in_week_nights: count,
  reserved_room_type: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/, {
    error: ({ input }) => `${quoted(input)} is no code of a room type`,
  }),
  agent: z
    .string()
    .regex(/^(NULL|\d{1,9})$/, { error: ({ input }) => `${quoted(input)} is no agent's number` }),
  adr: rate,
  reservation_status: z.enum(['Check-Out', 'Canceled', 'No-Show'], {
    error: ({ input }) => `${quoted(input)} is no known status`,
  }),
  reservation_status_date: statusDate,
};
const rowSchema = z.object(columns);
type Row = z.infer<typeof rowSchema>;

/** The file's bookings and problems; refused when the header lacks a column that is needed. */
export function parseRows(text: string): Result<ParsedRows, string> {
  const [first = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = fieldsOf(first);
  if (!header.ok) return err(`The header cannot be read: ${header.error}.`);
  const missing = Object.keys(columns).filter((name) => !header.value.includes(name));
  if (missing.length > 0) return err(`The header lacks ${missing.join(', ')}.`);
  const twice = header.value.find((name, index) => header.value.indexOf(name) !== index);
  if (twice !== undefined) return err(`The header names ${quoted(twice)} twice.`);

  const bookings: BookingRow[] = [];
  const problems: RowProblem[] = [];
  rest.forEach((content, index) => {
    if (content.trim() === '') return;
    const line = index + 2;
    const booking = parseLine(line, content, header.value);
    if (booking.ok) bookings.push(booking.value);
    else problems.push({ line, reasons: booking.error });
  });
  return ok({ bookings, problems });
}

function parseLine(
  line: number,
  content: string,
  header: readonly string[],
): Result<BookingRow, string[]> {
  const fields = fieldsOf(content);
  if (!fields.ok) return err([fields.error]);
  if (fields.value.length !== header.length) {
    return err([`has ${fields.value.length} fields where the header has ${header.length}`]);
  }
  const named = Object.fromEntries(header.map((name, index) => [name, fields.value[index]]));
  const row = rowSchema.safeParse(named);
  if (!row.success) {
    return err(row.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  return toBooking(line, row.data);
}

/**
 * Line by line, since no field of such a file spans two: a quote that nobody closes then spoils its
 * own line and not all that follow.
 */
function fieldsOf(content: string): Result<string[], string> {
  try {
    const [record] = parse(content, { trim: true, relax_column_count: true });
    return ok(record ?? []);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function toBooking(line: number, row: Row): Result<BookingRow, string[]> {
  const checkIn = arrivalOf(row);
  const nights = row.stays_in_weekend_nights + row.stays_in_week_nights;
  const reasons = [
    ...(checkIn === null ? ['arrival: there is no such date'] : []),
    ...(nights === 0 ? ['stays for zero nights'] : []),
    ...contradictions(row),
  ];
  if (checkIn === null || reasons.length > 0) return err(reasons);
  const bookedOn = checkIn - row.lead_time;
  const cancelled = row.reservation_status === 'Canceled';
  return ok({
    line,
    hotelName: row.hotel,
    roomType: row.reserved_room_type,
    agency: row.agent === 'NULL' ? 'DIRECT' : `AGENT-${Number(row.agent)}`,
    bookedOn,
    checkIn,
    checkOut: checkIn + nights,
    cancelledOn: cancelled ? Math.max(row.reservation_status_date, bookedOn) : null,
    adrMicros: row.adr,
  });
}

/** The two columns say the same in their own ways; a no-show is counted as either. */
function contradictions(row: Row): string[] {
  const expected = { 'Check-Out': '0', Canceled: '1', 'No-Show': null }[row.reservation_status];
  return expected === null || expected === row.is_canceled
    ? []
    : [`is_canceled is ${row.is_canceled}, reservation_status is ${row.reservation_status}`];
}

function arrivalOf(row: Row): DayNumber | null {
  const month = String(MONTHS.indexOf(row.arrival_date_month) + 1).padStart(2, '0');
  const day = String(row.arrival_date_day_of_month).padStart(2, '0');
  return parseNight(`${row.arrival_date_year}-${month}-${day}`);
}

/** `7/3/2015` → `2015-07-03`; the original files have the latter. */
function isoDate(text: string): string {
  const [, month = '', day = '', year = ''] = US_DATE.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function toMicros(text: string): number {
  const [, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  return Number(whole) * MICROS + Number(fraction.padEnd(MICRO_DIGITS, '0'));
}
