// Laws of changing bookings, over chains of changes that nobody chose: against a slow model that knows
// of each single room of each night since when it is had and at which price.
import fc from 'fast-check';
import { propertyRuns } from '../../../shared/config/environment.ts';
import { formatInstant, instantOf } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { ok } from '../../../shared/domain/result.ts';
import { amendWants, decideAmend } from '../domain/amend.ts';
import type { AmendedLine } from '../domain/amend.ts';
import { toBookingFacts } from '../domain/booking-facts.ts';
import { factIdOf, nightsOf } from '../domain/booking.ts';
import type { Booking, BookingGroup } from '../domain/booking.ts';
import { decideCancel } from '../domain/cancel.ts';
import type { OrderAmendment } from '../domain/penalties.ts';
import type { Grant, GrantedNight, RoomRequest } from '../domain/room-request.ts';
import { amountsOf } from '../domain/sale-order.ts';
import { bookingOf, groupIn, heldAt } from './groups.ts';

const RUNS = propertyRuns(80);

/** One room of one night. */
interface Room {
  readonly night: string;
  readonly line: string;
  readonly since: string;
  readonly price: number;
}
/** By booking, every room that it has, in the order in which it came to have them. */
type Model = ReadonlyMap<string, readonly Room[]>;

const FIRST = nightOf('2099-03-08');
const anyChange = fc.record({
  booking: fc.constantFrom('bkg_1', 'bkg_2'),
  roomType: fc.constantFrom('A', 'A', 'A', 'B'),
  start: fc.nat(5),
  length: fc.integer({ min: 1, max: 5 }),
  rooms: fc.integer({ min: 1, max: 4 }),
  /** Of the rooms that are new, how many come from the second line. */
  fromSecond: fc.nat(2),
});
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;
const anyChain = fc.record({
  status: fc.constantFrom('HELD' as const, 'CONFIRMED' as const),
  steps: fc.array(fc.array(anyChange, { minLength: 1, maxLength: 2 }), {
    minLength: 1,
    maxLength: 4,
  }),
});

const policy = {
  tiers: [
    { daysBefore: 3, time: '00:00', penalty: { kind: 'NIGHTS', nights: 1 } },
    { daysBefore: 1, time: '18:00', penalty: { kind: 'PERCENT', bp: 10_000 } },
  ],
  noShow: { kind: 'PERCENT', bp: 10_000 },
} as const;

function linesOf(step: readonly Change[]): AmendedLine[] {
  const byBooking = new Map(step.map((change) => [change.booking, change]));
  return [...byBooking.values()].map(({ booking, roomType, start, length, rooms }) => ({
    bookingId: booking,
    roomType,
    checkIn: formatNight(FIRST + start),
    checkOut: formatNight(FIRST + start + length),
    rooms,
  }));
}

/** Allotment with rooms without end: keeps what fits, first what was held first, and grants the rest. */
function grantOf(group: BookingGroup, request: RoomRequest, asOf: string, second: number): Grant {
  const nights = request.lines.flatMap((line, lineIndex) => {
    const facts = group.bookings.flatMap(({ id, parts }) =>
      parts.map((part) => ({ id: factIdOf(id, part.part), nights: part.nights })),
    );
    return nightsBetween(line.checkIn, line.checkOut).flatMap((night): GrantedNight[] => {
      let missing = line.rooms;
      const kept = (line.keeps ?? []).flatMap((keptFrom) => {
        const had = facts.find(({ id }) => id === keptFrom)?.nights ?? [];
        return had
          .filter((each) => each.night === night && each.line.endsWith(`/${line.roomType}`))
          .flatMap((each) => {
            const rooms = Math.min(each.rooms, missing);
            missing -= rooms;
            return rooms === 0 ? [] : [{ lineIndex, night, line: each.line, rooms, keptFrom }];
          });
      });
      const fromSecond = Math.min(second, missing);
      const news = [
        { line: `K1/${line.roomType}`, rooms: missing - fromSecond },
        { line: `K2/${line.roomType}`, rooms: fromSecond },
      ].filter(({ rooms }) => rooms > 0);
      return [...kept, ...news.map((each) => ({ lineIndex, night, ...each, ...newPrice(asOf) }))];
    });
  });
  return { status: 'HELD', seq: 8, asOf, terms: { timezone: group.timezone }, nights };
}

/** Each change finds another price, so that a kept one cannot be taken for a new one. */
function newPrice(asOf: string) {
  const rate = 10_000 + ((instantOf(asOf) / 1_000_000) % 1_000);
  return { rate, sellRate: rate, currency: 'THB' };
}

function nightsBetween(checkIn: string, checkOut: string): string[] {
  const from = nightOf(checkIn);
  return Array.from({ length: nightOf(checkOut) - from }, (_, at) => formatNight(from + at));
}

/** What the change has to make of the booking, room by room. */
function modelAfter(had: readonly Room[], line: AmendedLine, asOf: string, second: number): Room[] {
  const rooms: Room[] = [];
  for (const night of nightsBetween(line.checkIn, line.checkOut)) {
    const fitting = had.filter(
      (room) => room.night === night && room.line.endsWith(`/${line.roomType}`),
    );
    const kept = fitting.slice(0, line.rooms);
    rooms.push(...kept);
    const missing = line.rooms - kept.length;
    for (let at = 0; at < missing; at += 1) {
      const contract = at < missing - Math.min(second, missing) ? 'K1' : 'K2';
      const price = newPrice(asOf).rate;
      rooms.push({ night, line: `${contract}/${line.roomType}`, since: asOf, price });
    }
  }
  return rooms;
}

function roomsOf(booking: Booking): Room[] {
  return booking.parts
    .filter(({ live }) => live)
    .flatMap((part) =>
      part.nights.flatMap(({ night, line, rooms, sellRate = 0 }) =>
        Array.from({ length: rooms }, () => ({ night, line, since: part.heldAt, price: sellRate })),
      ),
    );
}

const sorted = (rooms: readonly Room[]): string[] =>
  rooms.map((room) => JSON.stringify(room)).toSorted();

interface Step {
  readonly before: BookingGroup;
  readonly after: BookingGroup;
  readonly model: Model;
  readonly clock: string;
  readonly amendments: readonly OrderAmendment[];
}

/** Runs the chain, a day apart, and looks at each of its changes. */
function eachStep(
  { status, steps }: { readonly status: 'HELD' | 'CONFIRMED'; readonly steps: Change[][] },
  look: (step: Step) => void,
): void {
  let group = groupIn(status, { cancellationPolicy: policy, downstreamConfirmed: true });
  let model: Model = new Map(group.bookings.map((booking) => [booking.id, roomsOf(booking)]));
  steps.forEach((step, at) => {
    const clock = formatInstant(instantOf(heldAt) + (at + 4) * 86_400_000_000 + at * 1_000_000);
    const lines = linesOf(step);
    const request = amendWants(group, lines, clock);
    if (request === null) throw new Error('nothing stands in the way before the stay begins');
    const second = step[0]?.fromSecond ?? 0;
    const before = group;
    const decision = decideAmend(before, lines, clock, ok(grantOf(before, request, clock, second)));
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    group = decision.value.group;
    const next = new Map(model);
    for (const line of lines)
      next.set(line.bookingId, modelAfter(model.get(line.bookingId) ?? [], line, clock, second));
    model = next;
    look({ before, after: group, model, clock, amendments: decision.value.amendments ?? [] });
  });
}

const law = (name: string, look: (step: Step) => void): void => {
  test(name, () => {
    fc.assert(
      fc.property(anyChain, (chain) => eachStep(chain, look)),
      RUNS,
    );
  });
};

law(
  'a booking has exactly what it is to have, and keeps of it what it had, as it had it',
  (step) => {
    for (const booking of step.after.bookings) {
      expect(sorted(roomsOf(booking))).toEqual(sorted(step.model.get(booking.id) ?? []));
      for (const night of nightsBetween(booking.checkIn, booking.checkOut)) {
        const rooms = nightsOf(booking).filter((each) => each.night === night);
        expect(rooms.reduce((sum, each) => sum + each.rooms, 0)).toBe(booking.rooms);
      }
    }
  },
);

law('no more leaves the ledger than is given up and no more is taken than is added', (step) => {
  const had = step.before.bookings.flatMap(roomsOf).length;
  const has = step.after.bookings.flatMap(roomsOf).length;
  const facts = toBookingFacts(step.before, step.after);
  const taken = facts.filter(({ rev }) => rev === 1).reduce((sum, fact) => sum + roomsIn(fact), 0);
  const isNew = (room: Room): boolean => room.since === step.clock;
  expect(taken).toBe(step.after.bookings.flatMap(roomsOf).filter(isNew).length);
  expect(had - has + taken).toBeGreaterThanOrEqual(0);
  // What is given back is recorded before what is taken: the one may come out of the other.
  expect(facts.map(({ rev }) => rev === 1)).toEqual(
    facts.map(({ rev }) => rev === 1).toSorted((a, b) => Number(a) - Number(b)),
  );
});

law('a part that changes is its next revision, one that does not is the same', (step) => {
  for (const booking of step.after.bookings) {
    const before = step.before.bookings.find(({ id }) => id === booking.id);
    booking.parts.forEach((part, at) => {
      const was = before?.parts[at];
      if (was && JSON.stringify(was) !== JSON.stringify(part)) expect(part.rev).toBe(was.rev + 1);
      else if (was) expect(part).toBe(was);
      else expect(part).toMatchObject({ rev: 1, live: true, heldAt: step.clock });
    });
    const isSame = booking.parts.every((part, at) => part === before?.parts[at]);
    expect(booking.rev).toBe((before?.rev ?? 0) + (isSame ? 0 : 1));
  }
});

law('what changes is told to an order as the difference of its prices', (step) => {
  for (const { kind, bookingId, amount } of step.amendments) {
    if (kind !== 'AMENDED') continue;
    const price = (of: BookingGroup): number =>
      amountsOf(of.bookings.filter(({ id }) => id === bookingId).flatMap(nightsOf)).amount ?? NaN;
    expect(amount).toBe(price(step.after) - price(step.before));
  }
  if (step.before.status === 'HELD') expect(step.amendments).toEqual([]);
});

law('nobody cancels cheaper by amending first', ({ before, after, clock, amendments }) => {
  const paid = penalties(amendments, 'AMENDMENT_PENALTY');
  expect(paid + costOfCancelling(after, clock)).toBeGreaterThanOrEqual(
    costOfCancelling(before, clock),
  );
  expect(paid).toBeGreaterThanOrEqual(0);
  expect(paid).toBeLessThanOrEqual(costOfCancelling(before, clock));
});

test('a change back and forth leaves as many rooms as there were, and one that is none nothing', () => {
  const group = groupIn('CONFIRMED', { bookings: [bookingOf('bkg_1', { status: 'CONFIRMED' })] });
  const [{ id: bookingId, roomType, checkIn, checkOut, rooms }] = group.bookings as [Booking];
  const line = { bookingId, roomType, checkIn, checkOut, rooms };
  const request = amendWants(group, [line], heldAt) as RoomRequest;
  const decision = decideAmend(group, [line], heldAt, ok(grantOf(group, request, heldAt, 0)));
  expect(decision).toEqual(ok({ group, changed: [] }));
});

function roomsIn(fact: ReturnType<typeof toBookingFacts>[number]): number {
  const { allocations } = fact as unknown as { readonly allocations: readonly { rooms: number }[] };
  return allocations.reduce((sum, { rooms }) => sum + rooms, 0);
}

function costOfCancelling(group: BookingGroup, clock: string): number {
  const decision = decideCancel(group, clock);
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  return penalties(decision.value.amendments ?? [], 'PENALTY');
}

function penalties(amendments: readonly OrderAmendment[], kind: OrderAmendment['kind']): number {
  return amendments
    .filter((each) => each.kind === kind)
    .reduce((sum, { amount }) => sum + (amount ?? NaN), 0);
}
