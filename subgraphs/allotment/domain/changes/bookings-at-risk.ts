// Bookings that consume on a cell which the change makes worse: more oversold, stopped, or no longer
// covered. They are shown, never touched. Pure.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Allocation, BookingFact } from '../../../../shared/domain/facts.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { isPresent } from '../pipeline/fact-book.ts';
import type { BookingAtRisk, CellChange, RiskCause } from './effect.ts';

/** By booking id; a booking's nights in the order in which it holds them. */
export function bookingsAtRisk(
  book: FactBook,
  asOf: Micros,
  cells: readonly CellChange[],
): BookingAtRisk[] {
  const changes = new Map(cells.map((cell) => [keyOf(cell.line, cell.date), cell]));
  if (changes.size === 0) return [];
  return consumingBookings(book, asOf)
    .flatMap((booking) => atRisk(booking, changes))
    .sort((left, right) => compareCodePoints(left.bookingId, right.bookingId));
}

function consumingBookings({ winners, holders }: FactBook, asOf: Micros): BookingFact[] {
  return [...winners.BOOKING.values()].filter((fact): fact is BookingFact => {
    const holder = holders.get(fact.id);
    return isPresent(fact) && holder !== undefined && asOf < holder.until;
  });
}

function atRisk(
  { id, agency, status, allocations }: BookingFact,
  changes: ReadonlyMap<string, CellChange>,
): BookingAtRisk[] {
  const dates = allocations.map(({ date }) => date).sort(compareCodePoints);
  const stay = { first: dates.at(0) ?? '', last: dates.at(-1) ?? '' };
  const nights = allocations.flatMap((allocation) => {
    const { line, date, rooms } = allocation;
    const cause = causeOf(allocation, stay, changes);
    return cause && rooms > 0 ? [{ line, date, rooms, cause }] : [];
  });
  return nights.length === 0 ? [] : [{ bookingId: id, agencyId: agency, status, nights }];
}

/** An arrival stop touches who arrives that day, a departure stop who leaves that day. */
function causeOf(
  { line, date }: Allocation,
  stay: { readonly first: string; readonly last: string },
  changes: ReadonlyMap<string, CellChange>,
): RiskCause | null {
  const change = changes.get(keyOf(line, date));
  if (change && !change.after) return 'UNCOVERED';
  if (change && (change.after?.oversold ?? 0) > (change.before?.oversold ?? 0)) return 'OVERSOLD';
  if (newlyClosed(change, 'FULL')) return 'STOPPED';
  if (date === stay.first && newlyClosed(change, 'ARRIVAL')) return 'STOPPED';
  if (date !== stay.last) return null;
  const leaving = changes.get(keyOf(line, formatNight(nightOf(date) + 1)));
  return newlyClosed(leaving, 'DEPARTURE') ? 'STOPPED' : null;
}

function newlyClosed(change: CellChange | undefined, mode: 'FULL' | 'ARRIVAL' | 'DEPARTURE') {
  const wasClosed = change?.before?.closed.includes(mode) ?? false;
  return (change?.after?.closed.includes(mode) ?? false) && !wasClosed;
}

function keyOf(line: string, date: string): string {
  return `${date} ${line}`;
}
