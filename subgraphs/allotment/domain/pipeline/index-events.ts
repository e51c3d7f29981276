// Events that target lines (quantities, stops, rates), kept by target so that an event of the whole
// hotel is worked out once and not per line. Called by fact-book.ts.
import type {
  EventTarget,
  IncreaseEvent,
  RateChangeEvent,
  ReduceEvent,
  StopSaleEvent,
} from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { createScope, getOrCreate, removeWhere } from './book-index.ts';
import type { BookIndex, EventScope, LineState } from './book-state.ts';
import { closureBit } from './closure.ts';
import { weekdayMask } from './span.ts';
import type { Recurrence } from './span.ts';

export type TargetedEvent = IncreaseEvent | ReduceEvent | StopSaleEvent | RateChangeEvent;

export function addEvent(index: BookIndex, fact: TargetedEvent): void {
  const scope = scopeOf(index, fact.target);
  index.setters = null;
  const rule = { id: fact.id, ...recurrenceOf(fact) };
  switch (fact.type) {
    case 'INCREASE_ALLOTMENT':
      return void scope.quantities.push({ ...rule, rooms: fact.n });
    case 'REDUCE_ALLOTMENT':
      return void scope.quantities.push({ ...rule, rooms: -fact.n });
    case 'STOP_SALE':
      return void scope.stops.push({
        ...rule,
        mode: closureBit(fact.mode),
        includeCommitted: fact.includeCommitted ?? false,
      });
    case 'RATE_CHANGE':
      return void scope.rates.push({
        ...rule,
        effectiveAt: instantOf(fact.effectiveAt),
        rank: 0,
        set: fact.set ?? null,
        add: fact.add ?? 0,
        factorBp: fact.factorBp ?? null,
      });
  }
}

export function removeEvent(index: BookIndex, fact: TargetedEvent): void {
  const scope = scopeOf(index, fact.target);
  index.setters = null;
  const isIt = ({ id }: { readonly id: string }): boolean => id === fact.id;
  if (fact.type === 'STOP_SALE') removeWhere(scope.stops, isIt);
  else if (fact.type === 'RATE_CHANGE') removeWhere(scope.rates, isIt);
  else removeWhere(scope.quantities, isIt);
}

function recurrenceOf(fact: TargetedEvent): Recurrence {
  return {
    from: nightOf(fact.from),
    to: nightOf(fact.to),
    weekdays: weekdayMask(fact.daysOfWeek),
  };
}

function scopeOf({ events }: BookIndex, target: EventTarget): EventScope {
  if ('line' in target) return getOrCreate(events.lines, target.line, createScope);
  if ('contract' in target) return getOrCreate(events.contracts, target.contract, createScope);
  if ('roomType' in target) return getOrCreate(events.roomTypes, target.roomType, createScope);
  return events.hotel;
}

/** The scopes whose events touch the line: the hotel's, its room type's, its contract's, its own. */
export function scopesOf({ events }: BookIndex, line: LineState): EventScope[] {
  const scopes = [
    events.hotel,
    events.roomTypes.get(line.roomType),
    events.contracts.get(line.contractId),
    events.lines.get(line.id),
  ];
  return scopes.filter((scope) => scope !== undefined);
}
