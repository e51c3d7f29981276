// The net rate of a line on a night (domain.md §3.3, RATE_CHANGE), in exact integers: latest set, then
// Σ add, then Π factorBp, one half-even rounding at the end. Called by resolve.ts.
import type { DateText, RateChangeEvent } from '../../domain/facts.ts';
import { eventsOn } from './line-night.ts';
import { instant } from './time.ts';
import { compareByCodePoint } from './winner.ts';
import type { Line, World } from './world.ts';

/** Minor units of the contract's currency, or null without a base rate or a set. */
export function rate(world: World, line: Line, d: DateText): number | null {
  const changes = eventsOn(world, line, d).filter((event) => event.type === 'RATE_CHANGE');
  const start = latestSet(changes)?.set ?? line.content.rate;
  if (start === undefined) return null;
  let numerator = BigInt(start);
  let denominator = 1n;
  for (const change of changes) {
    if (change.add !== undefined) numerator += BigInt(change.add);
  }
  for (const change of changes) {
    if (change.factorBp === undefined) continue;
    numerator *= BigInt(change.factorBp);
    denominator *= 10_000n;
  }
  return Number(roundHalfEven(numerator, denominator));
}

/** What an agency pays for a net rate: with its markup in basis points, rounded once. */
export function sellRate(net: number, markupBp: number): number {
  return Number(roundHalfEven(BigInt(net) * BigInt(10_000 + markupBp), 10_000n));
}

function latestSet(changes: readonly RateChangeEvent[]): RateChangeEvent | undefined {
  let latest: RateChangeEvent | undefined;
  for (const change of changes) {
    if (change.set === undefined) continue;
    if (latest === undefined || isLater(change, latest)) latest = change;
  }
  return latest;
}

function isLater(a: RateChangeEvent, b: RateChangeEvent): boolean {
  const aAt = instant(a.effectiveAt);
  const bAt = instant(b.effectiveAt);
  return aAt === bAt ? compareByCodePoint(a.id, b.id) > 0 : aAt > bAt;
}

/** 5/2 → 2, 7/2 → 4, −5/2 → −2, −7/2 → −4; the denominator is positive. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  let whole = size / denominator;
  const twiceRest = (size % denominator) * 2n;
  if (twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n)) whole += 1n;
  return numerator < 0n ? -whole : whole;
}
