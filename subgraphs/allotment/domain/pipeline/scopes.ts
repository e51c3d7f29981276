// Events by target as columns, each worked out once per resolution, however many lines it touches.
// Used by the event applier.
import { createScope, getOrCreate } from './book-index.ts';
import type { EventScope, LineState } from './book-state.ts';
import { quantityColumn } from './quantities.ts';
import { mergeRates, rateColumns } from './rates.ts';
import type { RateColumns } from './rates.ts';
import type { Setting } from './setting.ts';
import { addTo } from './span.ts';
import { closedByEither, stopColumns } from './stops.ts';
import type { StopColumns } from './stops.ts';

/** The events of one target, or of two at once; blank columns where nothing touches the span. */
export interface ScopeColumns {
  readonly quantities: Float64Array;
  readonly stops: StopColumns;
  readonly rates: RateColumns;
}

/** What touches a line: the house and its room type at once, its contract, and the line itself. */
export type LineScopes = readonly [shared: ScopeColumns, contract: ScopeColumns, own: ScopeColumns];

/**
 * Answers the columns of the targets that a line belongs to. Changes of rate must have their ranks
 * (`settersInOrder`) before.
 */
export function createScopeCache(setting: Setting): (line: LineState) => LineScopes {
  const { events } = setting.index;
  const nothing = scopeColumns(undefined, setting);
  const house = scopeColumns(events.hotel, setting);
  const shared = new Map<string, ScopeColumns>();
  const contracts = new Map<string, ScopeColumns>();
  return ({ id, roomType, contractId }: LineState) => [
    getOrCreate(shared, roomType, () =>
      merge(house, scopeColumns(events.roomTypes.get(roomType), setting), setting),
    ),
    getOrCreate(contracts, contractId, () =>
      scopeColumns(events.contracts.get(contractId), setting),
    ),
    events.lines.has(id) ? scopeColumns(events.lines.get(id), setting) : nothing,
  ];
}

function scopeColumns(
  { quantities, stops, rates }: EventScope = createScope(),
  setting: Setting,
): ScopeColumns {
  return {
    quantities: quantityColumn(quantities, setting),
    stops: stopColumns(stops, setting),
    rates: rateColumns(rates, setting),
  };
}

function merge(left: ScopeColumns, right: ScopeColumns, { blank }: Setting): ScopeColumns {
  const quantities = blank.fresh();
  addTo(quantities, left.quantities);
  addTo(quantities, right.quantities);
  return {
    quantities,
    stops: {
      all: closedByEither(left.stops.all, right.stops.all, blank),
      committed: closedByEither(left.stops.committed, right.stops.committed, blank),
    },
    rates: mergeRates(left.rates, right.rates, blank),
  };
}
