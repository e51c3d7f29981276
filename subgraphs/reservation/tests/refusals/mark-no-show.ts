// Refusals of markNoShow.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { bookingOf, groupsInEveryState } from './groups-in-every-state.ts';
import type { GroupsInEveryState } from './groups-in-every-state.ts';
import { refusalTable } from './refusal-table.ts';

interface There extends GroupsInEveryState {
  /** Confirmed, its guest yet to come. */
  readonly awaited: string;
}

const notPermitted = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const notThere = { type: 'NotFound', codes: [['NOT_FOUND', '/bookingId']] } as const;
const neverSold = { type: 'InvalidState', codes: [['HOLD_EXPIRED', null]] } as const;

export const markNoShow = refusalTable<There>({
  mutation: 'markNoShow',
  prepare: async (world) => {
    const groups = await groupsInEveryState(world);
    const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
    const hotelId = await world.hotel();
    const { id = '' } = await world.create({ hotelId, clientReference: 'AWAITED', lines: [line] });
    await world.confirm(id);
    return { ...groups, awaited: await bookingOf(world, id) };
  },
  rows: [
    {
      label: 'a partner, though there is no such booking',
      ...notPermitted,
      ask: ({ world }) => world.markNoShow('bkg_none', callers.partner('SIAM')),
    },
    {
      label: 'an agent, of a guest yet to come',
      ...notPermitted,
      ask: ({ world, awaited }) => world.markNoShow(awaited, callers.agent),
    },
    {
      label: 'a booking that does not exist',
      ...notThere,
      ask: ({ world }) => world.markNoShow('bkg_none'),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: ({ world }) => world.markNoShow('bkg\0'),
    },
    {
      label: 'a booking that is only held',
      ...neverSold,
      ask: ({ world, booking }) => world.markNoShow(booking),
    },
    {
      label: 'a booking that was cancelled',
      ...neverSold,
      ask: async ({ world, cancelled }) => world.markNoShow(await bookingOf(world, cancelled)),
    },
    {
      label: 'a booking about which the supplier still owes its answer',
      type: 'InvalidState',
      codes: [['DOWNSTREAM_UNKNOWN', null]],
      ask: async ({ world, owed }) => world.markNoShow(await bookingOf(world, owed)),
    },
    {
      label: 'a guest whose first night is not over at the hotel',
      type: 'NotAvailable',
      codes: [['NOT_YET_OPEN', null]],
      ask: ({ world, awaited }) => world.markNoShow(awaited),
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, awaited, cutOff }) => world.markNoShow(awaited, undefined, cutOff),
    },
  ],
});
