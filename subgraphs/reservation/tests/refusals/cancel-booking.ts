// Refusals of cancelBooking.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { groupsInEveryState } from './groups-in-every-state.ts';
import type { GroupsInEveryState } from './groups-in-every-state.ts';
import { refusalTable } from './refusal-table.ts';

const malformed = { type: 'InvalidInput', codes: [['BAD_INPUT', '']] } as const;
const noGroup = { type: 'NotFound', codes: [['NOT_FOUND', '/groupId']] } as const;
const noBooking = { type: 'NotFound', codes: [['NOT_FOUND', '/bookingId']] } as const;
const tooLate = { type: 'InvalidState', codes: [['HOLD_EXPIRED', null]] } as const;

export const cancelBooking = refusalTable<GroupsInEveryState>({
  mutation: 'cancelBooking',
  prepare: groupsInEveryState,
  rows: [
    {
      label: 'a supplier, whatever it asks',
      type: 'NotPermitted',
      codes: [['NOT_ENTITLED', null]],
      ask: ({ world }) => world.cancel({}, callers.supplier('H1')),
    },
    {
      label: 'a request that names nothing',
      ...malformed,
      ask: ({ world }) => world.cancel({}),
    },
    {
      label: 'a request that names a group and a booking, though neither is there',
      ...malformed,
      ask: ({ world }) => world.cancel({ groupId: 'grp_none', bookingId: 'bkg_none' }),
    },
    {
      label: 'a group that does not exist',
      ...noGroup,
      ask: ({ world }) => world.cancel({ groupId: 'grp_none' }),
    },
    {
      label: 'a booking that does not exist',
      ...noBooking,
      ask: ({ world }) => world.cancel({ bookingId: 'bkg_none' }),
    },
    {
      label: 'an id that can be none',
      ...noBooking,
      ask: ({ world }) => world.cancel({ bookingId: 'bkg\0' }),
    },
    {
      label: 'another’s group, as one that does not exist, though it is over as well',
      ...noGroup,
      ask: ({ world, over }) => world.cancel({ groupId: over }, callers.partner('ASIA')),
    },
    {
      label: 'another’s booking, as one that does not exist',
      ...noBooking,
      ask: ({ world, booking }) => world.cancel({ bookingId: booking }, callers.partner('ASIA')),
    },
    {
      label: 'a hold that ran out and was written down',
      ...tooLate,
      ask: ({ world, expired }) => world.cancel({ groupId: expired }),
    },
    {
      label: 'a hold that ran out and nobody wrote it down',
      ...tooLate,
      ask: ({ world, over }) => world.cancel({ groupId: over }),
    },
    {
      label: 'a group that the supplier refused',
      ...tooLate,
      ask: ({ world, rejected }) => world.cancel({ groupId: rejected }),
    },
    {
      label: 'a group about which the supplier still owes its answer',
      type: 'InvalidState',
      codes: [['DOWNSTREAM_UNKNOWN', null]],
      ask: ({ world, owed }) => world.cancel({ groupId: owed }),
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, held, cutOff }) => world.cancel({ groupId: held }, undefined, cutOff),
    },
  ],
});
