// The nearest stays that can be booked in place of one that cannot. Every one is decided on the same
// book as any hold would be, so what is proposed here is granted if it is asked for at that seq.
//
// Ranked by how little of the wish they change:
//   1 SPLIT_STAY        same nights, room type and rooms, with one move between two contracts or lines
//   2 OTHER_ROOM_TYPE   same nights and rooms
//   3 SPLIT_ROOM_TYPES  same nights and rooms in all, as many as possible of the room type wished for
//   4 SHIFT             same length, up to 7 days away: fewer days first, later before earlier
//   5 LENGTH            up to 3 nights more or fewer at one end: fewer nights' difference first,
//                       shorter before longer, the departure moved before the arrival
//   6 FEWER_ROOMS       the most that there are
// then by price (unknown last), then by room type.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { decideHolds } from '../decide-holds.ts';
import type { GrantedNight, HoldLine } from '../holds/hold-request.ts';
import { lineOrder } from '../pipeline/book-index.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { totalOf } from '../stays/totals.ts';
import type { When, Wish } from './wish.ts';

export const CHANGE_KINDS = [
  'SPLIT_STAY',
  'OTHER_ROOM_TYPE',
  'SPLIT_ROOM_TYPES',
  'SHIFT',
  'LENGTH',
  'FEWER_ROOMS',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly kind: ChangeKind;
  /** Booked together, they are what is proposed. */
  readonly stays: readonly HoldLine[];
  readonly nights: readonly GrantedNight[];
}

export interface ChangeBounds {
  readonly shiftDaysMax: number;
  readonly lengthNightsMax: number;
  readonly nightsPerStayMax: number;
  readonly roomTypesMax: number;
  readonly cutsMax: number;
  readonly perKindMax: number;
  readonly decisionsMax: number;
}

/** Bookable changes, the nearest first; `bounds` limit the work and the length of the answer. */
export function nearestChanges(
  book: FactBook,
  when: When,
  wish: Wish,
  bounds: ChangeBounds,
): Change[] {
  let decisions = 0;
  const fewer = mostRooms();
  const candidates: Record<ChangeKind, Iterable<readonly HoldLine[]>> = {
    SPLIT_STAY: cuts(wish, bounds),
    OTHER_ROOM_TYPE: otherTypes().map((roomType) => [stay(wish, { roomType })]),
    SPLIT_ROOM_TYPES: fewer === 0 ? [] : otherTypes().map((roomType) => both(fewer, roomType)),
    SHIFT: shifts(wish, bounds),
    LENGTH: lengths(wish, bounds),
    FEWER_ROOMS: fewer === 0 ? [] : [[stay(wish, { rooms: fewer })]],
  };
  return CHANGE_KINDS.flatMap((kind) => found(kind, candidates[kind]));

  function found(kind: ChangeKind, stays: Iterable<readonly HoldLine[]>): Change[] {
    const byPrice = kind === 'OTHER_ROOM_TYPE' || kind === 'SPLIT_ROOM_TYPES';
    const countMax = kind === 'SPLIT_STAY' ? 1 : bounds.perKindMax;
    const changes: Change[] = [];
    for (const lines of stays) {
      if (!byPrice && changes.length === countMax) break;
      const nights = decide(lines);
      if (nights) changes.push({ kind, stays: lines, nights });
    }
    return byPrice ? changes.sort(cheapestFirst).slice(0, countMax) : changes;
  }

  /** Null when refused, merely requestable, or beyond the bound of work. */
  function decide(lines: readonly HoldLine[]): readonly GrantedNight[] | null {
    decisions += 1;
    if (decisions > bounds.decisionsMax) return null;
    const request = { key: '', agency: wish.agency, lines };
    const result = decideHolds(book, when, [request]).decisions[0]?.result;
    return result?.ok && result.value.status === 'HELD' ? result.value.nights : null;
  }

  /** The more rooms, the harder: halving finds the most, 0 when there is not even one. */
  function mostRooms(): number {
    let low = 0;
    let high = wish.rooms - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (decide([stay(wish, { rooms: middle })])) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function otherTypes(): string[] {
    return [...lineOrder(book.index).byRoomType.keys()]
      .filter((roomType) => roomType !== wish.roomType)
      .sort(compareCodePoints)
      .slice(0, bounds.roomTypesMax);
  }

  function both(rooms: number, roomType: string): HoldLine[] {
    return [stay(wish, { rooms }), stay(wish, { roomType, rooms: wish.rooms - rooms })];
  }
}

function stay({ roomType, checkIn, checkOut, rooms }: Wish, change: Partial<HoldLine>): HoldLine {
  return { roomType, checkIn, checkOut, rooms, ...change };
}

/** The move as late as possible first. */
function* cuts(wish: Wish, { cutsMax }: ChangeBounds): Iterable<HoldLine[]> {
  const from = nightOf(wish.checkIn);
  const last = nightOf(wish.checkOut) - 1;
  for (let day = last; day > Math.max(from, last - cutsMax); day -= 1) {
    const moved = formatNight(day);
    yield [stay(wish, { checkOut: moved }), stay(wish, { checkIn: moved })];
  }
}

function* shifts(wish: Wish, { shiftDaysMax }: ChangeBounds): Iterable<HoldLine[]> {
  for (let days = 1; days <= shiftDaysMax; days += 1) {
    for (const shift of [days, -days]) yield [moved(wish, shift, shift)];
  }
}

function* lengths(wish: Wish, bounds: ChangeBounds): Iterable<HoldLine[]> {
  const length = nightOf(wish.checkOut) - nightOf(wish.checkIn);
  for (let nights = 1; nights <= bounds.lengthNightsMax; nights += 1) {
    if (nights < length) {
      yield [moved(wish, 0, -nights)];
      yield [moved(wish, nights, 0)];
    }
    if (length + nights <= bounds.nightsPerStayMax) {
      yield [moved(wish, 0, nights)];
      yield [moved(wish, -nights, 0)];
    }
  }
}

function moved(wish: Wish, arrival: number, departure: number): HoldLine {
  const checkIn = formatNight(nightOf(wish.checkIn) + arrival);
  return stay(wish, { checkIn, checkOut: formatNight(nightOf(wish.checkOut) + departure) });
}

function cheapestFirst(left: Change, right: Change): number {
  const price = (change: Change): number => totalOf(change.nights)?.amount ?? Infinity;
  const [a, b] = [price(left), price(right)];
  if (a !== b) return a < b ? -1 : 1;
  return compareCodePoints(left.stays.at(-1)?.roomType ?? '', right.stays.at(-1)?.roomType ?? '');
}
