// Everything that stands against a stay (domain.md §11): a refusal names the narrowest limit of each
// line, here all of them are named, past nights beside capacity. Asked by whyNot.
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { closeDesk, openDesk, promise, resolveAt } from '../holds/desk.ts';
import type { Desk } from '../holds/desk.ts';
import { fillStay } from '../holds/fill-stay.ts';
import type { Filled } from '../holds/fill-stay.ts';
import type { Candidate } from '../holds/shortages.ts';
import { sourcesOf } from '../holds/sources.ts';
import { NOTHING_KEPT } from '../holds/kept.ts';
import { objectionsOf, pastNights, stayOf } from '../holds/stay.ts';
import type { Stay } from '../holds/stay.ts';
import { covers } from '../pipeline/contract-resolver.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import type { Resolution } from '../pipeline/pipeline.ts';
import { openCounter } from '../pipeline/sale-counter.ts';
import { obstaclesOfLine } from './line-obstacles.ts';
import type { Obstacle } from './line-obstacles.ts';
import type { When, Wish } from './wish.ts';

/**
 * Reasons per code, line and pool with the nights they spoil; none exactly when the stay can be sold.
 * `have` is what one would get on the worst of those nights if that alone stood in the way.
 */
export function obstaclesOf(book: FactBook, when: When, wish: Wish): Reason[] {
  const desk = openDesk(book, when.timezone, when.asOf);
  try {
    const stay = stayOf(wish, 0);
    const past = pastNights(desk, stay, NOTHING_KEPT);
    return [...(past ? [withoutPath(past)] : []), ...shortNights(desk, stay, wish.agency)];
  } finally {
    closeDesk(desk);
  }
}

function withoutPath({ path: _, ...reason }: Reason): Reason {
  return reason;
}

function shortNights(desk: Desk, stay: Stay, agency: string): Reason[] {
  const { roomType, rooms } = stay.line;
  const { lines } = resolveAt(desk, roomType, stay, agency);
  const candidates = lines.map((line) => ({
    line,
    objections: objectionsOf(desk, stay, line, NOTHING_KEPT),
  }));
  const open = candidates.filter(({ objections }) => objections.length === 0);
  const sources = sourcesOf(
    desk,
    stay,
    open.map(({ line }) => line),
  );
  const filled = fillStay(openCounter(), sources, rooms, stay.length);
  if (filled.missing.every((missing) => missing === 0)) return [];
  // What could be had is taken, so that the limits are those for the rooms that are missing.
  const taken = filled.takes.map(({ line, at, rooms: n }) => ({
    line: line.line.id,
    date: formatNight(stay.from + at),
    rooms: n,
  }));
  promise(desk, agency, taken);
  const after = resolveAt(desk, roomType, stay, agency);
  return collect(stay, filled, (at, missing) => onNight(after, candidates, at, missing));
}

function onNight(
  after: Resolution,
  candidates: readonly Candidate[],
  at: number,
  missing: number,
): Obstacle[] {
  const covering = after.lines.filter((line) => covers(line, after.span, at));
  if (covering.length === 0) return [{ code: 'NO_CONTRACT', rooms: 0 }];
  return covering.flatMap((line) => {
    const before = candidates.find((candidate) => candidate.line.line === line.line);
    return obstaclesOfLine({ line, objections: before?.objections ?? [] }, at, missing);
  });
}

function collect(
  stay: Stay,
  { missing }: Filled,
  obstaclesOn: (at: number, missing: number) => Obstacle[],
): Reason[] {
  const found = new Map<string, Reason & { readonly nights: string[] }>();
  for (const [at, short] of missing.entries()) {
    if (short === 0) continue;
    for (const { rooms, ...obstacle } of obstaclesOn(at, short)) {
      const key = JSON.stringify([obstacle.code, obstacle.line, obstacle.pool]);
      const needed = stay.line.rooms;
      const reason = { needed, have: needed - short + rooms, ...obstacle };
      const nights = found.get(key)?.nights ?? [];
      nights.push(formatNight(stay.from + at));
      const have = Math.min(found.get(key)?.have ?? reason.have, reason.have);
      found.set(key, { ...reason, have, nights });
    }
  }
  return [...found.values()];
}
