// Refusals of createBooking. The requests are data: quoteStay is asked the same (quote-stay.e2e.test.ts).
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { HoldInput, Line, ReservationWorld } from '../reservation-world.ts';
import { refusalTable } from './refusal-table.ts';
import type { RefusalRow, RefusalTypename } from './refusal-table.ts';

export interface There {
  readonly world: ReservationWorld;
  readonly hotelId: string;
  /** A process of reservation that finds no allotment. */
  readonly alone: string;
}

const siam = callers.partner('SIAM');
const line: Line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };
const malformed = { clientReference: '', lines: [{ ...line, rooms: 0 }] };
const shape: [string, string][] = [
  ['BAD_INPUT', '/clientReference'],
  ['BAD_INPUT', '/lines/0/rooms'],
];
const tooMany = { lines: [{ ...line, rooms: 11 }] };

export interface RefusedRequest extends Pick<RefusalRow<There>, 'label' | 'type' | 'codes'> {
  readonly who: IdentityClaims;
  readonly changes: Partial<HoldInput>;
  /** Asked of a process that finds no allotment. */
  readonly alone?: true;
}

function row(
  label: string,
  who: IdentityClaims,
  changes: Partial<HoldInput>,
  type: RefusalTypename,
  codes: RefusedRequest['codes'],
): RefusedRequest {
  return { label, who, changes, type, codes };
}

export const refusedRequests: readonly RefusedRequest[] = [
  row(
    'a supplier, whatever it asks',
    callers.supplier('H1'),
    { hotelId: 'NONE', agencyId: 'NOBODY', ...malformed },
    'NotPermitted',
    [['NOT_ENTITLED', null]],
  ),
  row(
    'a suspended agency, malformed as it asks',
    callers.partner('QUIET'),
    { hotelId: 'NONE', ...malformed },
    'NotPermitted',
    [['SUSPENDED', null]],
  ),
  row(
    'a suspended agency that staff books for, under a used reference',
    callers.operator,
    { agencyId: 'QUIET', clientReference: 'USED', ...tooMany },
    'NotPermitted',
    [['SUSPENDED', null]],
  ),
  row(
    'every field that is malformed, at once',
    siam,
    { hotelId: 'NONE', ...malformed },
    'InvalidInput',
    shape,
  ),
  row(
    'staff that does not say for whom, with all else that is malformed',
    callers.agent,
    { hotelId: 'NONE', ...malformed },
    'InvalidInput',
    [['BAD_INPUT', '/agencyId'], ...shape],
  ),
  row(
    'a malformed request in another’s name, without a word on that agency',
    siam,
    { agencyId: 'QUIET', ...malformed },
    'InvalidInput',
    shape,
  ),
  row(
    'a used reference with another hotel, though there is no such hotel',
    siam,
    { hotelId: 'NONE', clientReference: 'USED' },
    'DuplicateReference',
    [['DUPLICATE_REFERENCE', '/hotelId']],
  ),
  row(
    'a used reference with other rooms, though there are not so many',
    siam,
    { clientReference: 'USED', ...tooMany },
    'DuplicateReference',
    [['DUPLICATE_REFERENCE', '/lines/0/rooms']],
  ),
  row('a hotel that does not exist', siam, { hotelId: 'NONE', ...tooMany }, 'NotFound', [
    ['NOT_FOUND', '/hotelId'],
  ]),
  row('a hotel id that can be none', siam, { hotelId: 'h\0', ...tooMany }, 'NotFound', [
    ['NOT_FOUND', '/hotelId'],
  ]),
  row(
    'an agency and a hotel that do not exist, both at once',
    callers.operator,
    { hotelId: 'NONE', agencyId: 'NOBODY' },
    'NotFound',
    [
      ['NOT_FOUND', '/agencyId'],
      ['NOT_FOUND', '/hotelId'],
    ],
  ),
  row('an agency id that can be none', callers.operator, { agencyId: 'no\0body' }, 'NotFound', [
    ['NOT_FOUND', '/agencyId'],
  ]),
  row(
    'another’s name, as that of an agency that does not exist',
    siam,
    { agencyId: 'ASIA', ...tooMany },
    'NotFound',
    [['NOT_FOUND', '/agencyId']],
  ),
  row('an unknown agency', siam, { agencyId: 'NOBODY', ...tooMany }, 'NotFound', [
    ['NOT_FOUND', '/agencyId'],
  ]),
  row('one room too many', siam, tooMany, 'NotAvailable', [['SOLD_OUT_LINE', '/lines/0']]),
  row(
    'a room type that no contract has, beside one that is sold out',
    siam,
    { lines: [...tooMany.lines, { ...line, roomType: 'Z' }] },
    'NotAvailable',
    [
      ['SOLD_OUT_LINE', '/lines/0'],
      ['NO_CONTRACT', '/lines/1'],
    ],
  ),
  row(
    'a night in the past',
    siam,
    { lines: [{ ...line, checkIn: '2020-03-10', checkOut: '2020-03-11' }] },
    'NotAvailable',
    [['NIGHT_IN_PAST', '/lines/0']],
  ),
  {
    ...row('whoever asks while nobody knows what is left', siam, tooMany, 'TryAgain', [
      ['BUSY', null],
    ]),
    alone: true,
  },
];

/** A hotel of its own, where a reference is used already. */
export async function prepareRefused(world: ReservationWorld): Promise<There> {
  const hotelId = await world.hotel();
  const used = refusedInput(hotelId, { clientReference: 'USED' });
  await world.create(used);
  await world.create({ ...used, agencyId: 'ASIA' }, callers.admin);
  const { url } = await world.replica({ SUBGRAPH_URL_ALLOTMENT: 'http://127.0.0.1:1/graphql' });
  return { world, hotelId, alone: url };
}

let references = 0;
/** Under a reference that nobody used yet, unless `changes` says. */
export function refusedInput(hotelId: string, changes: Partial<HoldInput>): HoldInput {
  references += 1;
  return { hotelId, clientReference: `REFUSED-${references}`, lines: [line], ...changes };
}

export const createBooking = refusalTable<There>({
  mutation: 'createBooking',
  prepare: prepareRefused,
  rows: refusedRequests.map(({ who, changes, alone, ...refused }) => ({
    ...refused,
    ask: (there) =>
      there.world.create(
        refusedInput(there.hotelId, changes),
        who,
        alone === true ? there.alone : undefined,
      ),
  })),
});
