// What cancelling a booking costs by what was agreed when it was held, and what that makes of its sale
// order. Both sides of the money are charged by the same policy: what the agency pays, what the hotel gets.
import {
  lastFreeInstant,
  penaltyAmount,
  penaltySteps,
} from '../../../shared/domain/cancellation-policy.ts';
import type { Penalty, PolicyStay } from '../../../shared/domain/cancellation-policy.ts';
import { formatInstant, instantOf } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { amountsOf, commonCurrency } from './sale-order.ts';
import type { Amounts } from './sale-order.ts';

/** A line that a later change adds to a sale order; its own lines never change. */
export interface OrderAmendment extends Amounts {
  readonly kind: 'CANCELLED' | 'NO_SHOW' | 'PENALTY' | 'AMENDED' | 'AMENDMENT_PENALTY';
  readonly bookingId: string;
  /** For a penalty: the instant from which on it was due. */
  readonly deadline?: string;
  readonly why: string;
}

export interface CancellationStep extends Amounts {
  /** From this instant on. */
  readonly from: string;
  readonly penalty: Penalty;
}

/** What cancelling costs from when on, in order; before the first step it is free. */
export function cancellationSteps(group: BookingGroup, booking: Booking): CancellationStep[] {
  const policy = group.cancellationPolicy;
  if (!policy) return [];
  return penaltySteps(policy, stayOf(group, booking)).map(({ from, penalty }) => ({
    from: formatInstant(from),
    penalty,
    ...penaltyOf(booking, penalty),
  }));
}

/** The last instant at which cancelling is free; null when it always is. */
export function freeUntil(group: BookingGroup, booking: Booking): string | null {
  const policy = group.cancellationPolicy;
  const last = policy ? lastFreeInstant(policy, stayOf(group, booking)) : null;
  return last === null ? null : formatInstant(last);
}

/** What not showing up costs; null where nothing was agreed. */
export function noShowCost(group: BookingGroup, booking: Booking): Amounts | null {
  const penalty = group.cancellationPolicy?.noShow;
  return penalty ? penaltyOf(booking, penalty) : null;
}

/** What cancelling a confirmed booking at `clock` costs; absent amounts: a night of it has no rate. */
export function cancellationCost(group: BookingGroup, booking: Booking, clock: string): Amounts {
  const step = stepAt(group, booking, clock);
  if (!step) return FREE;
  const { from: _from, penalty: _penalty, ...amounts } = step;
  return amounts;
}

/** What a cancellation at `clock` adds to the order: the booking's price off, the penalty on. */
export function cancelled(group: BookingGroup, booking: Booking, clock: string): OrderAmendment[] {
  const step = stepAt(group, booking, clock);
  return [
    { kind: 'CANCELLED', bookingId: booking.id, ...lessAll(booking), why: 'cancelled' },
    ...(step ? penaltyLine(booking, step, 'cancelled after the deadline') : []),
  ];
}

/** What a change at `clock` adds to the order: the new price for the old one, what it gives up too late. */
export function repriced(
  group: BookingGroup,
  before: Booking,
  after: Booking,
  clock: string,
): OrderAmendment[] {
  const difference = ofBoth(before, after, priceOf(before), priceOf(after), (was, is) => is - was);
  const step = stepAt(group, before, clock);
  const penalty = amendmentPenalty(group, before, after, clock);
  const why = 'given up after the deadline';
  return [
    { kind: 'AMENDED', bookingId: before.id, ...difference, why: 'amended' },
    ...(step ? penaltyLine(before, { from: step.from, ...penalty }, why, 'AMENDMENT_PENALTY') : []),
  ];
}

/**
 * What a change takes off the cost of cancelling is due with the change: whoever gives up rooms or
 * nights late pays for them as if these were cancelled, and nobody cancels cheaper by amending first.
 */
export function amendmentPenalty(
  group: BookingGroup,
  before: Booking,
  after: Booking,
  clock: string,
): Amounts {
  const was = stepAt(group, before, clock) ?? FREE;
  const is = stepAt(group, after, clock) ?? FREE;
  return ofBoth(before, after, was, is, (cost, left) => Math.max(0, cost - left));
}

const FREE: Amounts = { amount: 0, netAmount: 0 };

/** The step that cancelling falls into at `clock`; undefined: it is free. */
function stepAt(
  group: BookingGroup,
  booking: Booking,
  clock: string,
): CancellationStep | undefined {
  const at = instantOf(clock);
  return cancellationSteps(group, booking).findLast(({ from }) => instantOf(from) <= at);
}

/** Nothing can be told where a price is missing, or where the two are not in one currency. */
function ofBoth(
  before: Booking,
  after: Booking,
  was: Amounts,
  is: Amounts,
  compare: (was: number, is: number) => number,
): Amounts {
  const currency = commonCurrency([before]);
  if (currency === undefined || commonCurrency([after]) !== currency) return {};
  const of = (side: keyof Amounts): Amounts => {
    const [old, young] = [was[side], is[side]];
    return old === undefined || young === undefined ? {} : { [side]: compare(old, young) };
  };
  return { ...of('amount'), ...of('netAmount') };
}

/** The next instant at which cancelling costs something else than at `clock`; absent: never again. */
export function costChangesAt(
  group: BookingGroup,
  booking: Booking,
  clock: string,
): string | undefined {
  const at = instantOf(clock);
  return cancellationSteps(group, booking).find(({ from }) => instantOf(from) > at)?.from;
}

/** What not showing up adds: the booking's price off, the penalty for it on. */
export function notShown(group: BookingGroup, booking: Booking): OrderAmendment[] {
  const why = 'the guest did not show up';
  const cost = noShowCost(group, booking);
  return [
    { kind: 'NO_SHOW', bookingId: booking.id, ...lessAll(booking), why },
    ...(cost ? penaltyLine(booking, cost, why) : []),
  ];
}

/** A penalty that comes to nothing is no line; one that nobody can tell is a line without amounts. */
function penaltyLine(
  booking: Booking,
  { from, amount, netAmount }: Amounts & { readonly from?: string },
  why: string,
  kind: 'PENALTY' | 'AMENDMENT_PENALTY' = 'PENALTY',
): OrderAmendment[] {
  if (amount === 0 && netAmount === 0) return [];
  const amounts = {
    ...(amount === undefined ? {} : { amount }),
    ...(netAmount === undefined ? {} : { netAmount }),
  };
  const deadline = from === undefined ? {} : { deadline: from };
  return [{ kind, bookingId: booking.id, ...amounts, ...deadline, why }];
}

function penaltyOf(booking: Booking, penalty: Penalty): Amounts {
  const amount = penaltyAmount(penalty, nightPrices(booking, 'amount'));
  const netAmount = penaltyAmount(penalty, nightPrices(booking, 'netAmount'));
  return {
    ...(amount === null ? {} : { amount }),
    ...(netAmount === null ? {} : { netAmount }),
  };
}

/** All rooms of all its nights. */
function priceOf(booking: Booking): Amounts {
  return amountsOf(nightsOf(booking));
}

function lessAll(booking: Booking): Amounts {
  const { amount, netAmount } = priceOf(booking);
  return {
    ...(amount === undefined ? {} : { amount: 0 - amount }),
    ...(netAmount === undefined ? {} : { netAmount: 0 - netAmount }),
  };
}

function stayOf(group: BookingGroup, booking: Booking): PolicyStay {
  const { checkIn } = booking;
  return { checkIn, timezone: group.timezone, nightPrices: nightPrices(booking, 'amount') };
}

/** All rooms of each night from check-in on; null where one has no rate. */
function nightPrices(booking: Booking, side: keyof Amounts): (number | null)[] {
  const cells = Map.groupBy(nightsOf(booking), ({ night }) => night);
  const length = nightOf(booking.checkOut) - nightOf(booking.checkIn);
  return Array.from({ length }, (_, at) => {
    const night = formatNight(nightOf(booking.checkIn) + at);
    return amountsOf(cells.get(night) ?? [])[side] ?? null;
  });
}
