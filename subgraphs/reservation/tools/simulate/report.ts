// What a person is told of a seed: a line when all is well; else what broke, where, what happened last,
// and how to see it again.
import { join } from 'node:path';
import { dataDir } from '../../../../shared/tools/up/state.ts';
import { BrokenGuarantee } from './audit/broken.ts';
import type { SeedResult } from './run-seed.ts';

const LAST_LINES = 40;
const LINE_CHARS_MAX = 300;

export function wellLine(
  { seed, steps, operations, groups, facts }: SeedResult,
  tookMs: number,
): string {
  const perSecond = Math.round((steps / tookMs) * 1_000);
  return `seed ${seed}: ${steps} steps, ${operations} operations, ${groups} groups, ${facts} facts: every guarantee held (${perSecond} steps/s)`;
}

/** What came to pass in all seeds together: what never did was not tested. */
export function seenLines(results: readonly Pick<SeedResult, 'seen'>[]): string {
  const total = new Map<string, number>();
  for (const [what, times] of results.flatMap(({ seen }) => [...seen])) {
    total.set(what, (total.get(what) ?? 0) + times);
  }
  return [...total]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${String(times).padStart(8)}  ${what}`)
    .join('\n');
}

/** Keeps the history and tells where. */
export function brokenReport(result: SeedResult, stepsAsked: number): string {
  const { seed, broken, history } = result;
  if (!broken) return '';
  const { error, step } = broken;
  const isGuarantee = error instanceof BrokenGuarantee;
  return [
    `seed ${seed}, step ${step}: BROKEN: ${isGuarantee ? error.guarantee : error.message}`,
    `  ${isGuarantee ? error.what : (error.stack ?? '')}`,
    'the last steps:',
    ...history.tail(LAST_LINES).map((line) => `  ${line.slice(0, LINE_CHARS_MAX)}`),
    `history: ${keepHistory(result)}`,
    `again:   npm run simulate -- --seed ${seed} --steps ${stepsAsked}`,
  ].join('\n');
}

export function keepHistory({ seed, history }: SeedResult): string {
  return history.keep(join(dataDir(), 'simulate'), `seed-${seed}`);
}
