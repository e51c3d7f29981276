// Hotels that are asked about in the same moment share a call to allotment: each hears what it would
// have heard alone.
import fc from 'fast-check';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { HoldRequest } from '../domain/hold-request.ts';
import { createAskAllotment } from '../services/ask-allotment.ts';
import type { AskAllotment, DecidedBefore, HoldDecisions } from '../services/ask-allotment.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Stands for allotment: `BAD` has a defect, `AWAY` is out of reach, each other hotel decides its own. */
function standIn(): { readonly ask: AskAllotment; readonly calls: readonly (readonly string[])[] } {
  const calls: string[][] = [];
  const client: SubgraphClient = {
    query: <Data>(_subgraph: string, operation: string, variables: Variables): Promise<Data> => {
      const hotels = [
        ...operation.matchAll(
          /(decided\d+): decideHolds\(hotelId: \$(\w+), requests: \$(\w+), before: \$(\w+)\)/g,
        ),
      ].map(([, alias = '', hotel = '', requests = '', before = '']) => ({
        alias,
        hotelId: String(variables[hotel]),
        before: variables[before] as DecidedBefore | null,
        requests: variables[requests] as readonly Pick<HoldRequest, 'agencyId'>[],
      }));
      calls.push(hotels.map(({ hotelId }) => hotelId));
      const refusing = hotels.find(({ hotelId }) => hotelId === 'BAD' || hotelId === 'AWAY');
      if (refusing) {
        const answered = refusing.hotelId === 'BAD';
        return Promise.reject(new SubgraphCallError(refusing.hotelId, { answered }));
      }
      return Promise.resolve(
        Object.fromEntries(
          hotels.map(({ alias, hotelId, requests, before }) => [
            alias,
            decide(hotelId, requests, before),
          ]),
        ) as Data,
      );
    },
    close: () => Promise.resolve(),
  };
  return { ask: createAskAllotment(client), calls };
}

/** An agency that begins with X is refused; an unknown hotel knows nobody. */
function decide(
  hotelId: string,
  requests: readonly Pick<HoldRequest, 'agencyId'>[],
  before: DecidedBefore | null,
): object {
  const known = hotelId !== 'UNKNOWN';
  return {
    seq: before?.head ?? (known ? hotelId.length + requests.length : 0),
    decision: before ? `behind ${before.decision}` : null,
    asOf: '2026-03-01T00:00:00Z',
    validUntil: hotelId.endsWith('1') ? '2026-03-02T00:00:00Z' : null,
    packed: requests.map(({ agencyId }) =>
      known && !agencyId.startsWith('X')
        ? { status: 'HELD', granted: [{ ...NIGHT, line: `${hotelId}/${agencyId}` }], reasons: [] }
        : { status: null, granted: null, reasons: [UNKNOWN_HOTEL] },
    ),
  };
}

const UNKNOWN_HOTEL = { code: 'NOT_FOUND', path: '/hotelId', have: null };

const NIGHT = {
  lineIndex: 0,
  night: '2026-03-10',
  rooms: 1,
  block: null,
  rate: 1,
  currency: 'EUR',
};

function request(agencyId: string): HoldRequest {
  return { hotelId: '', agencyId, clientReference: 'r', lines: [] };
}

async function outcomes(
  answers: readonly Promise<HoldDecisions>[],
): Promise<(HoldDecisions | string)[]> {
  const settled = await Promise.allSettled(answers);
  return settled.map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as Error).message,
  );
}

test('each hotel is decided behind what is on its way there', async () => {
  const { ask, calls } = standIn();
  const [one, two] = await Promise.all([
    ask('H1', [request('A')], 'r1', { decision: 'd', head: 9 }),
    ask('H2', [request('A')], 'r2'),
  ]);
  expect(calls).toEqual([['H1', 'H2']]);
  expect(one).toMatchObject({ seq: 9, decision: 'behind d' });
  expect(two.seq).toBe(3);
  expect(two).not.toHaveProperty('decision');
});

test('several hotels are one call; one that does not exist says so, and the others are granted', async () => {
  const { ask, calls } = standIn();
  const [one, unknown, two] = await Promise.all([
    ask('H1', [request('A'), request('X')], 'r1'),
    ask('UNKNOWN', [request('A')], 'r2'),
    ask('H22', [request('B')], 'r3'),
  ]);
  expect(calls).toEqual([['H1', 'UNKNOWN', 'H22']]);
  expect(one).toMatchObject({
    seq: 4,
    validUntil: '2026-03-02T00:00:00Z',
    decisions: [{ ok: true, value: { status: 'HELD', nights: [{ line: 'H1/A' }] } }, { ok: false }],
  });
  expect(unknown).toEqual({
    seq: 0,
    asOf: '2026-03-01T00:00:00Z',
    decisions: [{ ok: false, error: [{ code: 'NOT_FOUND', path: '/hotelId' }] }],
  });
  expect(two).toMatchObject({
    seq: 4,
    decisions: [{ ok: true, value: { nights: [{ line: 'H22/B' }] } }],
  });
  expect(two).not.toHaveProperty('validUntil');
});

test('a hotel whose decision fails fails alone', async () => {
  const { ask, calls } = standIn();
  const [one, bad, two] = await outcomes(
    ['H1', 'BAD', 'H2'].map((id) => ask(id, [request('A')], 'r')),
  );
  expect([one, two]).toMatchObject([{ seq: 3 }, { seq: 3 }]);
  expect(bad).toBe('BAD');
  expect(calls).toEqual([['H1', 'BAD', 'H2'], ['H1'], ['BAD'], ['H2']]);
});

test('allotment out of reach is asked once, not once more for each hotel', async () => {
  const { ask, calls } = standIn();
  expect(await outcomes(['H1', 'AWAY'].map((id) => ask(id, [request('A')], 'r')))).toEqual([
    'AWAY',
    'AWAY',
  ]);
  expect(calls).toHaveLength(1);
});

test('however many hotels are asked about together, each hears what it hears alone', async () => {
  const hotelIds = fc.constantFrom('H1', 'H2', 'H33', 'UNKNOWN', 'BAD');
  const agencies = fc.array(fc.constantFrom('A', 'B', 'XY'), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(hotelIds, agencies), { maxLength: 40 }), async (asked) => {
      const questions = asked.map(([hotelId, ids]) => [hotelId, ids.map(request), 'r'] as const);
      const shared = standIn();
      const atOnce = await outcomes(questions.map((question) => shared.ask(...question)));
      const alone = standIn();
      const oneByOne: unknown[] = [];
      for (const question of questions)
        oneByOne.push(...(await outcomes([alone.ask(...question)])));
      expect(atOnce).toEqual(oneByOne);
    }),
    { numRuns: 100 },
  );
});
