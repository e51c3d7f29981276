// What a room type has on one night: its lines one after the other, in the order in which they are
// sold, less what an earlier line has already taken out of stock that both share.
import { covers } from '../pipeline/contract-resolver.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import type { Resolution } from '../pipeline/pipeline.ts';
import { inBuyingOrder } from '../pipeline/room-types.ts';
import { leftIn, openCounter, sellable, take } from '../pipeline/sale-counter.ts';
import type { Till } from '../pipeline/sale-counter.ts';
import { explainLineNight } from './line-path.ts';
import { factSource } from './scene.ts';
import type { Scene } from './scene.ts';
import { flagged, sumOf, term } from './terms.ts';
import type { Explanation, LineExplanation, Source, Term } from './terms.ts';

/** The resolution is that of the scene's one night. */
export function explainRoomTypeNight(
  scene: Scene,
  roomType: string,
  resolution: Resolution,
): Explanation {
  const subject: Source = { kind: 'ROOM_TYPE', id: roomType, rev: null };
  const siblings = resolution.lines.filter(
    (line) => line.line.roomType === roomType && covers(line, resolution.span, 0),
  );
  if (siblings.length === 0) {
    const none = term({ kind: 'NO_CONTRACT', rooms: 0, sources: [subject], binding: true });
    return { subject, available: 0, terms: [none], lines: [] };
  }
  const ordered = inBuyingOrder(siblings);
  const lines = ordered.map((line) => explainLineNight(scene, line));
  const endless = lines.find(({ available }) => available === Infinity);
  // One line without limit makes the room type unlimited; nothing adds up to that but itself.
  const terms = endless ? endless.terms : sellInOrder(scene, ordered, lines);
  return { subject, available: sumOf(terms), terms, lines };
}

function sellInOrder(
  scene: Scene,
  lines: readonly ResolvedLine[],
  explanations: readonly LineExplanation[],
): Term[] {
  const counter = openCounter();
  return lines.flatMap((line, index) => {
    const { terms = [], available = 0 } = explanations[index] ?? {};
    const till = counter.till(line);
    const gives = sellable(till, 0);
    const short = available - gives;
    const pool = tightestPool(till);
    take(till, 0, gives);
    if (short === 0 || pool === null) return terms;
    const sources = [factSource(scene, 'POOL', pool)];
    const shared = term({ kind: 'SHARED_STOCK', rooms: -short, line: line.line.id, sources });
    return flagged([...terms, shared], terms.length);
  });
}

/** Only pools are shared between lines, so only they can have become tighter. */
function tightestPool(till: Till): string | null {
  const lefts = till.shares.map(({ pool, weight, free }) => ({
    pool: pool.id,
    left: leftIn(free[0] as number, weight, till.protected[0] as number, till.others[0] as number),
  }));
  const [first, ...others] = lefts;
  if (!first) return null;
  return others.reduce((least, other) => (other.left < least.left ? other : least), first).pool;
}
