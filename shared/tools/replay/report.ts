// What came of a replay, as a table for the console. Pure; called by main.ts.
import type { RowProblem } from './parse-rows.ts';
import type { Outcomes } from './play.ts';

export interface Tally {
  readonly offered: number;
  readonly accepted: number;
  readonly refused: number;
  /** Bookings per set of reason codes; together they are `refused`. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Of the accepted ones. */
  readonly cancelled: number;
  readonly cancellationsRefused: ReadonlyMap<string, number>;
  /** Offered, and broken off before the answer came. */
  readonly unanswered: number;
}

/** `offered` bookings were to be made; those without an outcome were not answered. */
export function tally(offered: number, outcomes: Outcomes): Tally {
  const refusals = new Map<string, number>();
  const cancellationsRefused = new Map<string, number>();
  const counts = { CONFIRMED: 0, CANCELLED: 0, REFUSED: 0, NOT_CANCELLED: 0 };
  for (const outcome of outcomes.values()) {
    counts[outcome.kind] += 1;
    if (outcome.kind === 'REFUSED') add(refusals, refusalOf(outcome.at, outcome.codes));
    if (outcome.kind === 'NOT_CANCELLED') add(cancellationsRefused, joined(outcome.codes));
  }
  return {
    offered,
    accepted: counts.CONFIRMED + counts.CANCELLED + counts.NOT_CANCELLED,
    refused: counts.REFUSED,
    refusals,
    cancelled: counts.CANCELLED,
    cancellationsRefused,
    unanswered: offered - outcomes.size,
  };
}

/** The table; `seconds` is the time from the first hold to the last answer. */
export function reportText(
  result: Tally,
  problems: readonly RowProblem[],
  seconds: number,
): string {
  const answered = result.offered - result.unanswered;
  const rows: (readonly [string, string])[] = [
    ['offered', String(result.offered)],
    ['accepted', String(result.accepted)],
    ['  cancelled later', String(result.cancelled)],
    ...countsOf(result.cancellationsRefused).map(
      ([codes, n]) => [`  cancellation refused: ${codes}`, n] as const,
    ),
    ['refused', String(result.refused)],
    ...countsOf(result.refusals).map(([codes, n]) => [`  ${codes}`, n] as const),
    ...(result.unanswered > 0 ? [['not answered', String(result.unanswered)] as const] : []),
    ['rows not understood', String(problems.length)],
    ['time taken', `${seconds.toFixed(1)} s`],
    ['bookings per second', (answered / Math.max(seconds, 0.001)).toFixed(1)],
  ];
  const labels = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(labels)}  ${value}`).join('\n');
}

/** One line each: `  line 17: stays for zero nights`. */
export function problemsText(problems: readonly RowProblem[]): string {
  return problems.map(({ line, reasons }) => `  line ${line}: ${reasons.join('; ')}`).join('\n');
}

function refusalOf(at: 'hold' | 'confirmation', codes: readonly string[]): string {
  return at === 'hold' ? joined(codes) : `${joined(codes)}, on confirming`;
}

function joined(codes: readonly string[]): string {
  return [...new Set(codes)].sort().join(' + ');
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countsOf(counts: ReadonlyMap<string, number>): (readonly [string, string])[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([key, n]) => [key, String(n)] as const);
}
