// Asking for quotes in tests, and what a hold of the same has to say of them.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import type { HoldInput, ReservationWorld } from './reservation-world.ts';

const MONEY = '{ amount currency }';
const TIME = '{ instant local timezone }';
const STEPS = `freeUntil ${TIME} noShowAmount ${MONEY} policy { tiers { daysBefore time } }
  steps { from ${TIME} penalty { kind nights bp } amount ${MONEY} netAmount ${MONEY} }`;
const NIGHTS = `nights { date rooms rate ${MONEY} netRate ${MONEY} margin ${MONEY} }`;
const REFUSAL = `... on Refusal { message
  reasons { code message path nights line pool needed have retryable resolvableBy } }`;

const QUOTE = `query ($input: QuoteStayInput!) { answer: quoteStay(input: $input) { __typename ${REFUSAL}
  ... on StayQuote { hotel { id } agency { id } asOf validUntil holdUntil onRequest
    total ${MONEY} netTotal ${MONEY} margin ${MONEY}
    lines { roomType checkIn checkOut rooms onRequest ${NIGHTS}
      amount ${MONEY} netAmount ${MONEY} margin ${MONEY}
      cancellation { amountNow ${MONEY} netAmountNow ${MONEY} ${STEPS} } } } } }`;
const HOLD = `mutation ($input: CreateBookingInput!) { answer: createBooking(input: $input) { __typename ${REFUSAL}
  ... on BookingGroup { id status hotel { id } agency { id } heldAt expiresAt
    bookings { roomType checkIn checkOut rooms ${NIGHTS} cancellation { ${STEPS} } } } } }`;

interface Money {
  readonly amount: number;
  readonly currency: string;
}

interface Night {
  readonly rooms: number;
  readonly rate: Money | null;
}

export interface Quoted {
  readonly __typename: string;
  readonly asOf: string;
  readonly validUntil: string | null;
  readonly holdUntil: string | null;
  readonly onRequest: boolean;
  readonly total: Money | null;
  readonly netTotal: Money | null;
  readonly margin: Money | null;
  readonly lines: readonly {
    readonly onRequest: boolean;
    readonly nights: readonly Night[];
    readonly amount: Money | null;
    readonly cancellation: Readonly<Record<string, unknown>>;
  }[];
  readonly reasons?: readonly { readonly code: string; readonly path: string | null }[];
}

export interface HeldAnswer {
  readonly __typename: string;
  readonly id: string;
  readonly status: string;
  readonly heldAt: string;
  readonly expiresAt: string | null;
  readonly bookings: readonly { readonly nights: readonly Night[] }[];
  readonly reasons?: Quoted['reasons'];
}

export async function quote(
  world: ReservationWorld,
  { clientReference: _none, ...input }: Partial<HoldInput>,
  who: IdentityClaims = callers.partner('SIAM'),
  url?: string,
): Promise<Quoted> {
  return answerOf<Quoted>(world, QUOTE, input, who, url);
}

/** As `world.create`, with all that a quote tells of it. */
export async function hold(
  world: ReservationWorld,
  input: HoldInput,
  who: IdentityClaims = callers.partner('SIAM'),
  url?: string,
): Promise<HeldAnswer> {
  return answerOf<HeldAnswer>(world, HOLD, input, who, url);
}

async function answerOf<Answer>(
  world: ReservationWorld,
  query: string,
  input: object,
  who: IdentityClaims,
  url: string | undefined,
): Promise<Answer> {
  const { data, errors } = await world.ask<{ answer: Answer }>(who, query, { input }, url);
  if (!data || errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.answer;
}

/** What a quote and the hold of the same must both say; the quote's ids and instants are nobody's. */
export function promised(answer: Quoted | HeldAnswer): object {
  if ('lines' in answer) {
    const { onRequest, lines, asOf: _asked, validUntil: _known, holdUntil, ...quoted } = answer;
    const { total, netTotal: _net, margin: _margin, ...group } = quoted;
    return {
      ...group,
      __typename: 'BookingGroup',
      status: onRequest ? 'ON_REQUEST' : 'HELD',
      expires: holdUntil !== null,
      total,
      bookings: lines.map(({ onRequest: _requested, cancellation, ...line }) => {
        const {
          amount: _sell,
          netAmount: _pays,
          margin: _left,
          ...booking
        } = { ...line } as Record<string, unknown>;
        const { amountNow: _now, netAmountNow: _netNow, ...terms } = cancellation;
        return { ...booking, cancellation: terms };
      }),
    };
  }
  if (!('bookings' in answer)) return answer;
  const { id: _id, heldAt: _at, expiresAt, ...group } = answer;
  return { ...group, expires: expiresAt !== null, total: sumOf(answer.bookings) };
}

/** What all nights come to, added up as slowly as can be. */
function sumOf(bookings: readonly { readonly nights: readonly Night[] }[]): Money | null {
  let total = 0;
  let currency = '';
  for (const { rooms, rate } of bookings.flatMap(({ nights }) => nights)) {
    if (rate === null) return null;
    for (let room = 0; room < rooms; room += 1) total += rate.amount;
    currency = rate.currency;
  }
  return { amount: total, currency };
}
