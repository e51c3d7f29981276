// Pages spoilt on their way: what is hit is set aside with its reason, everything around it goes on,
// and no number that was known changes.
import { limits } from '../../../../../shared/config/limits.ts';
import { fetchSupply } from '../fetch-supply.ts';
import type { HotelSupply, SupplyRun } from '../fetch-supply.ts';
import { planSupplyFacts } from '../../../domain/supply/plan-supply.ts';
import { fixture, knownAfter, misbehaving, sendJson } from './world.ts';

interface Spoilt {
  hotels?: (items: Record<string, unknown>[]) => unknown;
  contracts?: (items: Record<string, unknown>[]) => unknown;
  allotments?: (items: Record<string, unknown>[]) => unknown;
}

/** The kept pages of one hotel (CNX01), spoilt on their way. */
async function fetchSpoilt(spoil: Spoilt): Promise<SupplyRun> {
  const bounds = { ...limits.mhg, backoffMs: 1, backoffMsMax: 2 };
  const server = await misbehaving((_turn, request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const listing = pathname.split('/').at(-1) as 'hotels' | 'contracts' | 'allotments';
    const page = fixture(listing === 'hotels' ? 'hotels' : `${listing}-cnx01`);
    const items = spoil[listing]?.(page.items) ?? page.items;
    if (!Array.isArray(items)) {
      sendJson(response, items);
      return;
    }
    const size = Number(searchParams.get('size'));
    const pages = Math.ceil(items.length / size);
    sendJson(response, { items, total: items.length, page: 1, size, pages });
  }, bounds);
  try {
    const window = { from: '2027-01-01', to: '2027-01-15' };
    return await fetchSupply(server.client, { window, limits: bounds });
  } finally {
    await server.stop();
  }
}

const change =
  (index: number, changes: object) =>
  (items: Record<string, unknown>[]): unknown =>
    items.map((item, position) => (position === index ? { ...item, ...changes } : item));

test('a contract that cannot be read is set aside, its neighbours become facts, nothing is absent', async () => {
  const sound = await fetchSpoilt({});
  const run = await fetchSpoilt({ contracts: change(0, { kind: 'GUARANTEED' }) });
  const [before, supply] = [sound.hotels[0] as HotelSupply, run.hotels[0] as HotelSupply];
  const id = before.contracts[0]?.id ?? '';
  expect(run.complete).toBe(true);
  expect(run.quarantined).toMatchObject([
    { endpoint: 'CONTRACTS', hotelCode: 'CNX01', key: id, path: '/kind', reason: 'UNKNOWN_KIND' },
  ]);
  expect(supply.contracts).toEqual(before.contracts.slice(1));
  const plan = planSupplyFacts(knownAfter(before, new Map()), supply);
  expect(plan).toMatchObject({ append: [], tombstoneCandidates: [] });
});

test('a contract without a readable id leaves absence unproven', async () => {
  const before = (await fetchSpoilt({})).hotels[0] as HotelSupply;
  const supply = (await fetchSpoilt({ contracts: change(0, { id: 17 }) })).hotels[0] as HotelSupply;
  expect(supply).toMatchObject({ complete: true, absenceProven: false });
  const plan = planSupplyFacts(knownAfter(before, new Map()), supply);
  expect(plan).toMatchObject({ append: [], tombstoneCandidates: [] });
});

test('an empty list of contracts deletes nothing, it names candidates', async () => {
  const before = (await fetchSpoilt({})).hotels[0] as HotelSupply;
  const supply = (await fetchSpoilt({ contracts: () => [] })).hotels[0] as HotelSupply;
  const plan = planSupplyFacts(knownAfter(before, new Map()), supply);
  expect(plan.append).toEqual([]);
  expect(plan.tombstoneCandidates.length).toBeGreaterThan(0);
});

test('a spoilt hotel is not synced and the run says why', async () => {
  const run = await fetchSpoilt({ hotels: change(0, { timezone: 'Mars/Olympus' }) });
  expect(run.hotels).toEqual([]);
  expect(run.quarantined).toMatchObject([{ key: 'CNX01', reason: 'UNKNOWN_ZONE' }]);
});

test.each<[string, Spoilt, string]>([
  [
    'numbers of an unknown contract',
    { allotments: change(0, { contract_id: 'ZZ' }) },
    'UNKNOWN_CONTRACT',
  ],
  [
    'numbers of a line the contract lacks',
    { allotments: change(0, { room_type: 'ZZ' }) },
    'UNKNOWN_ROOM_TYPE',
  ],
  ['numbers of another hotel', { allotments: change(0, { hotel_code: 'ZZ' }) }, 'OTHER_HOTEL'],
  ['numbers in beds', { allotments: change(0, { unit: 'beds' }) }, 'UNKNOWN_UNIT'],
  ['a contract of another hotel', { contracts: change(0, { hotel_code: 'ZZ' }) }, 'OTHER_HOTEL'],
  [
    'a night outside of the contract',
    {
      allotments: change(0, {
        days: [{ date: '2030-01-01', allocated: 1, sold: 0, remaining: 1 }],
      }),
    },
    'NOT_COVERED',
  ],
  [
    'one night with two numbers',
    {
      allotments: change(0, {
        days: [
          { date: '2027-01-01', allocated: 1, sold: 0, remaining: 1 },
          { date: '2027-01-01', allocated: 2, sold: 0, remaining: 2 },
        ],
      }),
    },
    'CONFLICT',
  ],
])('%s change no known number', async (_name, spoil, reason) => {
  const before = (await fetchSpoilt({})).hotels[0] as HotelSupply;
  const run = await fetchSpoilt(spoil);
  expect(run.quarantined[0]?.reason).toBe(reason);
  const plan = planSupplyFacts(knownAfter(before, new Map()), run.hotels[0] as HotelSupply);
  expect(plan).toMatchObject({ append: [], tombstoneCandidates: [] });
});

test('a listing that failed leaves the hotel incomplete and its numbers as they are', async () => {
  const before = (await fetchSpoilt({})).hotels[0] as HotelSupply;
  const run = await fetchSpoilt({ allotments: () => ({ error: 'down' }) });
  expect(run).toMatchObject({ complete: false, problems: [{ code: 'NOT_A_PAGE' }] });
  const plan = planSupplyFacts(knownAfter(before, new Map()), run.hotels[0] as HotelSupply);
  expect(plan).toMatchObject({ append: [], tombstoneCandidates: [] });
});

test('hostile items are kept in a form that can be stored, and stop nobody', async () => {
  let nest: unknown = 'deep';
  for (let level = 0; level < 1_000; level += 1) nest = [nest];
  const long = 'x'.repeat(100_000);
  const run = await fetchSpoilt({
    contracts: (items) => [
      ...items,
      { id: 'N1', name: nest },
      { id: 'N2', name: 'half \ud83d and \0', 'key\0': 1 },
      { id: long, stay_from: long },
    ],
  });
  const spoilt = run.quarantined.map(({ key, message, raw }) => ({ key, message, raw }));
  expect(spoilt).toHaveLength(3);
  for (const item of spoilt) {
    const text = JSON.stringify(item);
    expect(text.length).toBeLessThan(25_000);
    expect(text).not.toMatch(/\\u0000|\\ud83d/);
  }
  expect(run.hotels[0]?.contracts.length).toBeGreaterThan(0);
});

test('contracts that were not read make no noise about their numbers', async () => {
  const run = await fetchSpoilt({ contracts: () => ({ error: 'down' }) });
  expect(run).toMatchObject({ complete: false, quarantined: [] });
});
