// The book as it would be after a change, beside the live one, which is left alone.
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import { buildFactBook, isPresent } from '../pipeline/fact-book.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import type { Nights } from './affected-nights.ts';

/**
 * The winners of `book` with `proposed` in place of those of the same kind and id. Contracts, events
 * and bookings are taken along only where they touch `nights`, since no other number will be asked
 * for; null takes none. Pools, sub-allotments and audiences are all there, as laws among them are
 * judged on this book.
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
  const meets = meeting(nights);
  for (const facts of Object.values(winners)) {
    for (const fact of facts.values()) {
      if (!isPresent(fact) || replaced.has(`${fact.kind} ${fact.id}`)) continue;
      if (fact.kind === 'BOOKING' && !holders.has(fact.id)) continue;
      if (meets(fact)) yield fact;
    }
  }
}

/** Whether a fact can matter on any of these nights. Dates in full order as text does. */
function meeting(nights: Nights | null): (fact: Fact) => boolean {
  const first = nights ? formatNight(nights.from) : '';
  const end = nights ? formatNight(nights.to) : '';
  return (fact) => {
    switch (fact.kind) {
      case 'CONTRACT':
        return fact.stayFrom < end && fact.stayTo > first;
      case 'BOOKING':
        return fact.allocations.some(({ date }) => date >= first && date < end);
      case 'EVENT':
        // An amendment may give a hardblock cells on nights that it had none on.
        return 'cells' in fact || (fact.from < end && fact.to > first);
      default:
        return true;
    }
  };
}
