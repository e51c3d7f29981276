// Refusals of settleRequest.
import { seed } from '../../../../shared/testing/seed.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { groupsInEveryState } from './groups-in-every-state.ts';
import type { GroupsInEveryState } from './groups-in-every-state.ts';
import type { ReservationWorld } from '../reservation-world.ts';
import { refusalTable } from './refusal-table.ts';

interface There extends GroupsInEveryState {
  /** A request for a room that only requests get, and for one that somebody else has by now. */
  readonly hopeless: string;
  readonly declined: string;
}

const accept = true;
const note = 'the hotel rang';
const stay = { checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
const notPermitted = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const malformed = { type: 'InvalidInput', codes: [['BAD_INPUT', '/note']] } as const;
const notThere = { type: 'NotFound', codes: [['NOT_FOUND', '/groupId']] } as const;
const over = { type: 'InvalidState', codes: [['HOLD_EXPIRED', null]] } as const;

export const settleRequest = refusalTable<There>({
  mutation: 'settleRequest',
  prepare: async (world) => {
    const groups = await groupsInEveryState(world);
    await plantHotel(world);
    const hopeless = await request(world, 'HOPELESS');
    const declined = await request(world, 'DECLINED');
    await world.settleRequest({ groupId: declined, accept: false, note });
    const lines = [{ roomType: 'A', ...stay }];
    await world.create({ hotelId: 'ASKED', clientReference: 'TOOK-IT', lines });
    return { ...groups, hopeless, declined };
  },
  rows: [
    {
      label: 'a partner, though there is no such group',
      ...notPermitted,
      ask: ({ world }) =>
        world.settleRequest({ groupId: 'grp_none', accept, note: '' }, callers.partner('SIAM')),
    },
    {
      label: 'an agent, of a request that waits',
      ...notPermitted,
      ask: ({ world, hopeless }) =>
        world.settleRequest({ groupId: hopeless, accept, note }, callers.agent),
    },
    {
      label: 'whoever does not say why, though there is no such group',
      ...malformed,
      ask: ({ world }) => world.settleRequest({ groupId: 'grp_none', accept, note: ' ' }),
    },
    {
      label: 'a note of more than 500 characters',
      ...malformed,
      ask: ({ world, hopeless }) =>
        world.settleRequest({ groupId: hopeless, accept, note: 'x'.repeat(501) }),
    },
    {
      label: 'a note with half a character',
      ...malformed,
      ask: ({ world, hopeless }) =>
        world.settleRequest({ groupId: hopeless, accept, note: 'x\ud800' }),
    },
    {
      label: 'a group that does not exist',
      ...notThere,
      ask: ({ world }) => world.settleRequest({ groupId: 'grp_none', accept, note }),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: ({ world }) => world.settleRequest({ groupId: 'grp\0', accept, note }),
    },
    {
      label: 'a yes to a group that is held and no request',
      ...over,
      ask: ({ world, held }) => world.settleRequest({ groupId: held, accept, note }),
    },
    {
      label: 'a no to a group that was cancelled',
      ...over,
      ask: ({ world, cancelled }) =>
        world.settleRequest({ groupId: cancelled, accept: false, note }),
    },
    {
      label: 'a yes to a request that was declined',
      ...over,
      ask: ({ world, declined }) => world.settleRequest({ groupId: declined, accept, note }),
    },
    {
      label: 'a group about which the supplier still owes its answer',
      type: 'InvalidState',
      codes: [['DOWNSTREAM_UNKNOWN', null]],
      ask: ({ world, owed }) => world.settleRequest({ groupId: owed, accept, note }),
    },
    {
      label: 'a yes to rooms that somebody else has by now',
      type: 'NotAvailable',
      codes: [['SOLD_OUT_LINE', '/lines/0']],
      ask: ({ world, hopeless }) => world.settleRequest({ groupId: hopeless, accept, note }),
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, hopeless, cutOff }) =>
        world.settleRequest({ groupId: hopeless, accept: false, note }, undefined, cutOff),
    },
  ],
});

/** One room of A, and any number of R on request. */
async function plantHotel(world: ReservationWorld): Promise<void> {
  const year = { stayFrom: '2099-01-01', stayTo: '2100-01-01' };
  await seed(world.system.database)
    .hotel('ASKED', { timezone: 'Asia/Bangkok', roomTypes: ['A', 'R'] })
    .contract({ id: 'ASKED-K1', ...year, lines: [{ roomType: 'A', quantity: 1, rate: 10_000 }] })
    .contract({
      id: 'ASKED-K2',
      ...year,
      contractKind: 'ON_REQUEST',
      lines: [{ roomType: 'R', quantity: null, rate: 20_000 }],
    })
    .plant();
}

async function request(world: ReservationWorld, clientReference: string): Promise<string> {
  const lines = ['A', 'R'].map((roomType) => ({ roomType, ...stay }));
  const answer = await world.create({
    hotelId: 'ASKED',
    clientReference,
    lines,
    acceptOnRequest: true,
  });
  if (answer.status !== 'ON_REQUEST' || answer.id === undefined) {
    throw new Error(JSON.stringify(answer));
  }
  return answer.id;
}
