// Stage 3, EventApplier (domain.md §3.3): what events, blocks and bookings make of each covered
// night: raw rooms, closures, rate and consumption. Sums only; clamping is left to the end.
import type { EventScope } from './book-state.ts';
import { noteBlockInstants } from './blocks.ts';
import { consumedRooms, eachTakenNight, noteExpiries } from './consumption.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { scopesOf } from './index-events.ts';
import { quantityColumn } from './quantities.ts';
import { rateColumn, rateColumns, settersInOrder } from './rates.ts';
import type { RateColumns } from './rates.ts';
import type { Setting } from './setting.ts';
import { stopColumns } from './stops.ts';
import type { StopColumns } from './stops.ts';

export interface AppliedLine extends CoveredLine {
  /** (base or 0) + increases − reductions. Without meaning on nights not covered. */
  readonly raw: Float64Array;
  /** Bits of closure.ts per night, covered or not. */
  readonly closed: Uint8Array;
  /** Minor units; NaN where there is no rate. */
  readonly rate: Float64Array;
  /** Rooms consumed, on every night of the span: a pool counts them even where nothing covers. */
  readonly consumed: Float64Array;
}

/** The events of one target as columns, worked out once for all lines that it touches. */
interface ScopeColumns {
  readonly quantities: Float64Array | null;
  readonly stops: StopColumns | null;
  readonly rates: RateColumns | null;
}

export function applyEvents(setting: Setting, lines: readonly CoveredLine[]): AppliedLine[] {
  const known = new Map<EventScope, ScopeColumns>();
  return lines.map((line) => {
    const scopes = scopesOf(setting.index, line.line).map((scope) => columnsOf(scope));
    return {
      ...line,
      raw: rawColumn(setting, line, scopes),
      closed: closedColumn(setting, line, scopes),
      rate: pricedColumn(setting, line, scopes),
      consumed: consumedColumn(setting, line),
    };
  });

  function columnsOf(scope: EventScope): ScopeColumns {
    let columns = known.get(scope);
    if (!columns) known.set(scope, (columns = scopeColumns(scope, setting)));
    return columns;
  }
}

function scopeColumns(
  { quantities, stops, rates }: EventScope,
  { index, span }: Setting,
): ScopeColumns {
  settersInOrder(index);
  return {
    quantities: quantityColumn(quantities, span),
    stops: stopColumns(stops, span),
    rates: rateColumns(rates, span),
  };
}

function rawColumn(
  { span }: Setting,
  { base }: CoveredLine,
  scopes: readonly ScopeColumns[],
): Float64Array {
  const changes = scopes.flatMap(({ quantities }) => quantities ?? []);
  const raw = numbersOrZero(base, span.nights);
  for (const column of changes) {
    for (let at = 0; at < span.nights; at += 1) {
      raw[at] = (raw[at] as number) + (column[at] as number);
    }
  }
  return raw;
}

/** A missing night counts from 0; NaN is the only number that differs from itself. */
function numbersOrZero(base: Float64Array, nights: number): Float64Array {
  const raw = new Float64Array(nights);
  for (let at = 0; at < nights; at += 1) {
    const number = base[at] as number;
    if (number === number) raw[at] = number;
  }
  return raw;
}

function closedColumn(
  { span, blank }: Setting,
  { term }: CoveredLine,
  scopes: readonly ScopeColumns[],
): Uint8Array {
  const isCommitted = term.contract.kind === 'COMMITTED';
  const columns = scopes.flatMap(
    ({ stops }) => (isCommitted ? stops?.committed : stops?.all) ?? [],
  );
  const [only, ...others] = columns;
  if (!only) return blank.open;
  if (others.length === 0) return only;
  const closed = only.slice();
  for (const column of others) {
    for (let at = 0; at < span.nights; at += 1) {
      closed[at] = (closed[at] as number) | (column[at] as number);
    }
  }
  return closed;
}

function pricedColumn(
  { index, span, blank }: Setting,
  { term }: CoveredLine,
  scopes: readonly ScopeColumns[],
): Float64Array {
  const changes = scopes.flatMap(({ rates }) => rates ?? []);
  const base = term.rate ?? NaN;
  if (changes.length === 0) return blank.constant(base);
  return rateColumn(base, changes, settersInOrder(index), span);
}

function consumedColumn(setting: Setting, { line }: CoveredLine): Float64Array {
  if (line.nights.size === 0) return setting.blank.zeros;
  const { span, moment, horizon } = setting;
  const consumed = new Float64Array(span.nights);
  eachTakenNight(line, span, (night, at) => {
    consumed[at] = consumedRooms(night, moment);
    noteExpiries(line, night, moment.asOf, horizon);
    for (const cell of night.cells) {
      if (cell.block.terms) noteBlockInstants(cell, cell.block.terms, moment, horizon);
    }
  });
  return consumed;
}
