// What the ledger takes in: each append in turn, judged in the world that stood before it. Rooms are
// taken by holds alone, and by holds only what the model sells; everything else keeps or gives back.
import type { BookingFact, Fact } from '../../../../../shared/domain/facts.ts';
import { cons } from '../../../../../shared/testing/model/consumption.ts';
import { oversold } from '../../../../../shared/testing/model/line-night.ts';
import { modelSale } from '../../../../../shared/testing/model/sale.ts';
import { instant } from '../../../../../shared/testing/model/time.ts';
import type { World } from '../../../../../shared/testing/model/world.ts';
import type { Picture, PictureGroup } from '../picture.ts';
import { guarantee } from './broken.ts';
import { auditMove, recordMoment } from './audit-moves.ts';
import { hotelOf, spellLines, worldAt } from './memory.ts';
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
  const holds = Map.groupBy(
    bookings.filter((fact) => fact.rev === 1),
    (fact) => groups.get(fact.id),
  );
  const moves = Map.groupBy(
    bookings.filter((fact) => fact.rev > 1),
    (fact) => groups.get(fact.id),
  );
  const seqAfter = headBefore + facts.length;
  auditHolds(memory, hotel, { headBefore, seqAfter, at: hotel.decidedAt }, holds);
  hotel.facts.push(...facts);
  hotel.appends += 1;
  memory.obstacles += 1;
  for (const [group, changed] of moves) {
    guarantee(group !== undefined, 'ledger = tables', () => `${changed[0]?.id ?? ''} has no row`);
    auditMove(memory, { group, facts: changed, instants, seq: seqAfter });
  }
  if (bookings.length > 0) auditTaken(before, worldAt(hotel, at), bookings);
}

/** In their order: what the first takes is gone for the next. */
function auditHolds(
  memory: Memory,
  hotel: HotelMemory,
  append: { readonly headBefore: number; readonly seqAfter: number; readonly at: string },
  holds: ReadonlyMap<PictureGroup | undefined, readonly BookingFact[]>,
): void {
  const { headBefore, seqAfter, at } = append;
  let decided: World | undefined;
  let committed: World | undefined;
  for (const [group, facts] of holds) {
    const [first] = facts;
    guarantee(
      group !== undefined && first !== undefined,
      'ledger = tables',
      () => `${first?.id ?? ''} has no row`,
    );
    guarantee(
      group.decidedSeq === headBefore,
      'a hold is committed on the head it was decided on',
      () => `${group.id} was decided on ${group.decidedSeq}, committed on ${headBefore}`,
    );
    const lines = group.bookings.map(({ roomType, checkIn, checkOut, rooms }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
    }));
    auditRequest(memory, group, lines);
    // At the instant of the decision, and again at that of the commit: time alone must not have undone it.
    const agency = group.agencyId;
    decided ??= worldAt(hotel, group.decidedAsOf);
    committed ??= worldAt(hotel, at);
    const sale = modelSale({ ...decided, agency }, lines);
    const stillGood = modelSale({ ...committed, agency }, lines);
    const taken = facts
      .flatMap((fact) =>
        fact.allocations.map(({ line, date, rooms }) => `${date} ${line} ${rooms}`),
      )
      .sort();
    const sold = sale.nights.map(({ line, night, rooms }) => `${night} ${line} ${rooms}`).sort();
    guarantee(
      sale.served,
      'a hold takes only rooms that were there',
      () => `${group.id} ${spellLines(lines)}`,
    );
    guarantee(
      taken.join() === sold.join(),
      'a hold takes the rooms that were granted',
      () => `${group.id} took ${taken.join()}, the model sells ${sold.join()}`,
    );
    guarantee(
      stillGood.served,
      'a decision that time has undone is not committed',
      () => `${group.id} decided as of ${group.decidedAsOf}, committed at ${at}`,
    );
    decided = { ...sale.after, agency: undefined };
    committed = { ...stillGood.after, agency: undefined };
    recordHold(memory, group, lines, facts, seqAfter);
  }
}

function auditRequest(
  memory: Memory,
  group: PictureGroup,
  lines:
    | PictureGroup['bookings']
    | readonly { roomType: string; checkIn: string; checkOut: string; rooms: number }[],
): void {
  const key = `${group.agencyId} ${group.clientReference}`;
  const spelt = `${group.hotelId} ${spellLines(lines)}`;
  guarantee(
    memory.asked.get(key)?.has(spelt) === true,
    'nothing is booked that nobody asked for',
    () => `${group.id} ${key}`,
  );
  guarantee(
    !memory.references.has(key),
    'one group per client reference',
    () => `${key}: ${memory.references.get(key) ?? ''} and ${group.id}`,
  );
  memory.references.set(key, group.id);
  guarantee(
    group.expiresAt !== null &&
      instant(group.expiresAt) - instant(group.heldAt) === 900_000_000_000n,
    'a hold lives fifteen minutes from the instant it was decided for',
    () => `${group.id} held at ${group.heldAt}, expires at ${group.expiresAt ?? ''}`,
  );
  guarantee(
    group.heldAt === group.decidedAsOf,
    'a hold is held at the instant it was decided for',
    () => group.id,
  );
}

function recordHold(
  memory: Memory,
  group: PictureGroup,
  lines: readonly { roomType: string; checkIn: string; checkOut: string; rooms: number }[],
  facts: readonly BookingFact[],
  seq: number,
): void {
  const { id, hotelId, agencyId, clientReference, heldAt, expiresAt } = group;
  memory.groups.set(id, {
    id,
    hotelId,
    agencyId,
    clientReference,
    lines,
    heldAt,
    expiresAt,
    allocations: Object.fromEntries(facts.map((fact) => [fact.id, spellAllocations(fact)])),
    moments: [],
    changes: [{ from: null, to: 'HELD', seq }],
    revs: Object.fromEntries(facts.map((fact) => [fact.id, 1])),
  });
  recordMoment(memory, id, 'HELD', Object.fromEntries(facts.map((fact) => [fact.id, 'HELD'])));
}

export function spellAllocations(fact: BookingFact): string {
  return fact.allocations
    .map(({ line, date, rooms, block }) => [date, line, rooms, block ?? ''].join(' '))
    .sort()
    .join();
}

/** Cell by cell: only holds take rooms, and never more than there are. */
function auditTaken(before: World, after: World, bookings: readonly BookingFact[]): void {
  // A request holds no rooms: it takes them when the supplier says yes.
  const holds = bookings.filter((fact) => fact.rev === 1);
  for (const { line: id, date } of bookings.flatMap((fact) => fact.allocations)) {
    const taken = roomsOn(holds, id, date);
    const [was, is] = [cons(before, id, date), cons(after, id, date)];
    guarantee(
      is <= was + taken,
      'only a hold takes rooms',
      () => `${id} on ${date}: ${was} before, ${taken} held, ${is} after`,
    );
    const line = after.lines.find((candidate) => candidate.id === id);
    const over = line === undefined || taken === 0 ? 0 : oversold(after, line, date);
    guarantee(over === 0, 'never oversold', () => `${id} on ${date} by ${over}`);
  }
}

function roomsOn(facts: readonly BookingFact[], line: string, date: string): number {
  return facts
    .flatMap((fact) => fact.allocations)
    .filter((allocation) => allocation.line === line && allocation.date === date)
    .reduce((rooms, allocation) => rooms + allocation.rooms, 0);
}
