// The book as it would be after a change, beside the live one, which is left alone.
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import { buildFactBook, isPresent } from '../pipeline/fact-book.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import type { Nights } from './affected-nights.ts';

/**
 * The winners of `book` with `proposed` in place of those of the same kind and id. Bookings are
 * taken along only where they consume on one of `nights`, since no other number will be asked for.
 */
export function trialBook(
  book: FactBook,
  proposed: readonly (Fact | Retraction)[],
  nights: Nights | null,
): FactBook {
  return buildFactBook([...keptFacts(book, proposed, nights), ...proposed]);
}

function* keptFacts(
  { winners, holders }: FactBook,
  proposed: readonly (Fact | Retraction)[],
  nights: Nights | null,
): Generator<Fact> {
  const replaced = new Set(proposed.map(({ kind, id }) => `${kind} ${id}`));
  const touches = touching(nights);
  for (const facts of Object.values(winners)) {
    for (const fact of facts.values()) {
      if (!isPresent(fact) || replaced.has(`${fact.kind} ${fact.id}`)) continue;
      if (fact.kind === 'BOOKING' && !(holders.has(fact.id) && touches(fact.allocations))) continue;
      yield fact;
    }
  }
}

/** Dates in full order as text does. */
function touching(nights: Nights | null): (cells: readonly { readonly date: string }[]) => boolean {
  if (!nights) return () => false;
  const from = formatNight(nights.from);
  const to = formatNight(nights.to);
  return (cells) => cells.some(({ date }) => date >= from && date < to);
}
