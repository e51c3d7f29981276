// What bookings take of an agency's credit (ADR 16): what the agency pays for all that is held or
// confirmed and not yet over. Pure; the function agency.use_credit keeps the account.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { decimalTextOf } from '../../../shared/domain/money.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { amountsOf, commonCurrency } from './sale-order.ts';

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
