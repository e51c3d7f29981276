// Money of sale orders (domain.md §4): what a cancellation, an absence or a change adds to the order of
// its group, by the policy the rooms were held under and at the instant that the ledger recorded.
import type {
  CancellationPolicy,
  Penalty,
} from '../../../../../shared/domain/cancellation-policy.ts';
import { roundHalfEven } from '../../../../../shared/testing/model/rate.ts';
import {
  instant,
  instantText,
  plusDays,
  wallInstant,
} from '../../../../../shared/testing/model/time.ts';
import type {
  Picture,
  PictureBooking,
  PictureCharge,
  PictureGroup,
  PictureNight,
  PictureOrder,
} from '../picture.ts';
import { guarantee } from './broken.ts';
import { hotelOf, note } from './memory.ts';
import type { HotelMemory, Memory } from './memory.ts';

/** What the agency pays, and what the hotel gets. */
const SIDES = [
  { charged: 'amount', total: 'total', rate: 'sellRate' },
  { charged: 'netAmount', total: 'netTotal', rate: 'rate' },
] as const;
type Side = (typeof SIDES)[number];

const PENALTIES: ReadonlySet<string> = new Set(['PENALTY', 'AMENDMENT_PENALTY']);
const STANDING: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED']);

export function auditCharges(memory: Memory, picture: Picture): void {
  const groups = new Map(picture.groups.map((group) => [group.id, group]));
  for (const order of picture.orders) {
    const group = groups.get(order.groupId);
    if (group) auditOrder(memory, group, order);
  }
  for (const { bookings } of picture.groups) {
    for (const booking of bookings) memory.sold.set(booking.id, booking);
  }
}

function auditOrder(memory: Memory, group: PictureGroup, order: PictureOrder): void {
  for (const side of SIDES) auditSum(group, order, side);
  const known = memory.charges.get(group.id) ?? 0;
  memory.charges.set(group.id, order.charges.length);
  const charges = Map.groupBy(order.charges.slice(known), ({ bookingId }) => bookingId);
  for (const after of group.bookings) {
    const before = memory.sold.get(after.id);
    // What was sold and changed in one append shows in the sum alone.
    if (!before || !STANDING.has(before.status)) continue;
    const told = charges.get(after.id) ?? [];
    const at = told[0]?.at ?? memory.clock;
    const due = dueFor(hotelOf(memory, group.hotelId), before, after, at).map((charge) =>
      order.total === null ? { ...charge, amount: null, netAmount: null } : charge,
    );
    for (const { kind, amount } of due) note(memory, amount === null ? `${kind} unknown` : kind);
    guarantee(
      told.map(spell).join() === due.map(spell).join(),
      'what is cancelled, missed or given up costs what was agreed at the hold',
      () =>
        `${after.id} at ${at}: ${told.map(spell).join()}, the model says ${due.map(spell).join()}`,
    );
  }
}

/** Whatever an order went through, it comes to what stands and to the penalties that were due. */
function auditSum({ id, bookings }: PictureGroup, order: PictureOrder, side: Side): void {
  const standing = bookings.filter(({ status }) => STANDING.has(status));
  const is = sumOf([order[side.total], ...order.charges.map((charge) => charge[side.charged])]);
  const penalties = order.charges.filter(({ kind }) => PENALTIES.has(kind));
  const ought = sumOf([
    ...standing.flatMap(nightsOf).map((night) => price([night], side)),
    ...penalties.map((charge) => charge[side.charged]),
  ]);
  guarantee(
    is === null || is === ought,
    'an order comes to what stands and to its penalties',
    () => `${id}: ${side.total} ${is ?? '-'}, the model says ${ought ?? '-'}`,
  );
}

type Due = Omit<PictureCharge, 'bookingId' | 'at'>;

function dueFor(
  { policy, timezone }: HotelMemory,
  before: PictureBooking,
  after: PictureBooking,
  at: string,
): Due[] {
  const had = nightsOf(before);
  const has = nightsOf(after);
  const step = policy && stepAt(policy, timezone, had, at);
  if (after.status === 'CANCELLED') {
    return [
      { kind: 'CANCELLED', ...each((side) => less(0, price(had, side))), deadline: null },
      ...owed(
        'PENALTY',
        step,
        each((side) => costOf(step, had, side)),
      ),
    ];
  }
  if (after.status === 'NO_SHOW') {
    const absent = policy && { penalty: policy.noShow, from: null };
    return [
      { kind: 'NO_SHOW', ...each((side) => less(0, price(had, side))), deadline: null },
      ...owed(
        'PENALTY',
        absent,
        each((side) => costOf(absent, had, side)),
      ),
    ];
  }
  if (after.status !== 'CONFIRMED' || spellNights(had) === spellNights(has)) return [];
  const left = policy && stepAt(policy, timezone, has, at);
  const isTold = [had, has].every((nights) => nights.every(({ currency }) => currency !== null));
  return [
    {
      kind: 'AMENDED',
      ...each((side) => (isTold ? less(price(has, side), price(had, side)) : null)),
      deadline: null,
    },
    ...owed(
      'AMENDMENT_PENALTY',
      step,
      each((side) => {
        const given = isTold ? less(costOf(step, had, side), costOf(left, has, side)) : null;
        return given === null ? null : Math.max(0, given);
      }),
    ),
  ];
}

interface Step {
  readonly penalty: Penalty;
  readonly from: string | null;
}

/** The last tier that has begun; tiers stand in order. */
function stepAt(
  policy: CancellationPolicy,
  timezone: string,
  nights: readonly PictureNight[],
  at: string,
): Step | null {
  const checkIn = nights.map(({ date }) => date).toSorted()[0] ?? '';
  let step: Step | null = null;
  for (const { daysBefore, time, penalty } of policy.tiers) {
    const from = wallInstant(plusDays(checkIn, -daysBefore), time, timezone);
    if (from <= instant(at)) step = { penalty, from: instantText(from) };
  }
  return step;
}

/** The lines for a penalty: none where both sides are told to be nothing. */
function owed(kind: string, step: Step | null, amounts: Amounts): Due[] {
  if (!step || (amounts.amount === 0 && amounts.netAmount === 0)) return [];
  return [{ kind, ...amounts, deadline: step.from }];
}

type Amounts = Pick<Due, 'amount' | 'netAmount'>;

function each(amountOf: (side: Side) => number | null): Amounts {
  const [amount, netAmount] = SIDES;
  return { amount: amountOf(amount), netAmount: amountOf(netAmount) };
}

/** What cancelling costs in a step: its first nights, or a share of them all; nothing in none. */
function costOf(step: Step | null, nights: readonly PictureNight[], side: Side): number | null {
  if (!step) return 0;
  const { penalty } = step;
  if (penalty.kind === 'PERCENT') {
    if (penalty.bp === 0) return 0;
    const whole = price(nights, side);
    return whole === null
      ? null
      : Number(roundHalfEven(BigInt(whole) * BigInt(penalty.bp), 10_000n));
  }
  const dates = [...new Set(nights.map(({ date }) => date))].toSorted().slice(0, penalty.nights);
  return price(
    nights.filter(({ date }) => dates.includes(date)),
    side,
  );
}

function price(nights: readonly PictureNight[], side: Side): number | null {
  return sumOf(
    nights.map((night) => {
      const rate = night[side.rate];
      return rate === null ? null : rate * night.rooms;
    }),
  );
}

function less(from: number | null, amount: number | null): number | null {
  return from === null || amount === null ? null : from - amount;
}

function sumOf(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce<number | null>(
    (sum, amount) => (sum === null || amount === null ? null : sum + amount),
    0,
  );
}

function nightsOf({ parts }: PictureBooking): PictureNight[] {
  return parts.filter(({ live }) => live).flatMap(({ nights }) => nights);
}

function spellNights(nights: readonly PictureNight[]): string {
  return nights
    .map(({ date, line, rooms, rate, sellRate }) => [date, line, rooms, rate, sellRate].join(' '))
    .toSorted()
    .join();
}

function spell({ kind, amount, netAmount, deadline }: Due): string {
  const until = deadline === null ? '-' : instantText(instant(deadline));
  return [kind, amount ?? '-', netAmount ?? '-', until].join(' ');
}
