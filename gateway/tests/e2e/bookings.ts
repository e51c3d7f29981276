// What sellers do in end-to-end tests: look, hold, confirm, cancel.
import type { LocalUser } from '../../../shared/auth/local-issuer/role-token.ts';
import type { World } from './world.ts';

export interface Refused {
  readonly __typename:
    | 'NotPermitted'
    | 'InvalidInput'
    | 'DuplicateReference'
    | 'NotFound'
    | 'InvalidState'
    | 'NotAvailable'
    | 'TryAgain';
  readonly message: string;
  readonly reasons: readonly {
    readonly code: string;
    readonly path: string | null;
    readonly nights: readonly string[];
    readonly needed: number | null;
    readonly have: number | null;
    readonly retryable: boolean;
  }[];
}

export interface Group {
  readonly __typename: 'BookingGroup';
  readonly id: string;
  readonly status: string;
  readonly clientReference: string;
  readonly heldAt: string;
  readonly expiresAt: string;
  readonly bookings: readonly { readonly id: string; readonly status: string }[];
  readonly saleOrder: null | {
    readonly id: string;
    readonly number: string;
    readonly total: { readonly amount: number; readonly currency: string } | null;
    readonly lines: readonly { readonly roomType: string; readonly rooms: number }[];
  };
}

const REFUSAL = `... on Refusal {
  message reasons { code path nights needed have retryable }
}`;
const GROUP = `... on BookingGroup {
  id status clientReference heldAt expiresAt bookings { id status }
  saleOrder { id number total { amount currency } lines { roomType rooms } }
}`;

export interface Stay {
  readonly hotelId: string;
  readonly roomType?: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms?: number;
}

/** Holds one room line under a reference; whoever holds says what it is for by the reference. */
export async function hold(
  world: World,
  user: LocalUser,
  clientReference: string,
  { hotelId, roomType = 'A', checkIn, checkOut, rooms = 1 }: Stay,
): Promise<Group | Refused> {
  const lines = [{ roomType, checkIn, checkOut, rooms }];
  const input = { hotelId, clientReference, lines };
  const operation = `mutation Hold($input: CreateBookingInput!) {
    createBooking(input: $input) { __typename ${GROUP} ${REFUSAL} }
  }`;
  const answer = await world.ask<{ createBooking: Group | Refused }>(user, operation, { input });
  return answer.createBooking;
}

/** The group; a refusal fails the test with its reasons. */
export function granted(answer: Group | Refused): Group {
  if (answer.__typename === 'BookingGroup') return answer;
  throw new Error(`refused: ${JSON.stringify(answer)}`);
}

export async function confirm(
  world: World,
  user: LocalUser,
  groupId: string,
): Promise<Group | Refused> {
  const operation = `mutation Confirm($groupId: ID!) {
    confirmBooking(groupId: $groupId) { __typename ${GROUP} ${REFUSAL} }
  }`;
  const answer = await world.ask<{ confirmBooking: Group | Refused }>(user, operation, { groupId });
  return answer.confirmBooking;
}

export async function cancel(
  world: World,
  user: LocalUser,
  input: { readonly groupId?: string; readonly bookingId?: string },
): Promise<Group | Refused> {
  const operation = `mutation Cancel($input: CancelBookingInput!) {
    cancelBooking(input: $input) { __typename ${GROUP} ${REFUSAL} }
  }`;
  const answer = await world.ask<{ cancelBooking: Group | Refused }>(user, operation, { input });
  return answer.cancelBooking;
}

export async function findGroup(world: World, user: LocalUser, id: string): Promise<Group | null> {
  const operation = `query Group($id: ID!) { bookingGroup(id: $id) { __typename ${GROUP} } }`;
  const answer = await world.ask<{ bookingGroup: Group | null }>(user, operation, { id });
  return answer.bookingGroup;
}

export interface Shown {
  readonly asOf: string;
  /** Rooms per night. */
  readonly available: readonly number[];
}

/** What `user` is shown of one room type. */
export async function look(
  world: World,
  user: LocalUser,
  { hotelId, roomType = 'A', checkIn, checkOut }: Stay,
): Promise<Shown> {
  const operation = `query Look($input: CalendarInput!) {
    calendar(input: $input) {
      __typename
      ... on Calendar { hotels { asOf roomTypes { packed { available } } } }
      ${REFUSAL}
    }
  }`;
  const input = { hotelIds: [hotelId], roomTypes: [roomType], from: checkIn, to: checkOut };
  const { calendar } = await world.ask<{
    calendar: {
      hotels?: readonly {
        asOf: string;
        roomTypes: readonly { packed: { available: readonly number[] } }[];
      }[];
    };
  }>(user, operation, { input });
  const shown = calendar.hotels?.[0];
  const available = shown?.roomTypes[0]?.packed.available;
  if (!shown || !available) throw new Error(`no calendar: ${JSON.stringify(calendar)}`);
  return { asOf: shown.asOf, available };
}
