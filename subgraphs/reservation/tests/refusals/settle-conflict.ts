// Refusals of settleConflict.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { Answer, ReservationWorld } from '../reservation-world.ts';
import { groupsInEveryState } from './groups-in-every-state.ts';
import { plantConflict } from './plant-supplier-rows.ts';
import { refusalTable } from './refusal-table.ts';

interface There {
  readonly world: ReservationWorld;
  /** The supplier takes back what stands here. */
  readonly takenBack: string;
  readonly ofNobody: string;
  readonly keyless: string;
  readonly otherRooms: string;
  readonly superseded: string;
  readonly kept: string;
  /** A process of reservation that cannot change anything. */
  readonly cutOff: string;
}

const SETTLE = `mutation ($id: ID!, $resolution: ConflictResolution!, $note: String!) {
  answer: settleConflict(id: $id, resolution: $resolution, note: $note) {
    __typename ... on Refusal { message reasons { code path nights line needed have retryable resolvableBy } } } }`;

interface Asked {
  readonly id: string;
  readonly resolution?: string;
  readonly note?: string;
}

async function settle(
  world: ReservationWorld,
  { id, resolution = 'ACCEPT_SUPPLIER', note = 'asked by phone' }: Asked,
  who: IdentityClaims = callers.operator,
  url?: string,
): Promise<Answer> {
  const asked = { id, resolution, note };
  const { data, errors } = await world.ask<{ answer: Answer }>(who, SETTLE, asked, url);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.answer;
}

const forbidden = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const notThere = { type: 'NotFound', codes: [['NOT_FOUND', '/id']] } as const;
const cannotBe = { type: 'InvalidState', codes: [['PREVIEW_STALE', '/resolution']] } as const;

export const settleConflict = refusalTable<There>({
  mutation: 'settleConflict',
  prepare: async (world) => {
    const { cutOff } = await groupsInEveryState(world);
    const hotelId = await world.hotel();
    const { id: groupId = '' } = await world.create({
      hotelId,
      clientReference: `${hotelId}-conflict`,
      lines: [{ roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 }],
    });
    await world.confirm(groupId);
    const takenBack = { kind: 'CANCELLED_BY_SUPPLIER', groupId };
    return {
      world,
      cutOff,
      takenBack: await plantConflict(world, takenBack),
      ofNobody: await plantConflict(world, { kind: 'UNKNOWN_BOOKING' }),
      keyless: await plantConflict(world, { kind: 'UNKNOWN_BOOKING', key: null }),
      otherRooms: await plantConflict(world, { kind: 'OTHER_CONTENT', groupId }),
      superseded: await plantConflict(world, { ...takenBack, resolution: 'SUPERSEDED' }),
      kept: await plantConflict(world, { ...takenBack, resolution: 'KEEP_OURS' }),
    };
  },
  rows: [
    {
      label: 'an agent, whatever it asks',
      ...forbidden,
      ask: ({ world }) => settle(world, { id: 'cfl_none', note: '' }, callers.agent),
    },
    {
      label: 'a partner, though the conflict is about its own booking',
      ...forbidden,
      ask: ({ world, takenBack }) => settle(world, { id: takenBack }, callers.partner('SIAM')),
    },
    {
      label: 'all that is malformed, at once, though there is no such conflict',
      type: 'InvalidInput',
      codes: [
        ['BAD_INPUT', '/resolution'],
        ['BAD_INPUT', '/note'],
      ],
      ask: ({ world }) => settle(world, { id: 'cfl_none', resolution: 'SUPERSEDED', note: ' ' }),
    },
    {
      label: 'a note of two lines',
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/note']],
      ask: ({ world, takenBack }) => settle(world, { id: takenBack, note: 'a\nb' }),
    },
    {
      label: 'a note with half a character',
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/note']],
      ask: ({ world, takenBack }) => settle(world, { id: takenBack, note: 'x\ud800' }),
    },
    {
      label: 'what was settled another way',
      type: 'DuplicateReference',
      codes: [['DUPLICATE_REFERENCE', '/resolution']],
      ask: ({ world, kept }) => settle(world, { id: kept }),
    },
    {
      label: 'a conflict that does not exist',
      ...notThere,
      ask: ({ world }) => settle(world, { id: 'cfl_none' }),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: ({ world }) => settle(world, { id: 'cfl\0' }),
    },
    {
      label: 'what the supplier has taken back itself',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', null]],
      ask: ({ world, superseded }) => settle(world, { id: superseded }),
    },
    {
      label: 'to take over a booking of nobody’s',
      ...cannotBe,
      ask: ({ world, ofNobody }) => settle(world, { id: ofNobody }),
    },
    {
      label: 'to take over other rooms, which is an amendment',
      ...cannotBe,
      ask: ({ world, otherRooms }) => settle(world, { id: otherRooms }),
    },
    {
      label: 'to tell the supplier of a booking for which it gave no key',
      ...cannotBe,
      ask: ({ world, keyless }) => settle(world, { id: keyless, resolution: 'KEEP_OURS' }),
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, takenBack, cutOff }) =>
        settle(world, { id: takenBack }, callers.operator, cutOff),
    },
  ],
});
