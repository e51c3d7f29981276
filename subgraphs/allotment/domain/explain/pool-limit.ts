// What a shared budget leaves a line on one night (domain.md §3.5), as a sum: the budget, each
// member's use, what other members protect and what is kept for other agencies.
import { invariant } from '../../../../shared/domain/invariant.ts';
import type { LineState, PoolState } from '../pipeline/book-state.ts';
import { consumedRooms } from '../pipeline/consumption.ts';
import { keptForOthers } from './line-stock.ts';
import { capOf } from './release-limit.ts';
import { coversNight, factSource, lineSource, nightOfLine } from './scene.ts';
import type { Scene } from './scene.ts';
import { sumOf, term } from './terms.ts';
import type { Limit, Term } from './terms.ts';

/** `left(ℓ,p)`: the members' terms are in units of the budget, WEIGHT turns their sum into rooms. */
export function poolLimit(scene: Scene, line: LineState, pool: PoolState): Limit {
  const sources = [factSource(scene, 'POOL', pool.id)];
  const budget = pool.byDate.get(scene.night) ?? pool.budget;
  const terms = [term({ kind: 'BUDGET', rooms: budget, sources })];
  if (pool.overbook !== 0) terms.push(term({ kind: 'OVERBOOK', rooms: pool.overbook, sources }));
  for (const member of pool.members) {
    terms.push(...usedTerms(scene, member.line, member.weight));
    terms.push(...keptTerms(scene, member.line, member.weight, member.line === line));
  }
  const units = sumOf(terms);
  const weight = pool.members.find((member) => member.line === line)?.weight;
  invariant(weight !== undefined, 'a line knows only pools that name it');
  const rooms = Math.floor(units / weight);
  if (rooms !== units) terms.push(term({ kind: 'WEIGHT', rooms: rooms - units, sources }));
  return { kind: 'POOL', line: line.id, pool: pool.id, rooms, terms };
}

/** Counts on every night, covered or not. */
function usedTerms(scene: Scene, line: LineState, weight: number): Term[] {
  const used = consumedOn(scene, line);
  if (used === 0) return [];
  const sources = [lineSource(line)];
  return [term({ kind: 'USED', rooms: -weight * used, line: line.id, sources })];
}

/** What the line protects for itself or keeps for other agencies, whichever is more. */
function keptTerms(scene: Scene, line: LineState, weight: number, isAsking: boolean): Term[] {
  const shares = keptForOthers(scene, line);
  const others = -sumOf(shares);
  // To the line itself its own protection is open.
  const guarded = isAsking ? 0 : protectedRooms(scene, line);
  if (guarded > others) {
    const sources = [factSource(scene, 'CONTRACT', line.contractId)];
    return [term({ kind: 'PROTECTED', rooms: -weight * guarded, line: line.id, sources })];
  }
  return shares.map((share) => ({ ...share, rooms: weight * share.rooms }));
}

function protectedRooms(scene: Scene, line: LineState): number {
  const lineTerm = line.term;
  if (!lineTerm || lineTerm.protect === 0 || !coversNight(scene, lineTerm)) return 0;
  const unsold = lineTerm.protect - consumedOn(scene, line);
  return Math.max(0, Math.min(unsold, capOf(scene, line, lineTerm)?.rooms ?? Infinity));
}

function consumedOn(scene: Scene, line: LineState): number {
  const night = nightOfLine(scene, line);
  return night ? consumedRooms(night, scene.moment) : 0;
}
