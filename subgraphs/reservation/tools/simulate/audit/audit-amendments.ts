// Changes of bookings (domain.md §4, amend): what is kept was had and stays as it was, what is new was
// there, at its price, and what is then booked is what somebody asked for.
import type { Allocation, BookingFact } from '../../../../../shared/domain/facts.ts';
import { available } from '../../../../../shared/testing/model/budget.ts';
import { rate } from '../../../../../shared/testing/model/rate.ts';
import type { World } from '../../../../../shared/testing/model/world.ts';
import type { AskedRequest, ToldDecision, ToldNight } from '../allotment-line.ts';
import { guarantee } from './broken.ts';
import { bookingOf, latest, note, spellAllocations, spellLines } from './memory.ts';
import type { GroupMemory, Memory } from './memory.ts';

/** The world for who is decided next: with the change made, what it gives up included. */
export function auditChangeDecided(
  world: World,
  request: AskedRequest,
  { granted, reasons }: ToldDecision,
): World {
  const keeps = new Set(request.lines.flatMap((line) => line.keeps ?? []));
  const what = `${request.agencyId} ${spellLines(request.lines)} keeping ${[...keeps].join()}`;
  if (granted === null) {
    guarantee(reasons.length > 0, 'a refusal names its reason', () => what);
    auditHadAll(
      world,
      request,
      reasons.map(({ code }) => code),
      what,
    );
    return world;
  }
  for (const { rooms, checkIn, checkOut } of request.lines) {
    const nights = Map.groupBy(granted, ({ night }) => night);
    guarantee(
      [...nights].every(([d, of]) => d >= checkIn && d < checkOut && sum(of) === rooms),
      'a change is granted every room of every night',
      () => `${what}: ${granted.map(spell).join()}`,
    );
  }
  const kept = granted.filter(({ keptFrom }) => keptFrom != null);
  auditKept(world, keeps, kept, what);
  const own = [...keeps].flatMap((id) => {
    const cells = kept.filter(({ keptFrom }) => keptFrom === id).map(toAllocation);
    const fact = world.bookings.find((booking) => booking.id === id);
    return fact ? [{ ...fact, allocations: cells }] : [];
  });
  const others = world.bookings.filter(({ id }) => !keeps.has(id));
  const news = granted.filter(({ keptFrom }) => keptFrom == null);
  const agency = request.agencyId;
  const left = { ...world, bookings: [...others, ...own] };
  auditThere({ ...left, agency }, news, what);
  return withRooms(left, agency, news.map(toAllocation));
}

/** Who keeps all that is asked for is refused by rules of the stay alone, never for want of rooms. */
function auditHadAll(
  world: World,
  { lines }: AskedRequest,
  codes: readonly string[],
  what: string,
): void {
  const had = lines.every(({ roomType, checkIn, checkOut, rooms, keeps = [] }) => {
    const cells = world.bookings
      .filter(({ id }) => keeps.includes(id))
      .flatMap(({ allocations }) => allocations)
      .filter(({ line }) => line.endsWith(`/${roomType}`));
    const nights = Map.groupBy(
      cells.filter(({ date }) => date >= checkIn && date < checkOut),
      ({ date }) => date,
    );
    const length = (Date.parse(checkOut) - Date.parse(checkIn)) / 86_400_000;
    return nights.size === length && [...nights.values()].every((of) => sum(of) >= rooms);
  });
  const isShort = codes.some((code) => /^(SOLD_OUT|PROTECTED|RELEASED|STOP_SALE)/.test(code));
  guarantee(!(had && isShort), 'own rooms count as free', () => `${what}: ${codes.join()}`);
}

function auditKept(
  world: World,
  keeps: ReadonlySet<string>,
  kept: readonly ToldNight[],
  what: string,
): void {
  for (const [cell, of] of Map.groupBy(kept, cellOf)) {
    const [id = '', line = '', date = ''] = cell.split(' ');
    const fact = world.bookings.find((booking) => booking.id === id);
    const had = (fact?.allocations ?? []).filter(
      (each) => each.line === line && each.date === date,
    );
    guarantee(
      keeps.has(id) && sum(of) <= sum(had),
      'what a booking keeps it had',
      () => `${what}: ${cell}`,
    );
  }
}

function cellOf({ keptFrom, line, night }: ToldNight): string {
  return [keptFrom ?? '', line, night].join(' ');
}

/** One after the other: what one night takes is gone for the next. */
function auditThere(world: World, news: readonly ToldNight[], what: string): void {
  let left = world;
  for (const night of news) {
    const line = world.lines.find(({ id }) => id === night.line);
    const price = line ? rate(world, line, night.night) : null;
    guarantee(
      line !== undefined && available(left, line, night.night) >= night.rooms,
      'rooms are given only while they are there',
      () => `${what}: ${spell(night)}`,
    );
    guarantee(
      price === night.rate,
      'rooms that a change adds cost what they cost now',
      () => `${what}: ${spell(night)}, the model says ${price ?? '-'}`,
    );
    left = withRooms(left, left.agency ?? '', [toAllocation(night)]);
  }
}

/** The rooms that a change adds, in the world in which it has given up the others; the world with both done. */
export function auditAdded(
  world: World,
  group: { readonly id: string; readonly agencyId: string },
  changes: { readonly added: readonly BookingFact[]; readonly left: readonly BookingFact[] },
): World {
  const left = new Map(changes.left.map((fact) => [fact.id, fact]));
  const own = world.bookings.map((booking) => left.get(booking.id) ?? booking);
  let after: World = { ...world, agency: group.agencyId, bookings: own };
  for (const allocation of changes.added.flatMap(({ allocations }) => allocations)) {
    const line = after.lines.find(({ id }) => id === allocation.line);
    guarantee(
      line !== undefined && available(after, line, allocation.date) >= allocation.rooms,
      'a change takes only rooms that were there',
      () => `${group.id}: ${allocation.rooms} of ${allocation.line} on ${allocation.date}`,
    );
    after = withRooms(after, group.agencyId, [allocation]);
  }
  return { ...after, agency: world.agency };
}

/** Whether these facts change what a living booking consists of, and not where it stands. */
export function isAmendment(group: GroupMemory, facts: readonly BookingFact[]): boolean {
  if (!AMENDABLE.has(latest(group).status)) return false;
  return facts.some(({ id, rev }) => {
    const fact = facts.find((each) => each.id === id);
    if (rev === 1 || (fact && spellAllocations(fact) !== group.allocations[id])) return true;
    return liveParts(group, bookingOf(id)).some((part) => !facts.some((each) => each.id === part));
  });
}

const AMENDABLE: ReadonlySet<string> = new Set(['HELD', 'CONFIRMED']);

function liveParts(group: GroupMemory, bookingId: string): string[] {
  return Object.keys(group.revs).filter(
    (id) => bookingOf(id) === bookingId && !group.ended.has(id),
  );
}

/** Writes down what the change made of the group; the caller records the moment. */
export function auditAmendment(
  memory: Memory,
  group: GroupMemory,
  facts: readonly BookingFact[],
): void {
  const ids = new Set(facts.map(({ id }) => bookingOf(id)));
  const [bookingId = ''] = ids;
  const { status, bookings } = latest(group);
  guarantee(
    ids.size === 1,
    'only what is named is amended',
    () => `${group.id}: ${[...ids].join()}`,
  );
  guarantee(
    bookings[bookingId] === status,
    'only what lives is amended',
    () => `${bookingId} is ${bookings[bookingId] ?? 'not there'}`,
  );
  for (const fact of facts) amendPart(group, fact, status);
  const line = lineOf(group, bookingId);
  guarantee(
    memory.amended.get(bookingId)?.has(line) === true,
    'nothing happens that nobody asked for',
    () => `${bookingId} is ${line} by now`,
  );
  note(memory, `amended ${status}`);
}

function amendPart(group: GroupMemory, fact: BookingFact, status: string): void {
  const { id, rev } = fact;
  guarantee(
    rev === (group.revs[id] ?? 0) + 1,
    'each revision of a booking is recorded once, in order',
    () => `${id}: ${rev} after ${group.revs[id] ?? 0}`,
  );
  const isOver = fact.status === 'CANCELLED' && rev > 1;
  guarantee(
    isOver || fact.status === status,
    'a change leaves a booking where it stands',
    () => id,
  );
  const had = cellsOf(group.allocations[id] ?? '');
  const is = cellsOf(spellAllocations(fact));
  guarantee(
    rev === 1 || [...is].every(([cell, rooms]) => rooms <= (had.get(cell) ?? 0)),
    'a part only ever becomes less',
    () => id,
  );
  group.revs[id] = rev;
  group.allocations[id] = spellAllocations(fact);
  if (isOver) group.ended.add(id);
}

/** `date line rooms block` → rooms by date and line. */
function cellsOf(allocations: string): Map<string, number> {
  const cells = new Map<string, number>();
  for (const allocation of allocations === '' ? [] : allocations.split(',')) {
    const [date = '', line = '', rooms = ''] = allocation.split(' ');
    const cell = `${date} ${line}`;
    cells.set(cell, (cells.get(cell) ?? 0) + Number(rooms));
  }
  return cells;
}

/** What the booking is by its rooms: the same number on every night, of one type, without a gap. */
function lineOf(group: GroupMemory, bookingId: string): string {
  const nights = new Map<string, number>();
  const roomTypes = new Set<string>();
  for (const part of liveParts(group, bookingId)) {
    for (const [cell, rooms] of cellsOf(group.allocations[part] ?? '')) {
      const [date = '', line = ''] = cell.split(' ');
      nights.set(date, (nights.get(date) ?? 0) + rooms);
      roomTypes.add(line.slice(line.lastIndexOf('/') + 1));
    }
  }
  const dates = [...nights.keys()].sort();
  const [checkIn = ''] = dates;
  const checkOut = dayAfter(dates.at(-1) ?? '');
  const [rooms = 0, ...other] = new Set(nights.values());
  const [roomType = '', ...types] = roomTypes;
  const isOne = other.length === 0 && types.length === 0;
  const length = (Date.parse(checkOut) - Date.parse(checkIn)) / 86_400_000;
  return isOne && length === dates.length
    ? spellLines([{ roomType, checkIn, checkOut, rooms }])
    : `no stay: ${JSON.stringify([...nights])}`;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

function withRooms(world: World, agency: string, allocations: readonly Allocation[]): World {
  const fact: BookingFact = {
    kind: 'BOOKING',
    id: `change-${String(world.bookings.length)}`,
    rev: 1,
    recordedAt: world.asOfText,
    agency,
    status: 'CONFIRMED',
    heldAt: world.asOfText,
    allocations,
  };
  return { ...world, bookings: [...world.bookings, fact] };
}

function toAllocation({ line, night, rooms }: ToldNight): Allocation {
  return { line, date: night, rooms };
}

function sum(cells: readonly { readonly rooms: number }[]): number {
  return cells.reduce((total, { rooms }) => total + rooms, 0);
}

function spell({ night, line, rooms, keptFrom, rate: price }: ToldNight): string {
  return [night, line, rooms, keptFrom ?? 'new', price ?? '-'].join(' ');
}
