// What the ledger takes in: each append in turn, judged in the world that stood before it. Rooms are
// taken by holds alone, and by holds only what the model sells; everything else keeps or gives back.
import type { BookingFact, Fact } from '../../../../../shared/domain/facts.ts';
import { cons } from '../../../../../shared/testing/model/consumption.ts';
import { oversold } from '../../../../../shared/testing/model/line-night.ts';
import { instant } from '../../../../../shared/testing/model/time.ts';
import type { World } from '../../../../../shared/testing/model/world.ts';
import type { Picture, PictureGroup } from '../picture.ts';
import { auditGrants } from './audit-grants.ts';
import { auditMove } from './audit-moves.ts';
import { guarantee } from './broken.ts';
import { hotelOf, latest, worldAt } from './memory.ts';
import type { HotelMemory, Memory } from './memory.ts';

/** Takes in the facts that this picture is the first to show. */
export function auditAppends(memory: Memory, picture: Picture): void {
  const groups = new Map(
    picture.groups.flatMap((group) =>
      group.bookings.flatMap(({ parts }) => parts.map(({ factId }) => [factId, group] as const)),
    ),
  );
  const byHotel = Map.groupBy(picture.facts, ({ hotelId }) => hotelId);
  for (const [hotelId, facts] of byHotel) {
    const head = hotelOf(memory, hotelId).facts.length;
    guarantee(
      facts.every(({ seq }, index) => seq === head + index + 1),
      'a stream has no gap',
      () => `${hotelId}: ${facts.map(({ seq }) => seq).join(', ')} after ${head}`,
    );
    const appends = Map.groupBy(facts, ({ fact }) => fact.recordedAt);
    for (const append of appends.values()) {
      auditAppend(
        memory,
        hotelOf(memory, hotelId),
        append.map(({ fact }) => fact),
        groups,
      );
    }
  }
}

function auditAppend(
  memory: Memory,
  hotel: HotelMemory,
  facts: readonly Fact[],
  groups: ReadonlyMap<string, PictureGroup>,
): void {
  const headBefore = hotel.facts.length;
  const last = hotel.facts.at(-1);
  const at = facts[0]?.recordedAt ?? '';
  guarantee(
    last === undefined || instant(at) > instant(last.recordedAt),
    'time in a stream goes forward',
    () => `${at} follows ${last?.recordedAt ?? ''}`,
  );
  // Two appends of one microsecond: the second is stamped with the next, which the clock has yet to show.
  const isPushed = last !== undefined && instant(at) === instant(last.recordedAt) + 1_000n;
  const instants = isPushed ? [hotel.decidedAt, at] : [at];
  Object.assign(hotel, { decidedAt: instants[0] });
  const bookings = facts.filter((fact) => fact.kind === 'BOOKING');
  const before = worldAt(hotel, at);
  const granted = bookings.filter((fact) => fact.rev === 1);
  const changes = Map.groupBy(bookings, (fact) => groups.get(fact.id));
  const moves = Map.groupBy(
    bookings.filter((fact) => memory.groups.has(groups.get(fact.id)?.id ?? '')),
    (fact) => groups.get(fact.id),
  );
  const told = bookings.filter((fact) => fact.rev > 1 && isTakenAgain(memory, groups.get(fact.id)));
  const seqAfter = headBefore + facts.length;
  auditGrants(memory, hotel, { headBefore, seqAfter, at: hotel.decidedAt }, changes);
  hotel.facts.push(...facts);
  hotel.appends += 1;
  memory.obstacles += 1;
  for (const [group, changed] of moves) {
    guarantee(group !== undefined, 'ledger = tables', () => `${changed[0]?.id ?? ''} has no row`);
    auditMove(memory, { group, facts: changed, instants, seq: seqAfter });
  }
  if (bookings.length > 0) auditTaken(before, worldAt(hotel, at), bookings, { granted, told });
}

/** Held nothing any more, and the supplier has sold it: then sold is sold, whatever there is. */
function isTakenAgain(memory: Memory, row: PictureGroup | undefined): boolean {
  const group = row && memory.groups.get(row.id);
  return row?.status === 'CONFIRMED' && group !== undefined && !HOLDS.has(latest(group).status);
}

const HOLDS: ReadonlySet<string> = new Set([
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'CONFIRMED',
]);

/** Cell by cell: only what was granted takes rooms, and never more than there are. */
function auditTaken(
  before: World,
  after: World,
  bookings: readonly BookingFact[],
  taking: { readonly granted: readonly BookingFact[]; readonly told: readonly BookingFact[] },
): void {
  for (const { line: id, date } of bookings.flatMap((fact) => fact.allocations)) {
    const granted = roomsOn(taking.granted, id, date);
    const told = roomsOn(taking.told, id, date);
    const [was, is] = [cons(before, id, date), cons(after, id, date)];
    guarantee(
      is <= was + granted + told,
      'only what is granted takes rooms',
      () => `${id} on ${date}: ${was} before, ${granted} granted, ${told} told, ${is} after`,
    );
    const line = after.lines.find((candidate) => candidate.id === id);
    const isGrant = granted > 0 && told === 0;
    const over = line === undefined || !isGrant ? 0 : oversold(after, line, date);
    guarantee(over === 0, 'never oversold', () => `${id} on ${date} by ${over}`);
  }
}

function roomsOn(facts: readonly BookingFact[], line: string, date: string): number {
  return facts
    .flatMap((fact) => fact.allocations)
    .filter((allocation) => allocation.line === line && allocation.date === date)
    .reduce((rooms, allocation) => rooms + allocation.rooms, 0);
}
