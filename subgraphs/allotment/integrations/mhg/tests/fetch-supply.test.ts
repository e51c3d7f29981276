// From the supplier's numbers to facts: what is fetched, decoded and merged is exactly what the
// supplier said.
import fc from 'fast-check';
import { limits } from '../../../../../shared/config/limits.ts';
import { propertyRuns } from '../../../../../shared/config/environment.ts';
import { formatNight, nightOf } from '../../../../../shared/domain/nights.ts';
import type { WireAllotment, WirePage } from '../../../../../shared/testing/mhg-simulator/wire.ts';
import { covers, roomsOf } from '../../../domain/supply/contract-content.ts';
import type { HotelSupply } from '../fetch-supply.ts';
import { guardMassChange } from '../../../domain/supply/guards.ts';
import { planSupplyFacts } from '../../../domain/supply/plan-supply.ts';
import type { KnownContract } from '../../../domain/supply/plan-supply.ts';
import { API_KEY, fixture, knownAfter, simulatedSupplier } from './world.ts';
import type { SimulatedSupplier } from './world.ts';

const WINDOW = { from: '2026-10-23', to: '2027-12-28' };
const FIXTURES = ['hotels', 'contracts-cnx01', 'allotments-cnx01'] as const;

let supplier: SimulatedSupplier | undefined;
afterEach(async () => {
  await supplier?.stop();
  supplier = undefined;
});

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
