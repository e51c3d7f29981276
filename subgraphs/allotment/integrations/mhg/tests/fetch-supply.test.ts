// From the supplier's numbers to facts: what is fetched, decoded and merged is exactly what the
// supplier said; what is spoilt stays alone.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { limits } from '../../../../../shared/config/limits.ts';
import { propertyRuns } from '../../../../../shared/config/environment.ts';
import { projectPath } from '../../../../../shared/config/paths.ts';
import { formatNight, nightOf } from '../../../../../shared/domain/nights.ts';
import type { WireAllotment, WirePage } from '../../../../../shared/testing/mhg-simulator/wire.ts';
import { contentOf, covers, roomsOf } from '../contract-content.ts';
import { fetchSupply } from '../fetch-supply.ts';
import type { HotelSupply } from '../fetch-supply.ts';
import { guardMassChange } from '../guards.ts';
import { planSupplyFacts } from '../plan-supply.ts';
import type { KnownContract } from '../plan-supply.ts';
import { API_KEY, misbehaving, sendJson, simulatedSupplier } from './world.ts';
import type { SimulatedSupplier } from './world.ts';

const WINDOW = { from: '2026-10-23', to: '2027-12-28' };
const FIXTURES = ['hotels', 'contracts-cnx01', 'allotments-cnx01'] as const;

let supplier: SimulatedSupplier | undefined;
afterEach(async () => {
  await supplier?.stop();
  supplier = undefined;
});

function knownAfter(supply: HotelSupply, known: ReadonlyMap<string, KnownContract>) {
  const next = new Map(known);
  for (const { fact, version } of planSupplyFacts(known, supply).append) {
    next.set(fact.id, { rev: fact.rev, content: contentOf(fact), version });
  }
  return next;
}

/** What the supplier says about every line and night, asked of it directly. */
async function numbersOf(made: SimulatedSupplier, hotel: string, from: string, to: string) {
  const url = `${made.baseUrl}/api/v1/hotels/${hotel}/allotments?from=${from}&to=${to}&size=200`;
  const response = await fetch(url, { headers: { 'x-api-key': API_KEY } });
  const page = (await response.json()) as WirePage<WireAllotment>;
  return page.items.flatMap((line) =>
    line.days.map((day) => ({
      contract: line.contract_id,
      roomType: line.room_type,
      date: day.date,
      rooms: day.allocated,
    })),
  );
}

test('the seeded portfolio becomes facts that carry the supplier’s number for every night', async () => {
  supplier = await simulatedSupplier(7, 3);
  const run = await supplier.fetch({ window: WINDOW });
  expect(run).toMatchObject({ complete: true, problems: [], quarantined: [] });
  expect(run.hotels.map((supply) => supply.hotel.id)).toEqual(['BKK01', 'BKK02', 'CNX01']);
  for (const supply of run.hotels) {
    const known = knownAfter(supply, new Map());
    const numbers = await numbersOf(supplier, supply.hotel.id, WINDOW.from, '2027-12-27');
    expect(numbers.length).toBeGreaterThan(1_000);
    for (const cell of numbers) {
      const content = known.get(cell.contract)?.content;
      const line = content?.lines.find((candidate) => candidate.roomType === cell.roomType);
      const own = line?.byDate?.[cell.date];
      expect(own === undefined ? line?.quantity : own).toBe(cell.rooms);
    }
  }
});

test('a second reading of an unchanged supplier plans nothing and passes the guard', async () => {
  supplier = await simulatedSupplier(7, 2);
  const first = await supplier.fetch({ window: WINDOW });
  const second = await supplier.fetch({ window: WINDOW });
  for (const [index, supply] of second.hotels.entries()) {
    const known = knownAfter(first.hotels[index] as HotelSupply, new Map());
    const plan = planSupplyFacts(known, supply);
    expect(plan).toMatchObject({ append: [], stale: [], deferred: [], tombstoneCandidates: [] });
    const verdict = guardMassChange({ known, plan, window: WINDOW, limits: limits.mhg });
    expect(verdict).toMatchObject({ verdict: 'APPLY', changed: 0 });
  }
});

test('only the hotels asked for are read', async () => {
  supplier = await simulatedSupplier(7, 4);
  const run = await supplier.fetch({ window: WINDOW, only: ['CNX01'] });
  expect(run.hotels.map((supply) => supply.hotel.id)).toEqual(['CNX01']);
});

const START = nightOf('2026-12-01');
const NIGHTS = 12;
const rooms = fc.integer({ min: 0, max: 40 });
const night = fc.integer({ min: 0, max: NIGHTS - 1 });
const days = fc.dictionary(
  night.map((offset) => formatNight(START + offset)),
  fc
    .record({ allocated: fc.option(rooms), sold: fc.integer({ min: 0, max: 5 }) })
    .filter(({ allocated, sold }) => allocated === null || sold <= allocated),
);
const line = (roomType: string) =>
  fc.record({
    room_type: fc.constant(roomType),
    allotment: fc.option(rooms),
    rate: fc.option(fc.integer({ min: 1, max: 9_999_999 }).map(decimal)),
    days,
  });
const contract = fc.record({
  kind: fc.constantFrom('ALLOTMENT', 'COMMITTED', 'FREE_SALE', 'ON_REQUEST'),
  stay: fc.tuple(night, night),
  weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })),
  rooms: fc.tuple(line('A'), line('B')),
});
/** One hotel as it stood at two moments. */
const histories = fc.tuple(
  fc.array(contract, { minLength: 1, maxLength: 3 }),
  fc.array(contract, { minLength: 1, maxLength: 3 }),
);

function decimal(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

type Contract = typeof contract extends fc.Arbitrary<infer Value> ? Value : never;

function hotelBody(contracts: readonly Contract[]): object {
  return {
    room_types: [{ code: 'A' }, { code: 'B' }],
    contracts: contracts.map(({ stay, ...terms }, index) => ({
      ...terms,
      id: `K${index + 1}`,
      stay_from: formatNight(START + Math.min(...stay)),
      stay_to: formatNight(START + Math.max(...stay)),
    })),
  };
}

test('for any hotel, then changed to any other: the facts carry exactly what the supplier says', async () => {
  const made = await simulatedSupplier();
  supplier = made;
  const window = { from: formatNight(START), to: formatNight(START + NIGHTS) };
  const last = formatNight(START + NIGHTS - 1);
  await fc.assert(
    fc.asyncProperty(histories, async (moments) => {
      let known: ReadonlyMap<string, KnownContract> = new Map();
      // A hotel of its own: what an earlier run left behind would be news as well.
      await made.put('H1', { room_types: [{ code: 'A' }] });
      for (const contracts of moments) {
        await made.put('H1', hotelBody(contracts));
        const supply = await made.fetchOne(window);
        expect(supply).toMatchObject({ complete: true, quarantined: [], problems: [] });
        known = knownAfter(supply, known);
        for (const cell of await numbersOf(made, 'H1', window.from, last)) {
          const content = known.get(cell.contract)?.content ?? null;
          expect(content && covers(content, nightOf(cell.date))).toBe(true);
          const kind = content?.contractKind;
          const expected =
            kind === 'FREE_SALE' ? Infinity : kind === 'ON_REQUEST' ? 0 : (cell.rooms ?? 0);
          expect(roomsOf(content, cell.roomType, nightOf(cell.date))).toBe(expected);
        }
        for (const [index, { rooms: lines }] of contracts.entries()) {
          const rates = known.get(`K${index + 1}`)?.content?.lines.map((item) => item.rate ?? null);
          expect(rates).toEqual(lines.map(({ rate }) => rate && Number(rate.replace('.', ''))));
        }
        expect(planSupplyFacts(known, supply).append).toEqual([]);
      }
    }),
    propertyRuns(40),
  );
});

interface Spoilt {
  hotels?: (items: Record<string, unknown>[]) => unknown;
  contracts?: (items: Record<string, unknown>[]) => unknown;
  allotments?: (items: Record<string, unknown>[]) => unknown;
}

/** The kept pages of one hotel (CNX01), spoilt on their way. */
async function fetchSpoilt(spoil: Spoilt): Promise<Awaited<ReturnType<typeof fetchSupply>>> {
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

function fixture(name: string): { items: Record<string, unknown>[] } {
  const path = projectPath('subgraphs/allotment/integrations/mhg/fixtures', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as { items: Record<string, unknown>[] };
}

const change =
  (index: number, changes: object) =>
  (items: Record<string, unknown>[]): unknown =>
    items.map((item, position) => (position === index ? { ...item, ...changes } : item));

test('the kept pages are what the simulator tells from its seed', async () => {
  const made = await simulatedSupplier(7, 3);
  supplier = made;
  const paths = [
    '/api/v1/hotels?page=1&size=100',
    '/api/v1/hotels/CNX01/contracts?page=1&size=100',
    '/api/v1/hotels/CNX01/allotments?from=2027-01-01&to=2027-01-14&page=1&size=20',
  ];
  for (const [index, name] of FIXTURES.entries()) {
    const response = await fetch(`${made.baseUrl}${paths[index] ?? ''}`, {
      headers: { 'x-api-key': API_KEY },
    });
    const page = (await response.json()) as { items: { code?: string }[] };
    const kept = page.items.filter((item) => name !== 'hotels' || item.code === 'CNX01');
    expect(fixture(name).items).toEqual(kept);
  }
});

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
