// What release days leave of a line on one night (domain.md §3.4), as a sum.
import type { LineState, LineTerm, Stage } from '../pipeline/book-state.ts';
import { directRoomsWhere } from '../pipeline/consumption.ts';
import { keptForOthers } from './line-stock.ts';
import { factSource, nightOfLine } from './scene.ts';
import type { Scene } from './scene.ts';
import { atLeastZero, sumOf, term } from './terms.ts';
import type { Limit, Term } from './terms.ts';

/** `cap − others` by the stage that leaves least; none while no stage has passed. */
export function releaseLimits(scene: Scene, line: LineState, lineTerm: LineTerm): Limit[] {
  const cap = capOf(scene, line, lineTerm);
  if (!cap) return [];
  const terms = [...cap.terms, ...keptForOthers(scene, line)];
  return [{ kind: 'RELEASE', line: line.id, pool: null, rooms: sumOf(terms), terms }];
}

/** `cap`; null while no stage has passed. */
export function capOf(
  scene: Scene,
  line: LineState,
  lineTerm: LineTerm,
): Pick<Limit, 'rooms' | 'terms'> | null {
  const struck = scene.moment.struck(lineTerm.releaseMinute);
  const passed = lineTerm.stages.filter(({ daysBefore }) => scene.night - daysBefore <= struck);
  const [first, ...others] = passed.map((stage) =>
    atLeastZero(stageTerms(scene, line, stage, lineTerm)),
  );
  if (!first) return null;
  return others.reduce((least, cap) => (cap.rooms < least.rooms ? cap : least), first);
}

function stageTerms(
  scene: Scene,
  line: LineState,
  { daysBefore, keep }: Stage,
  { releaseMinute }: LineTerm,
): Term[] {
  const releasedAt = scene.moment.instant(scene.night - daysBefore, releaseMinute);
  const taken = nightOfLine(scene, line);
  const sold = taken
    ? directRoomsWhere(taken, scene.asOf, ({ holder }) => holder.heldAt >= releasedAt)
    : 0;
  const source = { ...factSource(scene, 'RELEASE_STAGE', line.contractId), daysBefore };
  const head = { line: line.id, sources: [source] };
  const kept = term({ kind: 'KEPT_AFTER_RELEASE', rooms: keep, ...head });
  return sold === 0 ? [kept] : [kept, term({ kind: 'SOLD_AFTER_RELEASE', rooms: -sold, ...head })];
}
