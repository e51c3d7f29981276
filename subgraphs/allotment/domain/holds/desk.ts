// The desk at which holds of one hotel are decided: the book at one moment, plus what was promised
// so far. Promises are takes in the book itself, so that the pipeline counts them like any sale, and
// are taken out again when the desk closes.
import type { Allocation, BookingFact } from '../../../../shared/domain/facts.ts';
import { localNight } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Holder } from '../pipeline/book-state.ts';
import { isPresent } from '../pipeline/fact-book.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { addTakes, removeTakes } from '../pipeline/index-bookings.ts';
import { createHorizon, createMoment, noteFreeing, noteInstant } from '../pipeline/moment.ts';
import type { Horizon, Moment } from '../pipeline/moment.ts';
import { resolve } from '../pipeline/pipeline.ts';
import type { Resolution } from '../pipeline/pipeline.ts';

export interface Desk {
  readonly book: FactBook;
  readonly timezone: string;
  readonly moment: Moment;
  /** Today's date at the hotel. */
  readonly today: DayNumber;
  readonly horizon: Horizon;
  /** What `closeDesk` and `withdraw` have to undo, latest last. */
  readonly changes: DeskChange[];
}

interface DeskChange {
  readonly kind: 'promised' | 'set aside';
  readonly holder: Holder;
  readonly allocations: readonly Allocation[];
}

/** Rooms that were granted, of which the book does not know yet. */
export interface Promised {
  readonly agency: string;
  /** When they were: release days count by it. */
  readonly heldAt: Micros;
  readonly allocations: readonly Allocation[];
}

export function openDesk(book: FactBook, timezone: string, asOf: Micros): Desk {
  return {
    book,
    timezone,
    moment: createMoment(asOf, timezone),
    today: localNight(asOf, timezone),
    horizon: createHorizon(),
    changes: [],
  };
}

/** Leaves the book as it was found. */
export function closeDesk(desk: Desk): void {
  withdraw(desk, 0);
}

/** Counts the rooms as sold to the agency from now on. */
export function promise(desk: Desk, agency: string, allocations: readonly Allocation[]): void {
  promiseSince(desk, { agency, heldAt: desk.moment.asOf, allocations });
}

/** Counts rooms as sold since they were granted at another desk. */
export function promiseSince(desk: Desk, { agency, heldAt, allocations }: Promised): void {
  const holder = { agency, heldAt, until: Infinity };
  addTakes(desk.book.index, holder, allocations);
  desk.changes.push({ kind: 'promised', holder, allocations });
}

/** All that was promised since the desk had `from` changes; null when it gives up what bookings hold as well. */
export function promisedSince({ changes }: Desk, from: number): Promised[] | null {
  const made = changes.slice(from);
  if (made.some(({ kind }) => kind !== 'promised')) return null;
  return made.map(({ holder: { agency, heldAt }, allocations }) => ({
    agency,
    heldAt,
    allocations,
  }));
}

/**
 * Counts the rooms of a booking as free from now on and gives what it held; null, and no change, for
 * one that holds none or was set aside before.
 */
export function setAside(
  { book, changes }: Desk,
  bookingId: string,
): { readonly holder: Holder; readonly fact: BookingFact } | null {
  const fact = book.winners.BOOKING.get(bookingId);
  const holder = book.holders.get(bookingId);
  if (!holder || !fact || !isPresent(fact) || fact.kind !== 'BOOKING') return null;
  if (changes.some((change) => change.holder === holder)) return null;
  removeTakes(book.index, holder, fact.allocations);
  changes.push({ kind: 'set aside', holder, allocations: fact.allocations });
  return { holder, fact };
}

/**
 * Counts rooms that were set aside as held again, since when and until when they were before; once let go
 * they are free after all.
 */
export function putBack(
  desk: Desk,
  before: Holder,
  allocations: readonly Allocation[],
): { readonly letGo: () => void } {
  const holder = { ...before };
  addTakes(desk.book.index, holder, allocations);
  desk.changes.push({ kind: 'promised', holder, allocations });
  return {
    letGo() {
      removeTakes(desk.book.index, holder, allocations);
      desk.changes.push({ kind: 'set aside', holder, allocations });
    },
  };
}

/** Undoes all changes but the first `kept`. */
export function withdraw({ book, changes }: Desk, kept: number): void {
  for (const { kind, holder, allocations } of changes.splice(kept).reverse()) {
    const undo = kind === 'promised' ? removeTakes : addTakes;
    undo(book.index, holder, allocations);
  }
}

/** Resolves one room type at the desk's moment, promises included; null asks for all agencies. */
export function resolveAt(
  desk: Desk,
  roomType: string,
  nights: { readonly from: DayNumber; readonly to: DayNumber },
  agency: string | null,
): Resolution {
  const { book, moment, timezone, horizon } = desk;
  const { from, to } = nights;
  const query = { timezone, from, to, asOf: moment.asOf, agency, roomTypes: new Set([roomType]) };
  const resolution = resolve(book, query, moment);
  noteFreeing(horizon, moment.asOf, resolution.validUntil);
  noteInstant(horizon, moment.asOf, resolution.grantsUntil);
  return resolution;
}
