// The token that ties the commit of an amendment to its quote. It says until when it is good, what was
// asked of which state of the group, and what that came to. It grants nothing: all of it is decided
// again, so that nobody gains by making one up.
import { createHash } from 'node:crypto';
import { formatInstant, instantOf } from '../../../shared/domain/instants.ts';
import type { AmendedLine } from '../domain/amend.ts';
import { quotedBookings } from '../domain/amendment-quote.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Transition } from '../domain/transitions.ts';

const DIGEST_CHARS = 22;
const TOKEN = /^([0-9a-z]{1,12})\.([\w-]{22})\.([\w-]{22})\.([\w-]{22})$/;

export interface AmendmentToken {
  /** From this instant on it is good no more. */
  readonly until: string;
  /** What is to become of which bookings. */
  readonly lines: string;
  /** The group that was looked at, revision by revision. */
  readonly state: string;
  /** What each of the bookings costs then, and what is due at once. */
  readonly price: string;
}

/** For a change as it was decided on the group as it was. */
export function tokenFor(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  transition: Transition,
  { clock, until }: { readonly clock: string; readonly until: string },
): string {
  return [
    instantOf(until).toString(36),
    digestOfLines(lines),
    digestOfState(group),
    digestOfPrice(group, lines, transition, clock),
  ].join('.');
}

/** Null for what is no token. */
export function readToken(token: string): AmendmentToken | null {
  const [, until, lines, state, price] = TOKEN.exec(token) ?? [];
  if (until === undefined || lines === undefined || state === undefined || price === undefined)
    return null;
  const micros = Number.parseInt(until, 36);
  if (!Number.isSafeInteger(micros) || micros > LATEST_MICROS) return null;
  return { until: formatInstant(micros), lines, state, price };
}

/** The end of the year 9999: no later instant can be written. */
const LATEST_MICROS = Date.UTC(10_000, 0, 1) * 1_000 - 1;

export function digestOfLines(lines: readonly AmendedLine[]): string {
  return digest(
    lines.map(({ bookingId, roomType, checkIn, checkOut, rooms }) => [
      ...[bookingId, roomType, checkIn, checkOut, rooms],
    ]),
  );
}

export function digestOfState({ id, status, bookings }: BookingGroup): string {
  return digest([id, status, bookings.map((booking) => [booking.id, booking.rev])]);
}

/**
 * Of what is sold, not of what the hotel gets: whoever holds the token could try all net rates against
 * a digest until one fits.
 */
export function digestOfPrice(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  transition: Transition,
  clock: string,
): string {
  const ids = lines.map(({ bookingId }) => bookingId);
  return digest(
    quotedBookings(group, transition, ids, clock).map(({ price, penalty, currency }) => [
      ...[price.amount ?? null, penalty.amount ?? null, currency ?? null],
    ]),
  );
}

function digest(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('base64url');
  return hash.slice(0, DIGEST_CHARS);
}
