// What bookings take of an agency's credit (ADR 16): what the agency pays for all that is held or
// confirmed and not yet over. Pure; the function agency.use_credit keeps the account.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { decimalTextOf } from '../../../shared/domain/money.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { amountsOf, commonCurrency } from './sale-order.ts';
import type { Transition } from './transitions.ts';

/** What one booking takes from now on. */
export interface CreditUse {
  readonly agencyId: string;
  readonly bookingId: string;
  /** Minor units; 0 gives back; null where a night has no rate. */
  readonly amount: number | null;
  readonly currency: string | null;
  /** Of a hold: when it ends by itself. */
  readonly expiresAt: string | null;
  /** Refused beyond the limit; else it counts whatever the limit, as what is sold is sold. */
  readonly checked: boolean;
}

export interface Credit {
  readonly currency: string;
  /** Minor units that are left; negative when the limit was lowered; null without a limit. */
  readonly free: number | null;
}

/** A request that waits for its answer counts: a yes must not fail for want of credit. */
const COUNTING: ReadonlySet<BookingStatus> = new Set<BookingStatus>([
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
]);

export function creditUseOf(group: BookingGroup, booking: Booking, checked: boolean): CreditUse {
  const named = { agencyId: group.agencyId, bookingId: booking.id, checked };
  if (!COUNTING.has(booking.status)) {
    return { ...named, amount: 0, currency: null, expiresAt: null };
  }
  const { amount } = amountsOf(nightsOf(booking));
  const ends = booking.status === 'HELD' && !group.downstreamConfirmed;
  return {
    ...named,
    // A booking that pays its agency leaves it no more credit than it had.
    amount: amount === undefined ? null : Math.max(0, amount),
    currency: commonCurrency([booking]) ?? null,
    expiresAt: ends ? (group.expiresAt ?? null) : null,
  };
}

/** What a new group needs, or why it cannot go on this credit. Without a limit nothing is looked at. */
export function creditNeeded(
  group: BookingGroup,
  { currency, free }: Credit,
): { readonly needed: number } | { readonly refused: Reason[] } {
  if (free === null) return { needed: 0 };
  const unpriced = group.bookings.flatMap((booking) =>
    nightsOf(booking)
      .filter(({ sellRate }) => sellRate === undefined)
      .map(({ night }) => night),
  );
  if (unpriced.length > 0) return { refused: [{ code: 'NO_RATE', nights: sorted(unpriced) }] };
  const uses = group.bookings.map((booking) => creditUseOf(group, booking, true));
  const foreign = uses.find((use) => use.currency !== currency);
  if (foreign) return { refused: [inOtherCurrency(foreign.currency, currency)] };
  const needed = uses.reduce((total, { amount }) => total + (amount ?? 0), 0);
  if (needed <= free) return { needed };
  return { refused: [exceeded(needed, free, currency)] };
}

/**
 * What a change of bookings takes: checked only where it adds rooms and comes to more, because what is
 * given up is given up whatever the limit.
 */
export function creditUsesOfChange(before: BookingGroup, { group, changed }: Changed): CreditUse[] {
  return changed.map((booking) => {
    const use = creditUseOf(group, booking, false);
    // What is given up in one currency pays for nothing in another.
    const isMore = use.amount === null || addedCost(before, { group, changed }, use.currency) > 0;
    return { ...use, checked: addsRooms(before, booking) && isMore };
  });
}

/** What a change needs besides what its bookings take already, or why it cannot go on this credit. */
export function creditForChange(
  before: BookingGroup,
  { group, changed }: Changed,
  credit: Credit,
): { readonly needed: number } | { readonly refused: Reason[] } {
  const growing = changed.filter((booking) => addsRooms(before, booking));
  if (credit.free === null || growing.length === 0) return { needed: 0 };
  const alone = creditNeeded({ ...group, bookings: growing }, { ...credit, free: Infinity });
  if ('refused' in alone) return alone;
  const needed = Math.max(0, addedCost(before, { group, changed }, credit.currency));
  if (needed === 0 || needed <= credit.free) return { needed };
  return { refused: [exceeded(needed, credit.free, credit.currency)] };
}

type Changed = Pick<Transition, 'group' | 'changed'>;

function addsRooms(before: BookingGroup, { id, parts }: Booking): boolean {
  const known = before.bookings.find((booking) => booking.id === id)?.parts.length ?? 0;
  return parts.length > known;
}

/** In the currency given, or in any; what cannot be counted takes nothing. */
function addedCost(
  before: BookingGroup,
  { group, changed }: Changed,
  currency: string | null,
): number {
  const ids = new Set(changed.map(({ id }) => id));
  const counted = (of: BookingGroup, bookings: readonly Booking[]): number =>
    bookings
      .filter(({ id }) => ids.has(id))
      .map((booking) => creditUseOf(of, booking, false))
      .filter((use) => currency === null || use.currency === currency)
      .reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  return counted(group, changed) - counted(before, before.bookings);
}

function sorted(nights: readonly string[]): string[] {
  return [...new Set(nights)].sort();
}

function exceeded(needed: number, free: number, currency: string): Reason {
  const have = Math.max(0, free);
  const [asked, left] = [needed, have].map((amount) => decimalTextOf(amount, currency));
  const detail = `${asked ?? ''} ${currency} are needed, ${left ?? ''} ${currency} are left of the credit.`;
  return { code: 'CREDIT_EXCEEDED', needed, have, detail };
}

function inOtherCurrency(price: string | null, credit: string): Reason {
  const detail = `The price is in ${price ?? 'several currencies'}, the credit in ${credit}.`;
  return { code: 'CREDIT_EXCEEDED', detail };
}
