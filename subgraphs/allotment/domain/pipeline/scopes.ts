// Events by target as columns, each worked out once per resolution, however many lines it touches.
// Used by the event applier.
import type { EventScope, LineState } from './book-state.ts';
import { scopesOf } from './index-events.ts';
import { quantityColumn } from './quantities.ts';
import { rateColumns, settersInOrder } from './rates.ts';
import type { RateColumns } from './rates.ts';
import type { Setting } from './setting.ts';
import { stopColumns } from './stops.ts';
import type { StopColumns } from './stops.ts';

/** The events of one target; null for sorts of which none touches the span. */
export interface ScopeColumns {
  readonly quantities: Float64Array | null;
  readonly stops: StopColumns | null;
  readonly rates: RateColumns | null;
}

/** Answers the columns of the targets that a line belongs to. */
export function createScopeCache(setting: Setting): (line: LineState) => ScopeColumns[] {
  const known = new Map<EventScope, ScopeColumns>();
  // Ranks have to be in place before the columns that hold them.
  settersInOrder(setting.index);
  return (line) => scopesOf(setting.index, line).map(columnsOf);

  function columnsOf(scope: EventScope): ScopeColumns {
    let columns = known.get(scope);
    if (!columns) known.set(scope, (columns = scopeColumns(scope, setting)));
    return columns;
  }
}

function scopeColumns({ quantities, stops, rates }: EventScope, setting: Setting): ScopeColumns {
  return {
    quantities: quantityColumn(quantities, setting),
    stops: stopColumns(stops, setting.span),
    rates: rateColumns(rates, setting),
  };
}
