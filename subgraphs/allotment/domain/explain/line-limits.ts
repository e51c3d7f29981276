// The limits of a line on one night, each as a sum of its own: what it owns and shares, its exclusive
// slice, its release days, and what is left in each of its pools. The least of them is available.
import type { LineState, LineTerm, OfferedLine } from '../pipeline/book-state.ts';
import { sellsWithoutNumber } from '../pipeline/pool-budget.ts';
import { keptForOthers, ownShares, sharedRooms, stockTerms } from './line-stock.ts';
import { bookingsOf, useTerms } from './line-use.ts';
import { poolLimit } from './pool-limit.ts';
import { releaseLimits } from './release-limit.ts';
import { factSource } from './scene.ts';
import type { Scene } from './scene.ts';
import { atLeastZero, sumOf, term } from './terms.ts';
import type { Limit } from './terms.ts';

/** For a line that covers the night and is not sold on request; STOCK is always there, and first. */
export function limitsOf(scene: Scene, { line, term: lineTerm }: OfferedLine): Limit[] {
  return [
    stockLimit(scene, line, lineTerm),
    ...exclusiveLimits(scene, line),
    ...releaseLimits(scene, line, lineTerm),
    ...line.pools.map((pool) => poolLimit(scene, line, pool)),
  ];
}

/** Of equal ones the first. */
export function narrowestOf([first, ...others]: readonly [Limit, ...Limit[]]): Limit {
  return others.reduce((least, limit) => (limit.rooms < least.rooms ? limit : least), first);
}

/** `own − others`; ∞ for lines that sell without a number. */
function stockLimit(scene: Scene, line: LineState, lineTerm: LineTerm): Limit {
  const head = { kind: 'STOCK', line: line.id, pool: null } as const;
  if (sellsWithoutNumber(lineTerm)) return { ...head, rooms: Infinity, terms: [] };
  const terms = [
    ...stockTerms(scene, line, lineTerm),
    ...useTerms(scene, line),
    ...keptForOthers(scene, line),
  ];
  return { ...head, rooms: sumOf(terms), terms };
}

/** The agency sells no more than its own slice, where that is exclusive and not released. */
function exclusiveLimits(scene: Scene, line: LineState): Limit[] {
  const { agency } = scene;
  if (agency === null) return [];
  return ownShares(scene, line)
    .filter((share) => share.exclusive)
    .map((share) => {
      const sources = [factSource(scene, 'SUB_ALLOTMENT', share.id)];
      const rooms = sharedRooms(scene, share);
      const terms = [
        term({ kind: 'OWN_SUB_ALLOTMENT', rooms, line: line.id, agency, sources }),
        ...bookingsOf(scene, line, agency),
      ];
      return { kind: 'EXCLUSIVE', line: line.id, pool: null, ...atLeastZero(terms) };
    });
}
