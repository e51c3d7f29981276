// Stage 3, EventApplier (domain.md §3.3): what events, blocks and bookings make of each covered
// night: raw rooms, closures, rate and consumption. Sums only; clamping is left to the end.
import { noteBlockInstants } from './blocks.ts';
import { consumedRooms, eachTakenNight, noteExpiries } from './consumption.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { rateColumn } from './rates.ts';
import { createScopeCache } from './scopes.ts';
import type { ScopeColumns } from './scopes.ts';
import type { Setting } from './setting.ts';
import { addTo } from './span.ts';

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

export function applyEvents(setting: Setting, lines: readonly CoveredLine[]): AppliedLine[] {
  const columnsOf = createScopeCache(setting);
  return lines.map((line) => {
    const scopes = columnsOf(line.line);
    return {
      ...line,
      raw: rawColumn(setting, line, scopes),
      closed: closedColumn(setting, line, scopes),
      rate: pricedColumn(setting, line, scopes),
      consumed: consumedColumn(setting, line),
    };
  });
}

function rawColumn(
  { blank }: Setting,
  { base }: CoveredLine,
  scopes: readonly ScopeColumns[],
): Float64Array {
  const raw = blank.fresh();
  for (let at = 0; at < raw.length; at += 1) {
    const number = base[at] as number;
    // A missing night counts from 0; NaN is the only number that differs from itself.
    raw[at] = number === number ? number : 0;
  }
  for (const { quantities } of scopes) if (quantities) addTo(raw, quantities);
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
  setting: Setting,
  { term }: CoveredLine,
  scopes: readonly ScopeColumns[],
): Float64Array {
  const changes = scopes.flatMap(({ rates }) => rates ?? []);
  const base = term.rate ?? NaN;
  if (changes.length === 0) return setting.blank.constant(base);
  return rateColumn(base, changes, setting);
}

function consumedColumn(setting: Setting, { line }: CoveredLine): Float64Array {
  if (line.nights.size === 0) return setting.blank.zeros;
  const { span, moment, horizon } = setting;
  const consumed = setting.blank.fresh();
  eachTakenNight(line, span, (night, at) => {
    consumed[at] = consumedRooms(night, moment);
    noteExpiries(line, night, moment.asOf, horizon);
    for (const cell of night.cells) {
      if (cell.block.terms) noteBlockInstants(cell, cell.block.terms, moment, horizon);
    }
  });
  return consumed;
}
