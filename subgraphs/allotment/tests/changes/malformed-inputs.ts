// Inputs that are wrong in their shape, each with every reason that has to be told at once.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { event, night } from './world.ts';
import type { MutationName } from './world.ts';

export const pool = {
  id: 'p1',
  members: [
    { line: 'K1/A', weight: 1 },
    { line: 'K2/A', weight: 1 },
  ],
  budget: 8,
};
export const share = { id: 's1', line: 'K1/A', agency: 'SIAM', rooms: 3 };
export const own = {
  id: 'LOCAL-1',
  name: 'Own',
  stayFrom: night(0),
  stayTo: night(20),
  contractKind: 'ALLOTMENT',
  lines: [{ roomType: 'B', quantity: 2 }],
};
export type Row = readonly [
  what: string,
  mutation: MutationName,
  input: Readonly<Record<string, unknown>>,
  type: string,
  reasons: readonly (readonly [code: string, path: string | null])[],
  identity?: IdentityClaims,
];

export const badEvent = { ...event('e!'), to: night(5), n: 0, mode: 'FULL', target: {} };
const { id: _id, ...withoutId } = event('e1');
export const content = withoutId;

export const malformed: readonly Row[] = [
  [
    'an event that is wrong in every field: all at once',
    'createAllotmentEvents',
    { events: [event('e1', { n: 9 }), badEvent], note: '\u0000' },
    'InvalidInput',
    [
      ['BAD_INPUT', '/note'],
      ['BAD_INPUT', '/events/1/id'],
      ['BAD_INPUT', '/events/1/target'],
      ['BAD_INPUT', '/events/1/n'],
      ['BAD_INPUT', '/events/1/mode'],
      ['BAD_INPUT', '/events/1/to'],
    ],
  ],
  ['no event', 'createAllotmentEvents', { events: [] }, 'InvalidInput', [['BAD_INPUT', '/events']]],
  [
    'more events than one change has',
    'createAllotmentEvents',
    { events: Array.from({ length: 101 }, (_, at) => event(`m${at}`)) },
    'InvalidInput',
    [['BAD_INPUT', '/events']],
  ],
  [
    'an id twice in one change, a range that ends before it begins, a mistyped year',
    'createAllotmentEvents',
    { events: [event('x'), event('x', { to: night(5) }), event('y', { to: night(2_000) })] },
    'InvalidInput',
    [
      ['BAD_INPUT', '/events/1/to'],
      ['BAD_INPUT', '/events/1/id'],
      ['BAD_INPUT', '/events/2/to'],
    ],
  ],
  [
    'two targets, a line that is none, no weekday, a weekday of its own',
    'createAllotmentEvents',
    {
      events: [
        event('x', { target: { line: 'K1/A', hotel: true } }),
        event('y', { target: { line: 'K1' }, daysOfWeek: [] }),
        event('z', { target: { hotel: false }, daysOfWeek: [8] }),
      ],
    },
    'InvalidInput',
    [
      ['BAD_INPUT', '/events/0/target'],
      ['BAD_INPUT', '/events/1/target/line'],
      ['BAD_INPUT', '/events/1/daysOfWeek'],
      ['BAD_INPUT', '/events/2/target/hotel'],
      ['BAD_INPUT', '/events/2/daysOfWeek/0'],
    ],
  ],
  [
    'a rate with two changes and no instant',
    'createAllotmentEvents',
    { events: [event('x', { type: 'RATE_CHANGE', n: null, set: 100, add: 1 })] },
    'InvalidInput',
    [
      ['BAD_INPUT', '/events/0/effectiveAt'],
      ['BAD_INPUT', '/events/0'],
    ],
  ],
  [
    'an amendment whose content is wrong',
    'amendAllotmentEvent',
    { id: 'nobody', revision: 7, event: { ...content, n: -1 } },
    'InvalidInput',
    [['BAD_INPUT', '/event/n']],
  ],
  [
    'a pool of nothing, with dates that repeat and rooms below none',
    'savePool',
    {
      ...pool,
      id: '',
      members: [],
      budget: -1,
      byDate: [
        { date: night(1), rooms: -2 },
        { date: night(1), rooms: null },
      ],
    },
    'InvalidInput',
    [
      ['BAD_INPUT', '/id'],
      ['BAD_INPUT', '/byDate/0/rooms'],
      ['BAD_INPUT', '/byDate/1/date'],
      ['BAD_INPUT', '/budget'],
      ['BAD_INPUT', '/byDate/1/rooms'],
      ['BAD_INPUT', '/members'],
    ],
  ],
  [
    'a pool with two weights for one room type',
    'savePool',
    {
      ...pool,
      members: [
        { line: 'K1/A', weight: 1 },
        { line: 'K2/A', weight: 2 },
      ],
    },
    'InvalidInput',
    [['BAD_INPUT', '/members/1/weight']],
  ],
  [
    'a pool of more than any hotel has',
    'savePool',
    { ...pool, budget: 2_000_000_000, members: [{ line: 'K1/A', weight: 2_000_000_000 }] },
    'InvalidInput',
    [
      ['BAD_INPUT', '/budget'],
      ['BAD_INPUT', '/members/0/weight'],
    ],
  ],
  [
    'a pool that crosses another',
    'savePool',
    {
      ...pool,
      id: 'p2',
      members: [
        { line: 'K2/A', weight: 1 },
        { line: 'K3/A', weight: 1 },
      ],
    },
    'InvalidInput',
    [['POOL_NOT_NESTED', '/members']],
  ],
  [
    'an amendment that makes a pool cross another',
    'savePool',
    { ...pool, revision: 1, id: 'p1', members: [] },
    'InvalidInput',
    [['BAD_INPUT', '/members']],
  ],
  [
    'a sub-allotment of no agency and a million rooms',
    'saveSubAllotment',
    { ...share, agency: 'siam', rooms: 1_000_000 },
    'InvalidInput',
    [
      ['BAD_INPUT', '/agency'],
      ['BAD_INPUT', '/rooms'],
    ],
  ],
  [
    'a second sub-allotment for the agency and line',
    'saveSubAllotment',
    { ...share, id: 's2' },
    'InvalidInput',
    [['BAD_INPUT', '/agency']],
  ],
  [
    'an audience that names an agency twice',
    'saveAudience',
    { contract: 'K9', agencies: ['SIAM', 'SIAM', '?'] },
    'InvalidInput',
    [
      ['BAD_INPUT', '/agencies/1'],
      ['BAD_INPUT', '/agencies/2'],
    ],
  ],
  [
    "the supplier's contract",
    'saveContract',
    { ...own, id: 'K1', revision: 1, name: ' ', lines: [{ roomType: 'a/b', quantity: -1 }] },
    'InvalidInput',
    [
      ['BAD_INPUT', '/id'],
      ['BAD_INPUT', '/lines/0/quantity'],
      ['BAD_INPUT', '/lines/0/roomType'],
      ['BAD_INPUT', '/name'],
    ],
  ],
  [
    "taking the supplier's contract back",
    'retractContract',
    { id: 'K1' },
    'InvalidInput',
    [['BAD_INPUT', '/id']],
  ],
];
