// Stage 3, EventApplier (domain.md §3.3): what events, blocks and bookings make of each covered
// night: raw rooms, closures, rate and consumption. Sums only; clamping is left to the end.
import { noteBlockInstants } from './blocks.ts';
import { consumedRooms, noteExpiries } from './consumption.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { rateColumn, settersInOrder } from './rates.ts';
import type { LineRates } from './rates.ts';
import { createScopeCache } from './scopes.ts';
import type { LineScopes } from './scopes.ts';
import type { Setting } from './setting.ts';
import { eachNamedNight } from './span.ts';
import { closedByEither } from './stops.ts';

export interface AppliedLine extends CoveredLine {
  /** (base or 0) + increases − reductions. Without meaning on nights not covered. */
  readonly raw: Float64Array;
  /** Bits of closure.ts per night, covered or not. */
  readonly closed: Uint8Array;
  /**
   * Minor units; NaN where there is no rate. Worked out when first asked for, since many readers
   * want rooms alone; what it is made of does not change with later facts.
   */
  readonly rates: () => Float64Array;
  /** Rooms consumed, on every night of the span: a pool counts them even where nothing covers. */
  readonly consumed: Float64Array;
}

export function applyEvents(setting: Setting, lines: readonly CoveredLine[]): AppliedLine[] {
  const setters = settersInOrder(setting.index);
  const columnsOf = createScopeCache(setting);
  return lines.map((line) => {
    const scopes = columnsOf(line.line);
    let rate: Float64Array | null = null;
    return {
      ...line,
      raw: rawColumn(setting, line, scopes),
      closed: closedColumn(setting, line, scopes),
      rates: () => (rate ??= pricedColumn(setting, line, scopes, setters)),
      consumed: consumedColumn(setting, line),
    };
  });
}

function rawColumn(
  { blank }: Setting,
  { base }: CoveredLine,
  [shared, contract, own]: LineScopes,
): Float64Array {
  const raw = blank.fresh();
  const { quantities: first } = shared;
  const { quantities: second } = contract;
  const { quantities: third } = own;
  for (let at = 0; at < raw.length; at += 1) {
    const number = base[at] as number;
    const changes = (first[at] as number) + (second[at] as number) + (third[at] as number);
    // A missing night counts from 0; NaN is the only number that differs from itself.
    raw[at] = number === number ? number + changes : changes;
  }
  return raw;
}

function closedColumn({ blank }: Setting, { term }: CoveredLine, scopes: LineScopes): Uint8Array {
  const isCommitted = term.contract.kind === 'COMMITTED';
  return scopes
    .map(({ stops }) => (isCommitted ? stops.committed : stops.all))
    .reduce((left, right) => closedByEither(left, right, blank));
}

function pricedColumn(
  setting: Setting,
  { term }: CoveredLine,
  [shared, contract, own]: LineScopes,
  setters: readonly number[],
): Float64Array {
  const base = term.rate ?? NaN;
  const rates: LineRates = [shared.rates, contract.rates, own.rates];
  if (rates.every(({ changes }) => changes.length === 0)) return setting.blank.constant(base);
  return rateColumn(base, rates, setters, setting);
}

function consumedColumn(setting: Setting, { line }: CoveredLine): Float64Array {
  if (line.nights.size === 0) return setting.blank.zeros;
  const { span, moment, horizon } = setting;
  const consumed = setting.blank.fresh();
  eachNamedNight(span, line.nights, (night, at) => {
    consumed[at] = consumedRooms(night, moment);
    noteExpiries(line, night, moment.asOf, horizon);
    for (const cell of night.cells) {
      if (cell.block.terms) noteBlockInstants(cell, cell.block.terms, moment, horizon);
    }
  });
  return consumed;
}
