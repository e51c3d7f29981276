// What operators' mutations refuse, in order of precedence, each with the proof that nothing changed.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { badEvent, content, malformed, own, pool, share } from './malformed-inputs.ts';
import type { Row } from './malformed-inputs.ts';
import { event, night, startChangesWorld } from './world.ts';
import type { ChangesWorld, MutationName } from './world.ts';

let world: ChangesWorld;
let hotelId: string;
beforeAll(async () => {
  world = await startChangesWorld();
  hotelId = await world.newHotel();
  for (const [name, input] of Object.entries(THERE)) {
    const { __typename, ...rest } = await world.change(name as MutationName, { hotelId, ...input });
    if (__typename !== 'Change') throw new Error(`${name}: ${JSON.stringify(rest)}`);
  }
});
afterAll(() => world.stop());

const THERE = {
  createAllotmentEvents: { events: [event('e1')] },
  savePool: pool,
  saveSubAllotment: share,
  saveAudience: { contract: 'K1', agencies: ['SIAM', 'NORD'] },
  saveContract: own,
} as const;

const rows: readonly Row[] = [
  // permission
  ...(['agent', 'partner', 'supplier', 'service'] as const).map((role): Row => {
    const identity = {
      agent: callers.agent,
      partner: callers.partner('SIAM'),
      supplier: callers.supplier('HTL-1'),
      service: callers.service('reservation'),
    }[role];
    const refused = [['NOT_ENTITLED', null]] as const;
    return [
      role,
      'createAllotmentEvents',
      { events: [badEvent] },
      'NotPermitted',
      refused,
      identity,
    ];
  }),

  // shape
  ...malformed,

  // request already seen
  [
    'an id that is taken by other content, in a bulk whose other events are new',
    'createAllotmentEvents',
    { events: [event('new'), event('e1', { n: 5, to: night(8) })] },
    'DuplicateReference',
    [
      ['DUPLICATE_REFERENCE', '/events/1/n'],
      ['DUPLICATE_REFERENCE', '/events/1/to'],
    ],
  ],
  [
    'a pool that is there with another budget',
    'savePool',
    { ...pool, budget: 9 },
    'DuplicateReference',
    [['DUPLICATE_REFERENCE', '/budget']],
  ],

  // existence
  [
    'a hotel that is not there',
    'createAllotmentEvents',
    { hotelId: 'NOWHERE', events: [event('x')] },
    'NotFound',
    [['NOT_FOUND', '/hotelId']],
  ],
  [
    'a hotel that cannot be there',
    'retractPool',
    { hotelId: 'no\u0000where', id: 'p1' },
    'NotFound',
    [['NOT_FOUND', '/hotelId']],
  ],
  [
    'an event that is not there',
    'amendAllotmentEvent',
    { id: 'nobody', revision: 1, event: content },
    'NotFound',
    [['NOT_FOUND', '/id']],
  ],
  ...(['retractAllotmentEvent', 'retractPool', 'retractSubAllotment'] as const).map((name): Row => [
    `${name} of what is not there`,
    name,
    { id: 'nobody' },
    'NotFound',
    [['NOT_FOUND', '/id']],
  ]),
  [
    'retractAudience of a contract without one',
    'retractAudience',
    { contract: 'K7' },
    'NotFound',
    [['NOT_FOUND', '/contract']],
  ],
  [
    'retractContract of what is not there',
    'retractContract',
    { id: 'LOCAL-9' },
    'NotFound',
    [['NOT_FOUND', '/id']],
  ],

  // state
  [
    'an amendment of a revision that is not the latest',
    'amendAllotmentEvent',
    { id: 'e1', revision: 3, event: { ...content, n: 6 } },
    'InvalidState',
    [['PREVIEW_STALE', '/revision']],
  ],
  [
    'a retraction of a revision that is not the latest',
    'retractSubAllotment',
    { id: 's1', revision: 2 },
    'InvalidState',
    [['PREVIEW_STALE', '/revision']],
  ],
];

test.each(rows.map((row) => [row[0], row] as const))('refuses %s', async (_what, row) => {
  const [, mutation, input, type, reasons, identity] = row;
  const before = await world.everything(hotelId);
  for (const dryRun of [false, true]) {
    const answer = await world.change(mutation, { hotelId, ...input, dryRun }, identity);
    expect(answer.__typename).toBe(type);
    expect(answer.reasons?.map(({ code, path }) => [code, path])).toEqual(reasons);
  }
  expect(await world.everything(hotelId)).toEqual(before);
});
