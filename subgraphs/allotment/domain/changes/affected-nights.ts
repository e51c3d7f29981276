// Which nights a change can move at all, so that no more than these are resolved twice. A span is
// enough: weekdays and lines are sorted out by comparing.
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { parseLineId } from '../../../../shared/domain/line-ids.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { isPresent } from '../pipeline/fact-book.ts';

/** Nights `[from, to)`. */
export interface Nights {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** The span of all nights that any of these facts names, in either book; null for none. */
export function affectedNights(
  facts: readonly (Fact | Retraction)[],
  books: readonly FactBook[],
): Nights | null {
  return facts
    .filter(isPresent)
    .flatMap((fact) => nightsOf(fact, books))
    .reduce<Nights | null>(
      (all, { from, to }) =>
        all === null ? { from, to } : { from: Math.min(all.from, from), to: Math.max(all.to, to) },
      null,
    );
}

/** The part of `nights` inside `window`; null when they do not meet. */
export function clip(nights: Nights | null, window: Nights): Nights | null {
  if (!nights) return null;
  const from = Math.max(nights.from, window.from);
  const to = Math.min(nights.to, window.to);
  return from < to ? { from, to } : null;
}

function nightsOf(fact: Fact, books: readonly FactBook[]): Nights[] {
  switch (fact.kind) {
    case 'CONTRACT':
      return [{ from: nightOf(fact.stayFrom), to: nightOf(fact.stayTo) }];
    case 'EVENT':
      return 'target' in fact ? [{ from: nightOf(fact.from), to: nightOf(fact.to) }] : [];
    case 'AUDIENCE':
      return contractNights(fact.contract, books);
    case 'SUBALLOTMENT':
      return lineNights(fact.line, books);
    case 'POOL':
      return fact.members.flatMap(({ line }) => lineNights(line, books));
    case 'BOOKING':
      return [];
  }
}

function lineNights(line: string, books: readonly FactBook[]): Nights[] {
  const contract = parseLineId(line)?.contract;
  return contract === undefined ? [] : contractNights(contract, books);
}

function contractNights(id: string, books: readonly FactBook[]): Nights[] {
  return books.flatMap(({ index }) => index.contracts.get(id) ?? []);
}
