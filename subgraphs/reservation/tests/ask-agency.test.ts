// What is believed of an agency, and for how long.
import { limits } from '../../../shared/config/limits.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import type { AskAgency } from '../services/ask-agency.ts';

const known = new Map([
  ['SIAM', true],
  ['QUIET', false],
]);

let calls: string[][];
let ask: AskAgency;
beforeEach(() => {
  // The cache keeps its own hold of `performance`, so its clock is moved in place.
  jest.useFakeTimers({ doNotFake: ['performance'] });
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  calls = [];
  const client: SubgraphClient = {
    query: <Data>(_subgraph: string, _operation: string, variables: object): Promise<Data> => {
      const { ids } = variables as { readonly ids: string[] };
      calls.push(ids);
      const agencyStanding = ids.map((id) => ({
        id,
        exists: known.has(id),
        active: known.get(id) ?? false,
      }));
      return Promise.resolve({ agencyStanding } as Data);
    },
    close: () => Promise.resolve(),
  };
  ask = createAskAgency(client);
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

let nowMs = 1;
function pass(ms: number): void {
  nowMs += ms;
  jest.advanceTimersByTime(ms);
}

test('agencies are asked for once, all that are not known in one call', async () => {
  await ask(['SIAM'], 'r');
  const standings = await ask(['SIAM', 'QUIET', 'NOBODY', 'QUIET'], 'r');
  expect(calls).toEqual([['SIAM'], ['QUIET', 'NOBODY']]);
  expect([...standings.values()].map(({ id, exists, active }) => [id, exists, active])).toEqual([
    ['SIAM', true, true],
    ['QUIET', true, false],
    ['NOBODY', false, false],
  ]);
});

test('what is known is believed for a moment and then asked again', async () => {
  await ask(['SIAM'], 'r');
  pass(limits.booking.standingCacheMs - 1);
  await ask(['SIAM'], 'r');
  expect(calls).toHaveLength(1);
  pass(2);
  await ask(['SIAM'], 'r');
  expect(calls).toHaveLength(2);
});

test('that an agency does not exist is never remembered: it may be opened the next moment', async () => {
  await ask(['NOBODY'], 'r');
  await ask(['NOBODY'], 'r');
  expect(calls).toEqual([['NOBODY'], ['NOBODY']]);
});
