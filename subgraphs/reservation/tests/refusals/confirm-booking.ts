// Refusals of confirmBooking.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { groupsInEveryState } from './groups-in-every-state.ts';
import type { GroupsInEveryState } from './groups-in-every-state.ts';
import { refusalTable } from './refusal-table.ts';

const notThere = { type: 'NotFound', codes: [['NOT_FOUND', '/groupId']] } as const;
const tooLate = { type: 'InvalidState', codes: [['HOLD_EXPIRED', null]] } as const;

export const confirmBooking = refusalTable<GroupsInEveryState>({
  mutation: 'confirmBooking',
  prepare: groupsInEveryState,
  rows: [
    {
      label: 'a supplier, though there is no such group',
      type: 'NotPermitted',
      codes: [['NOT_ENTITLED', null]],
      ask: ({ world }) => world.confirm('grp_none', callers.supplier('H1')),
    },
    {
      label: 'a group that does not exist',
      ...notThere,
      ask: ({ world }) => world.confirm('grp_none'),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: ({ world }) => world.confirm('grp\0'),
    },
    {
      label: 'another’s group, as one that does not exist, though it is over as well',
      ...notThere,
      ask: ({ world, over }) => world.confirm(over, callers.partner('ASIA')),
    },
    {
      label: 'a hold that ran out and was written down',
      ...tooLate,
      ask: ({ world, expired }) => world.confirm(expired),
    },
    {
      label: 'a hold that ran out and nobody wrote it down',
      ...tooLate,
      ask: ({ world, over }) => world.confirm(over),
    },
    {
      label: 'a hold that was cancelled',
      ...tooLate,
      ask: ({ world, cancelled }) => world.confirm(cancelled),
    },
    {
      label: 'a group about which the supplier still owes its answer',
      type: 'InvalidState',
      codes: [['DOWNSTREAM_UNKNOWN', null]],
      // It is asked again, which is counted and says when the next turn comes.
      mayTouch: ['reservation.confirmations', 'supplier'],
      ask: async ({ world, owed }) => {
        const rows: { hotel_id: string }[] = await world.admin.query(
          'select hotel_id from reservation.booking_groups where id = $1',
          [owed],
        );
        const hotel = rows[0]?.hotel_id;
        await world.supplier('POST', '/faults', { hotel, kind: 'STATUS', word: 'Perhaps' });
        return world.confirm(owed);
      },
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, held, cutOff }) => world.confirm(held, undefined, cutOff),
    },
  ],
});
