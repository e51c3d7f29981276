// Refusals of amendBooking, each of a change that was quoted or of one that never was.
import { seed } from '../../../../shared/testing/seed.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { AmendInput, ReservationWorld } from '../reservation-world.ts';
import { bookingOf, groupsInEveryState } from './groups-in-every-state.ts';
import type { GroupsInEveryState } from './groups-in-every-state.ts';
import { refusalTable } from './refusal-table.ts';

interface There extends GroupsInEveryState {
  /** Of SIAM, one room; its token is good for another night. */
  readonly quoted: AmendInput & { readonly token: string };
  /** Amended under this token, to another night. */
  readonly made: AmendInput & { readonly token: string };
  /** Rooms that somebody else has by now. */
  readonly late: AmendInput & { readonly token: string };
  /** Of an agency that was suspended since. */
  readonly suspended: AmendInput & { readonly token: string };
  /** A process of reservation that finds no allotment. */
  readonly alone: string;
}

const digest = 'x'.repeat(22);
const unquoted = `zzzzzzzz.${digest}.${digest}.${digest}`;
const noGroup = { type: 'NotFound', codes: [['NOT_FOUND', '/groupId']] } as const;
const stale = ['PREVIEW_STALE', '/token'] as const;
const held = '/lines/0/bookingId';
const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
const longer = { checkOut: '2099-03-13' };

export const amendBooking = refusalTable<There>({
  mutation: 'amendBooking',
  prepare: async (world) => {
    const groups = await groupsInEveryState(world);
    const quoted = await quoteOf(world, await world.hotel(), 'SIAM', longer);
    const made = await quoteOf(world, await world.hotel(), 'SIAM', longer);
    await world.amend(made);
    const hotelId = await world.hotel();
    const late = await quoteOf(world, hotelId, 'SIAM', { ...longer, rooms: 10 });
    await world.create({ hotelId, clientReference: `${hotelId}-LATE`, lines: [line] });
    await seed(world.system.database).agency('LAPSED').plant();
    const suspended = await quoteOf(world, await world.hotel(), 'LAPSED', longer);
    await world.admin.query(`update agency.agencies set status = 'SUSPENDED' where id = 'LAPSED'`);
    const { url } = await world.replica({ SUBGRAPH_URL_ALLOTMENT: 'http://127.0.0.1:1/graphql' });
    return { ...groups, quoted, made, late, suspended, alone: url };
  },
  rows: [
    {
      label: 'a supplier, whatever it asks',
      type: 'NotPermitted',
      codes: [['NOT_ENTITLED', null]],
      ask: ({ world }) =>
        world.amend({ groupId: 'grp_none', lines: [], token: '' }, callers.supplier('H1')),
    },
    {
      label: 'an agency that was suspended since its quote, malformed as it asks',
      type: 'NotPermitted',
      codes: [['SUSPENDED', null]],
      ask: ({ world, suspended }) =>
        world.amend({ ...suspended, lines: [] }, callers.partner('LAPSED')),
    },
    {
      label: 'staff that amends for it',
      type: 'NotPermitted',
      codes: [['SUSPENDED', null]],
      ask: ({ world, suspended }) => world.amend(suspended, callers.operator),
    },
    {
      label: 'every field that is malformed, at once, though there is no such group',
      type: 'InvalidInput',
      codes: [
        ['BAD_INPUT', '/lines/0/rooms'],
        ['BAD_INPUT', '/lines/0/checkOut'],
        ['BAD_INPUT', '/lines/1/bookingId'],
        ['BAD_INPUT', '/token'],
      ],
      ask: ({ world }) =>
        world.amend({
          groupId: 'grp_none',
          lines: [
            { ...line, bookingId: 'bkg_1', rooms: 0, checkOut: line.checkIn },
            { bookingId: 'bkg_1' },
          ],
          token: 'mine',
        }),
    },
    {
      label: 'a stay that its lines leave without a night',
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/lines/0/checkOut']],
      ask: ({ world, quoted: { lines, ...quoted } }) =>
        world.amend({
          ...quoted,
          lines: lines.map(({ bookingId }) => ({ bookingId, checkOut: line.checkIn })),
        }),
    },
    {
      label: 'a request that changes nothing',
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/lines']],
      ask: ({ world, quoted }) => world.amend({ ...quoted, lines: [] }),
    },
    {
      label: 'something else under a token that was used',
      type: 'DuplicateReference',
      codes: [['DUPLICATE_REFERENCE', '/token']],
      ask: ({ world, made: { lines, ...made } }) =>
        world.amend({ ...made, lines: lines.map((each) => ({ ...each, rooms: 2 })) }),
    },
    {
      label: 'a group that does not exist',
      ...noGroup,
      ask: ({ world, quoted }) => world.amend({ ...quoted, groupId: 'grp_none' }),
    },
    {
      label: 'an id that can be none',
      ...noGroup,
      ask: ({ world, quoted }) => world.amend({ ...quoted, groupId: 'grp\0' }),
    },
    {
      label: 'another’s group, as one that does not exist, quoted as it is',
      ...noGroup,
      ask: ({ world, quoted }) => world.amend(quoted, callers.partner('ASIA')),
    },
    {
      label: 'a booking of another group, as one that does not exist',
      type: 'NotFound',
      codes: [['NOT_FOUND', held]],
      ask: ({ world, quoted, booking }) =>
        world.amend({ ...quoted, lines: [{ bookingId: booking, ...longer }] }),
    },
    ...(
      [
        ['a hold that ran out and was written down', 'expired', 'HOLD_EXPIRED'],
        ['a hold that ran out and nobody wrote it down', 'over', 'HOLD_EXPIRED'],
        ['a hold that was cancelled', 'cancelled', 'HOLD_EXPIRED'],
        ['a group that the supplier refused', 'rejected', 'HOLD_EXPIRED'],
        ['a group about which the supplier owes its answer', 'owed', 'DOWNSTREAM_UNKNOWN'],
      ] as const
    ).map(([label, which, code]) => ({
      label,
      type: 'InvalidState' as const,
      codes: [[code, held], stale] as const,
      ask: async (there: There) => {
        const groupId = there[which];
        const bookingId = await bookingOf(there.world, groupId);
        const lines = [{ bookingId, ...longer }];
        return there.world.amend({ groupId, lines, token: unquoted });
      },
    })),
    {
      label: 'what was never quoted',
      type: 'InvalidState',
      codes: [stale],
      ask: ({ world, quoted }) => world.amend({ ...quoted, token: unquoted }),
    },
    {
      label: 'something else than what was quoted',
      type: 'InvalidState',
      codes: [stale],
      ask: ({ world, quoted: { lines, ...quoted } }) =>
        world.amend({ ...quoted, lines: lines.map((each) => ({ ...each, rooms: 2 })) }),
    },
    {
      label: 'a price that is no longer the quoted one',
      type: 'InvalidState',
      codes: [['PRICE_CHANGED', '/token']],
      ask: ({ world, quoted }) =>
        world.amend({ ...quoted, token: quoted.token.replace(/[^.]+$/, digest) }),
    },
    {
      label: 'rooms that somebody else has by now',
      type: 'NotAvailable',
      codes: [['SOLD_OUT_LINE', '/lines/0']],
      ask: ({ world, late }) => world.amend(late),
    },
    {
      label: 'whoever asks while allotment is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, quoted, alone }) => world.amend(quoted, undefined, alone),
    },
    {
      label: 'whoever asks while the database is away',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, quoted, cutOff }) => world.amend(quoted, undefined, cutOff),
    },
  ],
});

/** One room held for the agency, and a quote of its change. */
async function quoteOf(
  world: ReservationWorld,
  hotelId: string,
  agencyId: string,
  change: Partial<typeof line>,
): Promise<AmendInput & { readonly token: string }> {
  const seller = callers.partner(agencyId);
  const clientReference = `${hotelId}-QUOTED`;
  const group = await world.create({ hotelId, clientReference, lines: [line] }, seller);
  const input = {
    groupId: group.id ?? '',
    lines: [{ bookingId: group.bookings?.[0]?.id ?? '', ...change }],
  };
  const quote = await world.quoteAmendment(input, seller);
  if (quote.token === undefined) throw new Error(JSON.stringify(quote));
  return { ...input, token: quote.token };
}
