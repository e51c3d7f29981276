// The last night that a fact can move a number of; past it, live reads may leave the fact out.
import type { Allocation, ContractFact, DateText } from '../domain/facts.ts';
import { formatNight, nightOf } from '../domain/nights.ts';
import type { NewFact } from '../domain/new-fact.ts';

/**
 * `YYYY-MM-DD`, or null for facts without nights of their own (pools, sub-allotments, audiences,
 * and retractions, whose nights are those of what they retract).
 */
export function lastNightOf(fact: NewFact): DateText | null {
  if (fact.retracted) return null;
  if ('stayTo' in fact) return dayBefore((fact as ContractFact).stayTo);
  if ('to' in fact) return dayBefore(fact.to);
  if ('allocations' in fact) return latest(fact.allocations);
  if ('cells' in fact) return latest(fact.cells);
  return null;
}

function dayBefore(date: DateText): DateText {
  return formatNight(nightOf(date) - 1);
}

function latest(cells: readonly Pick<Allocation, 'date'>[]): DateText | null {
  return cells.reduce<DateText | null>(
    (last, cell) => (last === null || cell.date > last ? cell.date : last),
    null,
  );
}
