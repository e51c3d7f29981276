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

/**
 * The span of all nights that any of these facts can move, by the contracts of `book`; null for none.
 * A change is of one kind of fact, so no contract of its own is missed.
 */
export function affectedNights(
  facts: readonly (Fact | Retraction)[],
  book: FactBook,
): Nights | null {
  return facts
    .filter(isPresent)
    .flatMap((fact) => nightsOf(fact, book))
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

function nightsOf(fact: Fact, book: FactBook): Nights[] {
  switch (fact.kind) {
    case 'CONTRACT':
      return [{ from: nightOf(fact.stayFrom), to: nightOf(fact.stayTo) }];
    case 'EVENT':
      return 'target' in fact ? [{ from: nightOf(fact.from), to: nightOf(fact.to) }] : [];
    case 'AUDIENCE':
      return contractNights(fact.contract, book);
    case 'SUBALLOTMENT':
      return lineNights(fact.line, book);
    case 'POOL':
      return fact.members.flatMap(({ line }) => lineNights(line, book));
    case 'BOOKING':
      return [];
  }
}

function lineNights(line: string, book: FactBook): Nights[] {
  const contract = parseLineId(line)?.contract;
  return contract === undefined ? [] : contractNights(contract, book);
}

function contractNights(id: string, book: FactBook): Nights[] {
  const contract = book.index.contracts.get(id);
  return contract ? [contract] : [];
}
