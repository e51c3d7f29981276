// What a room of each night costs, net: the rate of the line that its first room would come from, in the
// order of domain.md §3.6, as a hold of that night alone takes it. Rules for whole stays are no part of it,
// as they are none of the rooms that a calendar shows. Pure; worked out where a price is asked for alone.
import { inOrder, nextRelease, orderOf, ORDER } from './holds/sources.ts';
import { pricesOf } from './holds/prices.ts';
import { covers } from './pipeline/contract-resolver.ts';
import type { Moment } from './pipeline/moment.ts';
import type { Resolution } from './pipeline/pipeline.ts';
import type { ResolvedLine } from './pipeline/resolved.ts';

/** Minor units and their currency; null where nothing can be had or what can has no rate. */
export type DayPrice = ReturnType<typeof pricesOf>;

const NO_PRICE: DayPrice = { rate: null, currency: null };

/** One price per night of the resolution, by room type. */
export function dayPrices(resolution: Resolution, moment: Moment): Map<string, DayPrice[]> {
  const lines = Map.groupBy(resolution.lines, ({ line }) => line.roomType);
  return new Map(
    resolution.roomTypes.map(({ roomType }) => [
      roomType,
      pricesOn(resolution, moment, lines.get(roomType) ?? []),
    ]),
  );
}

function pricesOn(
  { span }: Resolution,
  moment: Moment,
  lines: readonly ResolvedLine[],
): DayPrice[] {
  return Array.from({ length: span.nights }, (_, at) => {
    const covering = lines.filter((line) => covers(line, span, at));
    const line = firstSold(covering, moment, span.from + at, at) ?? firstRequestable(covering);
    return line ? pricesOf(line, at) : NO_PRICE;
  });
}

function firstSold(
  covering: readonly ResolvedLine[],
  moment: Moment,
  night: number,
  at: number,
): ResolvedLine | undefined {
  const selling = covering
    .filter(({ available }) => (available[at] as number) > 0)
    .map((line) => ({ line, order: orderOn(line, at) }));
  const least = Math.min(...selling.map(({ order }) => order));
  const tied = selling.filter(({ order }) => order === least);
  // When rooms go back is a wall time to be worked out: only for lines that would else be alike.
  if (tied.length < 2) return tied[0]?.line;
  const ranked = tied.map(({ line, order }) => ({
    line,
    order,
    isOwnSlice: false,
    releaseAt: nextRelease(moment, night, line),
    rate: pricesOf(line, at).rate ?? Infinity,
  }));
  return ranked.sort(inOrder)[0]?.line;
}

function orderOn(line: ResolvedLine, at: number): number {
  const order = orderOf(line) ?? Infinity;
  const ofItsOwn = (line.slices.own[at] as number) > 0;
  return ofItsOwn ? Math.min(order, ORDER.ownSubAllotment) : order;
}

/** By id, as requests are made. */
function firstRequestable(covering: readonly ResolvedLine[]): ResolvedLine | undefined {
  return covering.find(({ term }) => term.contract.kind === 'ON_REQUEST');
}
