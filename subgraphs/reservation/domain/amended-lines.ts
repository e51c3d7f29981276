// What somebody wants to change of a group, parsed: what a line leaves out stays as it is. Called by
// the services that quote and make amendments.
import { formatNight, parseNight } from '../../../shared/domain/nights.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { AmendedLine } from './amend.ts';
import type { BookingGroup } from './booking.ts';
import { checkLine, checkLineCount } from './hold-request.ts';
import type { HoldBounds, HoldLine } from './hold-request.ts';

export type AmendedLineInput = Pick<AmendedLine, 'bookingId'> & Partial<AmendedLine>;

/**
 * Every line in full, or every field that is wrong. What a line says is looked at before whether its
 * booking is there; without a group (null) none is.
 */
export function parseAmendedLines(
  group: BookingGroup | null,
  lines: readonly AmendedLineInput[],
  bounds: HoldBounds,
): Result<AmendedLine[], Reason[]> {
  // First of all: each is looked for among all the others.
  const count = checkLineCount(lines.length, bounds);
  if (count.length > 0) return err(count);
  const reasons = lines.flatMap((line, index) => [
    ...(isNamedBefore(lines, index) ? [namedTwice(index)] : []),
    ...checkLine(filledUp(group, line) ?? filledIn(line), `/lines/${index}`, bounds),
  ]);
  if (reasons.length > 0) return err(reasons);
  const full = lines.map((line) => filledUp(group, line));
  const unknown = full.flatMap((line, index): Reason[] =>
    line ? [] : [{ code: 'NOT_FOUND', path: `/lines/${index}/bookingId` }],
  );
  return unknown.length > 0 ? err(unknown) : ok(full.filter((line) => line !== null));
}

/** What a booking that is not there leaves open is taken to be right. */
function filledIn({ roomType = 'A', rooms = 1, checkIn, checkOut }: AmendedLineInput): HoldLine {
  const arrival = checkIn ?? nightBy(checkOut, -1);
  return { roomType, rooms, checkIn: arrival, checkOut: checkOut ?? nightBy(arrival, 1) };
}

function nightBy(date: string | undefined, days: number): string {
  const night = date === undefined ? null : parseNight(date);
  return formatNight((night ?? 0) + days);
}

function filledUp(group: BookingGroup | null, line: AmendedLineInput): AmendedLine | null {
  const booking = group?.bookings.find(({ id }) => id === line.bookingId);
  if (!booking) return null;
  const { roomType, checkIn, checkOut, rooms } = booking;
  return { roomType, checkIn, checkOut, rooms, ...line };
}

function isNamedBefore(lines: readonly AmendedLineInput[], index: number): boolean {
  return lines.findIndex(({ bookingId }) => bookingId === lines[index]?.bookingId) < index;
}

function namedTwice(index: number): Reason {
  const path = `/lines/${index}/bookingId`;
  return { code: 'BAD_INPUT', path, detail: 'Each booking once.' };
}
