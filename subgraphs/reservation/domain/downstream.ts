// What this subgraph asks of the supplier that keeps the rooms, and what it may be told, in our own
// words. integrations/ speaks the supplier's; services decide on these shapes.
import type { BookingGroup } from './booking.ts';
import { toSaleOrder } from './sale-order.ts';
import { isOwnStock } from './transitions.ts';

/** One room line of a group, as it is booked downstream and as it is confirmed from there. */
export interface DownstreamLine {
  readonly roomType: string;
  readonly checkIn: string;
  /** Exclusive: the day of departure. */
  readonly checkOut: string;
  readonly rooms: number;
  /** Minor units of the request's currency, for all rooms and nights of the line; null: no price. */
  readonly amount: number | null;
}

export interface DownstreamRequest {
  /** The group's id: the same group is booked once, however often it is asked for. */
  readonly key: string;
  readonly hotelId: string;
  /** What the agency calls the booking. */
  readonly reference: string;
  readonly currency: string | null;
  readonly lines: readonly DownstreamLine[];
}

/** Why nobody knows whether the supplier has booked. */
export type UnknownCause =
  /** This call sent nothing. An earlier one with the same key may have. */
  | 'NOT_SENT'
  | 'TIMEOUT'
  /** The caller gave up. */
  | 'ABORTED'
  | 'CONNECTION_LOST'
  /** An HTTP status that says nothing about the booking: 5xx, 401, a redirect. */
  | 'HTTP_STATUS'
  /** Answered, but not with an answer. */
  | 'UNREADABLE'
  /** A status word that nobody has mapped, or one that means "we do not know either". */
  | 'UNKNOWN_STATUS'
  /** The answer is about another booking. */
  | 'OTHER_BOOKING'
  /** The supplier has this key with other content. */
  | 'KEY_TAKEN';

/** Nothing is known: rooms stay taken, and `status` is asked later. */
export interface UnknownAnswer {
  readonly kind: 'UNKNOWN';
  readonly why: UnknownCause;
  /** For logs and audit; bounded, and never with secrets. */
  readonly detail: string;
}

export type DownstreamAnswer =
  | { readonly kind: 'CONFIRMED'; readonly supplierReference: string }
  /** Not booked, or cancelled by the supplier since. */
  | { readonly kind: 'REFUSED'; readonly reason: string }
  /** Somebody at the supplier has yet to decide. */
  | {
      readonly kind: 'PENDING';
      readonly supplierReference: string | null;
      /** Whether the supplier keeps the rooms for us in the meantime. */
      readonly keepsRooms: boolean;
    }
  | UnknownAnswer;

/**
 * `NOT_FOUND`: the supplier says that it never heard of the key. A request still on its way may yet
 * arrive, so what follows from it is to book again under the same key, not to give rooms back.
 */
export type DownstreamStatus = DownstreamAnswer | { readonly kind: 'NOT_FOUND' };

export type DownstreamCancellation =
  | { readonly kind: 'CANCELLED'; readonly version: number | null }
  | { readonly kind: 'REFUSED'; readonly reason: string }
  | { readonly kind: 'NOT_FOUND' }
  | UnknownAnswer;

/** `version` is the supplier's count of the booking's changes, null where it does not say. */
export type DownstreamAmendment =
  /** It stands there as the request has it. */
  | {
      readonly kind: 'AMENDED';
      readonly supplierReference: string;
      readonly version: number | null;
    }
  /** It stands there as it stood before. */
  | { readonly kind: 'REFUSED'; readonly reason: string }
  | { readonly kind: 'NOT_FOUND' }
  | UnknownAnswer;

/** The supplier's side of bookings. Never throws for what the supplier does. */
export interface Downstream {
  /** Books the request, or answers what became of it when its key was booked before. */
  book(request: DownstreamRequest, signal: AbortSignal): Promise<DownstreamAnswer>;
  status(key: string, signal: AbortSignal): Promise<DownstreamStatus>;
  /**
   * Makes what is booked under `request.key` what the request says: all lines, not the difference.
   * The same amendment key is amended once, however often it is asked for; after UNKNOWN send it again.
   */
  amend(
    request: DownstreamRequest,
    amendmentKey: string,
    signal: AbortSignal,
  ): Promise<DownstreamAmendment>;
  /** Cancelling again is the same as cancelling once. */
  cancel(key: string, signal: AbortSignal): Promise<DownstreamCancellation>;
  close(): Promise<void>;
}

/** What the supplier told on its own account, once signature and shape are proven. */
export interface DownstreamConfirmation {
  /** Names the message: the same one twice is one. */
  readonly deliveryId: string;
  /** Our group's id; null where the supplier names only its own reference. */
  readonly key: string | null;
  readonly supplierReference: string;
  readonly hotelId: string;
  /** Grows with every change of the booking; an older one never wins over a newer. */
  readonly version: number;
  readonly outcome: 'CONFIRMED' | 'REFUSED' | 'PENDING' | 'UNKNOWN';
  /** The supplier's own word, for people. */
  readonly word: string;
  readonly reason: string | null;
  readonly currency: string | null;
  readonly lines: readonly DownstreamLine[];
}

/** Once sold, a booking stands at the supplier until it is cancelled, its guest came or not. */
const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED', 'NO_SHOW']);

/**
 * The request for a group: what stands in it and takes the supplier's rooms, priced net, as the hotel
 * is paid.
 */
export function toDownstreamRequest(group: BookingGroup): DownstreamRequest {
  const living = group.bookings.filter(
    (booking) =>
      (booking.status === group.status || SOLD.has(booking.status)) && !isOwnStock(booking),
  );
  const confirmed = living.map((booking) => ({ ...booking, status: 'CONFIRMED' as const }));
  const order = toSaleOrder({ ...group, bookings: confirmed }, group.id, group.heldAt);
  return {
    key: group.id,
    hotelId: group.hotelId,
    reference: group.clientReference,
    currency: order.currency ?? null,
    lines: order.lines.map(({ roomType, checkIn, checkOut, rooms, netAmount }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
      amount: netAmount ?? null,
    })),
  };
}

/**
 * JSON pointer of the first thing in which what was confirmed differs from what was asked for: other
 * rooms, dates or price; or null. Order does not matter, and a price that either side leaves out is
 * no difference.
 */
export function differsFromRequest(
  request: DownstreamRequest,
  told: Pick<DownstreamConfirmation, 'hotelId' | 'currency' | 'lines'>,
): string | null {
  if (told.hotelId !== request.hotelId) return '/hotelId';
  if (told.lines.length !== request.lines.length) return '/lines';
  const anyPrice = request.currency === null || told.currency === null;
  if (!anyPrice && told.currency !== request.currency) return '/currency';
  const left = [...told.lines];
  for (const [index, line] of request.lines.entries()) {
    const same = (other: DownstreamLine): boolean => sameLine(line, other, anyPrice);
    // Of several alike, the one that also has the price: the others may lack theirs.
    const exact = left.findIndex((other) => same(other) && other.amount === line.amount);
    const match = exact === -1 ? left.findIndex(same) : exact;
    if (match === -1) return `/lines/${index}`;
    left.splice(match, 1);
  }
  return null;
}

function sameLine(asked: DownstreamLine, told: DownstreamLine, anyPrice: boolean): boolean {
  const samePrice =
    anyPrice || asked.amount === null || told.amount === null || asked.amount === told.amount;
  return (
    samePrice &&
    asked.roomType === told.roomType &&
    asked.checkIn === told.checkIn &&
    asked.checkOut === told.checkOut &&
    asked.rooms === told.rooms
  );
}
