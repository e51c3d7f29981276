// Proves, hotel by hotel, that ledger and tables agree and that nothing was ever given away twice.
import type { DataSource } from 'typeorm';
import { checkAdmission } from './check-admission.ts';
import { checkCredit } from './check-credit.ts';
import { checkOrders } from './check-orders.ts';
import { checkStream } from './check-stream.ts';
import { checkTables } from './check-tables.ts';
import { findOversold } from './find-oversold.ts';
import type { OversoldNight } from './find-oversold.ts';
import { listHotelIds, readHotel } from './read-hotel.ts';
import type { Violation } from './violation.ts';

export interface Verdict {
  readonly hotels: number;
  readonly facts: number;
  readonly bookings: number;
  readonly violations: readonly Violation[];
  readonly oversold: readonly OversoldNight[];
}

/** Reads only; may run beside a working system. */
export async function verifyAll(verify: DataSource): Promise<Verdict> {
  const verdict = {
    hotels: 0,
    facts: 0,
    bookings: 0,
    violations: await checkCredit(verify),
    oversold: [] as OversoldNight[],
  };
  for (const hotelId of await listHotelIds(verify)) {
    const state = await readHotel(verify, hotelId);
    verdict.hotels += 1;
    verdict.facts += state.facts.length;
    verdict.bookings += state.bookings.size;
    verdict.violations.push(
      ...checkStream(state),
      ...checkTables(state),
      ...checkOrders(state),
      ...checkAdmission(state),
    );
    verdict.oversold.push(...findOversold(state));
  }
  return verdict;
}
