// Stage 2, ContractResolver (domain.md §3.2): which lines cover which nights, who may see them and
// which number the contract gives. Applicability only: nothing is added and nothing clamped here.
import type { BookIndex, ContractState, LineState, LineTerm, OfferedLine } from './book-state.ts';
import type { Setting } from './setting.ts';
import { eachNamedNight } from './span.ts';
import type { Span } from './span.ts';

export interface CoveredLine {
  readonly line: LineState;
  readonly term: LineTerm;
  /** False for lines that only matter because they share a pool with a visible one. */
  readonly visible: boolean;
  /** Positions `first … end − 1` are covered where the weekday is in the contract's mask. */
  readonly first: number;
  readonly end: number;
  /** The contract's number; NaN where it gives none. Without meaning on nights not covered. */
  readonly base: Float64Array;
}

const NO_CONTRACT: ContractState = {
  id: '',
  from: 0,
  to: 0,
  weekdays: 0,
  kind: 'ALLOTMENT',
  agencies: null,
  currency: null,
  minStay: 0,
  maxStay: Infinity,
  minLeadDays: 0,
  maxLeadDays: Infinity,
  allowSplit: true,
};
/** The term of a line that no contract offers any more: it covers nothing, it may have consumed. */
const NO_TERM: LineTerm = {
  contract: NO_CONTRACT,
  quantity: null,
  byDate: new Map(),
  rate: null,
  poolFunded: false,
  protect: 0,
  stages: [],
  releaseMinute: 0,
};

/** Visible lines that cover a night of the span, then the lines that share a pool with them. */
export function resolveContracts(setting: Setting, offered: readonly OfferedLine[]): CoveredLine[] {
  const covered: CoveredLine[] = [];
  for (const { line, term } of offered) {
    if (!maySee(setting.index, term.contract, setting.query.agency)) continue;
    if (coversAny(setting.span, term.contract)) covered.push(coverLine(setting, line, term, true));
  }
  const known = new Set(covered.map(({ line }) => line));
  for (const { line } of [...covered]) {
    for (const member of line.pools.flatMap((pool) => pool.members)) {
      if (known.has(member.line)) continue;
      known.add(member.line);
      covered.push(coverLine(setting, member.line, member.line.term ?? NO_TERM, false));
    }
  }
  return covered;
}

/** An agency sees a line iff it is in both lists that exist; whoever asks for none sees all. */
export function maySee(index: BookIndex, contract: ContractState, agency: string | null): boolean {
  if (agency === null) return true;
  const entitled = index.audiences.get(contract.id);
  return (contract.agencies?.has(agency) ?? true) && (entitled?.has(agency) ?? true);
}

/** True when the line covers the night at position `at`. */
export function covers({ first, end, term }: CoveredLine, span: Span, at: number): boolean {
  return at >= first && at < end && isWeekdayOf(term, span, at);
}

/** The weekday half of `covers`, for loops that already run from `first` to `end`. */
export function isWeekdayOf({ contract }: LineTerm, { weekdayBits }: Span, at: number): boolean {
  return ((weekdayBits[at] as number) & contract.weekdays) !== 0;
}

function coversAny(span: Span, contract: ContractState): boolean {
  const [first, end] = clip(span, contract);
  for (let at = first; at < end; at += 1) {
    if (((span.weekdayBits[at] as number) & contract.weekdays) !== 0) return true;
  }
  return false;
}

function clip({ from, nights }: Span, contract: ContractState): [first: number, end: number] {
  const first = Math.max(contract.from - from, 0);
  return [first, Math.max(first, Math.min(contract.to - from, nights))];
}

function coverLine(
  { span, blank }: Setting,
  line: LineState,
  term: LineTerm,
  visible: boolean,
): CoveredLine {
  const [first, end] = clip(span, term.contract);
  const everyNight = blank.constant(term.quantity ?? NaN);
  const base = term.byDate.size === 0 ? everyNight : baseColumn(span, term, everyNight);
  return { line, term, visible, first, end, base };
}

function baseColumn(span: Span, { byDate }: LineTerm, everyNight: Float64Array): Float64Array {
  const base = everyNight.slice();
  eachNamedNight(span, byDate, (number, at) => {
    base[at] = number ?? NaN;
  });
  return base;
}
