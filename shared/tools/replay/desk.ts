// How the agencies of a replay book: each with a user and a token of its own, through the gateway,
// as their own programs would. Called by main.ts.
import { formatNight } from '../../domain/nights.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { ask, REFUSAL } from './ask.ts';
import { openClient } from './open-client.ts';
import type { BookingRow } from './parse-rows.ts';
import type { Codes, Desk } from './play.ts';
import type { Target } from './target.ts';

interface Group {
  readonly id: string;
  readonly status: string;
}

const GROUP = `${REFUSAL} ... on BookingGroup { id status }`;
const HOLD = `mutation Hold($input: CreateBookingInput!) {
  answer: createBooking(input: $input) { ${GROUP} }
}`;
const CONFIRM = `mutation Confirm($groupId: ID!) {
  answer: confirmBooking(groupId: $groupId) { ${GROUP} }
}`;
const CANCEL = `mutation Cancel($input: CancelBookingInput!) {
  answer: cancelBooking(input: $input) { ${GROUP} }
}`;

/** `runId` makes the references of this run; `hotelIds` are the houses by the hotels' names. */
export function openDesk(
  target: Target,
  runId: string,
  hotelIds: ReadonlyMap<string, string>,
): Desk & { close(): Promise<void> } {
  const clients = new Map<string, GatewayClient>();
  const clientOf = ({ agency }: BookingRow): GatewayClient => {
    const client = clients.get(agency) ?? openClient(target, { role: 'PARTNER', agencyId: agency });
    clients.set(agency, client);
    return client;
  };
  return {
    async hold(booking) {
      const input = {
        hotelId: hotelIds.get(booking.hotelName),
        clientReference: `${runId}-${booking.line}`,
        lines: [
          {
            roomType: booking.roomType,
            checkIn: formatNight(booking.checkIn),
            checkOut: formatNight(booking.checkOut),
            rooms: 1,
          },
        ],
      };
      const group = await ask<Group>(clientOf(booking), HOLD, { input });
      return group.ok ? ok(group.value.id) : group;
    },
    async confirm(booking, groupId) {
      return settled(await ask<Group>(clientOf(booking), CONFIRM, { groupId }), 'CONFIRMED');
    },
    async cancel(booking, groupId) {
      const input = { groupId };
      return settled(await ask<Group>(clientOf(booking), CANCEL, { input }), 'CANCELLED');
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

/** A group in another state than the one asked for is no success, whatever its type. */
function settled(group: Result<Group, Codes>, status: string): Result<null, Codes> {
  if (!group.ok) return group;
  return group.value.status === status ? ok(null) : err([`stayed ${group.value.status}`]);
}
