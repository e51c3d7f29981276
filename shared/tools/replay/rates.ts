// The price of a room type in a replay: the average of what was really paid. Pure; called by house.ts.
import type { BookingRow } from './parse-rows.ts';

const MICROS_PER_MINOR = 10_000;
const MINOR_PER_UNIT = 100;

/**
 * Average of the bookings' `adr`, rounded once, half-even, as decimal text with two places: what a
 * contract line of a currency with cents says. Complimentary stays (0) say nothing about the price,
 * and a supplier's 0.00 is no price: null when nobody paid anything.
 */
export function averageRate(bookings: readonly Pick<BookingRow, 'adrMicros'>[]): string | null {
  const paid = bookings.filter(({ adrMicros }) => adrMicros > 0);
  if (paid.length === 0) return null;
  const sum = paid.reduce((total, { adrMicros }) => total + BigInt(adrMicros), 0n);
  const minor = halfEven(sum, BigInt(paid.length * MICROS_PER_MINOR));
  if (minor === 0n) return null;
  const cents = String(minor % BigInt(MINOR_PER_UNIT)).padStart(2, '0');
  return `${minor / BigInt(MINOR_PER_UNIT)}.${cents}`;
}

/** For numbers from 0 on. */
function halfEven(dividend: bigint, divisor: bigint): bigint {
  const floor = dividend / divisor;
  const twice = 2n * (dividend % divisor);
  const up = twice > divisor || (twice === divisor && floor % 2n === 1n);
  return up ? floor + 1n : floor;
}
