// What a line has on one night before anybody uses it (domain.md §3.3): the contract's number and
// each event that adds to it or takes from it; and what is kept for other agencies (§3.5).
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { LineTerm, LineState, SubAllotment } from '../pipeline/book-state.ts';
import { directRoomsWhere } from '../pipeline/consumption.ts';
import { scopesOf } from '../pipeline/index-events.ts';
import { recursOn } from '../pipeline/span.ts';
import { coversNight, factSource, nightOfLine } from './scene.ts';
import type { Scene } from './scene.ts';
import { sumOf, term } from './terms.ts';
import type { Term } from './terms.ts';

/** BASE, increases, reductions, and DEBT where they go below nothing: together `gross`. */
export function stockTerms(scene: Scene, line: LineState, lineTerm: LineTerm): Term[] {
  const contract = factSource(scene, 'CONTRACT', line.contractId);
  const base = numberOn(scene, lineTerm) ?? 0;
  const terms = [
    term({ kind: 'BASE', rooms: base, line: line.id, sources: [contract] }),
    ...changeTerms(scene, line),
  ];
  const raw = sumOf(terms);
  if (raw >= 0) return terms;
  return [...terms, term({ kind: 'DEBT', rooms: -raw, line: line.id, sources: [contract] })];
}

/** The contract's number of the night; null where it gives none. */
export function numberOn({ night }: Scene, { byDate, quantity }: LineTerm): number | null {
  const dated = byDate.get(night);
  return dated === undefined ? quantity : dated;
}

function changeTerms(scene: Scene, line: LineState): Term[] {
  return scopesOf(scene.book.index, line)
    .flatMap((scope) => scope.quantities)
    .filter((change) => recursOn(change, scene.night))
    .sort(
      (left, right) =>
        Number(left.rooms < 0) - Number(right.rooms < 0) || compareCodePoints(left.id, right.id),
    )
    .map(({ id, rooms }) =>
      term({
        kind: rooms < 0 ? 'REDUCTION' : 'INCREASE',
        rooms,
        line: line.id,
        sources: [factSource(scene, 'EVENT', id)],
      }),
    );
}

/** What each sub-allotment of other agencies still keeps; nothing when no agency asks. */
export function keptForOthers(scene: Scene, line: LineState): Term[] {
  const { agency } = scene;
  if (agency === null || !coversNight(scene, line.term)) return [];
  return line.subAllotments
    .filter((share) => share.agency !== agency)
    .toSorted((left, right) => compareCodePoints(left.agency, right.agency))
    .flatMap((share) => {
      const rooms = sliceOf(scene, line, share);
      if (rooms === 0) return [];
      const sources = [factSource(scene, 'SUB_ALLOTMENT', share.id)];
      return [
        term({
          kind: 'SUB_ALLOTMENT',
          rooms: -rooms,
          line: line.id,
          agency: share.agency,
          sources,
        }),
      ];
    });
}

/** The asking agency's sub-allotments that are not released. */
export function ownShares(scene: Scene, line: LineState): SubAllotment[] {
  return line.subAllotments.filter(
    (share) => share.agency === scene.agency && !isReleased(scene, share),
  );
}

/** Rooms that the sub-allotment names for the night. */
export function sharedRooms({ night }: Scene, { byDate, rooms }: SubAllotment): number {
  return byDate.get(night) ?? rooms;
}

function sliceOf(scene: Scene, line: LineState, share: SubAllotment): number {
  if (isReleased(scene, share)) return 0;
  const night = nightOfLine(scene, line);
  const sold = night
    ? directRoomsWhere(night, scene.asOf, ({ holder }) => holder.agency === share.agency)
    : 0;
  return Math.max(0, sharedRooms(scene, share) - sold);
}

function isReleased({ night, moment }: Scene, { releaseDaysBefore }: SubAllotment): boolean {
  return releaseDaysBefore !== null && night - releaseDaysBefore <= moment.struck(0);
}
