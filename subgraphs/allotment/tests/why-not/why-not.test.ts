// Why a stay cannot be had, in full, and what would work instead; and baskets.
import fc from 'fast-check';
import { limits } from '../../../../shared/config/limits.ts';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { AnyFact } from '../../../../shared/testing/model/arbitraries.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { decideStays } from '../../domain/stays/decide-stays.ts';
import { reasonsForSeller } from '../../../../shared/domain/told-reasons.ts';
import { CHANGE_KINDS, nearestChanges } from '../../domain/why-not/changes.ts';
import { obstaclesOf } from '../../domain/why-not/obstacles.ts';
import type { Wish } from '../../domain/why-not/wish.ts';
import {
  base,
  contract,
  EARLY,
  event,
  NIGHT,
  pool,
  reduce,
  share,
  sold,
  TIMEZONE,
} from '../pipeline/world.ts';

const RUNS = propertyRuns(120);
const WHEN = { timezone: TIMEZONE, asOf: instantOf(EARLY) };
const BOUNDS = { ...limits.whyNot, nightsPerStayMax: limits.booking.nightsPerStayMax };
const wish = (changes: Partial<Wish> = {}): Wish => ({
  agency: 'AG1',
  roomType: 'A',
  checkIn: NIGHT,
  checkOut: '2026-03-12',
  rooms: 2,
  ...changes,
});

const obstacles = (facts: readonly AnyFact[], changes: Partial<Wish> = {}) =>
  obstaclesOf(buildFactBook(facts), WHEN, wish(changes));
const codes = (facts: readonly AnyFact[], changes: Partial<Wish> = {}) =>
  obstacles(facts, changes).map(({ code }) => code);
const changesFor = (facts: readonly AnyFact[], changes: Partial<Wish> = {}) =>
  nearestChanges(buildFactBook(facts), WHEN, wish(changes), BOUNDS);
const said = (facts: readonly AnyFact[], changes: Partial<Wish> = {}) =>
  changesFor(facts, changes).map(
    ({ kind, stays }) =>
      `${kind} ${stays
        .map(
          ({ rooms, roomType, checkIn, checkOut }) =>
            `${rooms} ${roomType} ${checkIn.slice(8)}-${checkOut.slice(8)}`,
        )
        .join(' + ')}`,
  );
const closed = (from: string, to: string): AnyFact =>
  event('STOP_SALE', `stop ${from}`, { mode: 'FULL', from, to, target: { hotel: true } });

describe('what stands against a stay', () => {
  test('is nothing when it can be had', () => {
    expect(obstacles([base(2)])).toEqual([]);
  });

  test('is named in full: a line that is closed, too short, and sold out as well', () => {
    const facts = [
      contract('k1', [{ roomType: 'A', quantity: 1 }], { minStay: 3 }),
      closed('2026-03-11', '2026-03-12'),
    ];
    expect(obstacles(facts)).toEqual([
      {
        code: 'MIN_STAY',
        line: 'k1/A',
        needed: 3,
        have: 2,
        nights: ['2026-03-10', '2026-03-11'],
      },
      {
        code: 'SOLD_OUT_LINE',
        line: 'k1/A',
        needed: 2,
        have: 1,
        nights: ['2026-03-10', '2026-03-11'],
      },
      { code: 'STOP_SALE', line: 'k1/A', needed: 2, have: 0, nights: ['2026-03-11'] },
    ]);
  });

  test('is every limit of a line: its own stock, its release days, its pool, what others keep', () => {
    const facts = [
      base(10, { release: [{ daysBefore: 60, keep: 1 }] }),
      sold(9),
      pool(9, ['k1/A']),
    ];
    expect(codes(facts, { checkOut: '2026-03-11' })).toEqual([
      'SOLD_OUT_LINE',
      'RELEASED',
      'SOLD_OUT_POOL',
    ]);
    expect(codes([base(4), share('AG2', 3)])).toEqual(['PROTECTED_FOR_OTHER']);
  });

  test('asked for ever more rooms, says nothing to a seller of what is kept for others', () => {
    const late = { timezone: TIMEZONE, asOf: instantOf('2026-03-05T00:00:00Z') };
    const told = (facts: readonly AnyFact[], rooms: number): unknown => {
      const asked = wish({ checkOut: '2026-03-11', rooms });
      const reasons = obstaclesOf(buildFactBook(facts), late, asked);
      return reasonsForSeller(reasons.map(({ pool: _, ...reason }) => reason));
    };
    // 2 to be had in each: five kept of the released contract, of which three are another's or gone.
    const released = { release: [{ daysBefore: 30, keep: 5 }] };
    const alone = [base(10, { release: [{ daysBefore: 30, keep: 2 }] })];
    const beside = [base(10, released), share('AG2', 3)];
    const sells = [...beside, sold(1, {}, { agency: 'AG2', heldAt: '2026-03-04T00:00:00Z' })];
    for (let rooms = 3; rooms <= 20; rooms += 1) {
      expect(told(beside, rooms)).toEqual(told(alone, rooms));
      expect(told(sells, rooms)).toEqual(told(alone, rooms));
    }
  });

  test('says which nights are past beside what else is wrong', () => {
    const reasons = obstacles([base(1)], { checkIn: '2026-01-14', checkOut: '2026-01-16' });
    expect(reasons.map(({ code, nights }) => [code, nights])).toEqual([
      ['NIGHT_IN_PAST', ['2026-01-14']],
      ['NO_CONTRACT', ['2026-01-14', '2026-01-15']],
    ]);
  });

  test('counts only the rooms that no other line can give', () => {
    const facts = [base(1), contract('k2', [{ roomType: 'A', quantity: 1 }])];
    expect(obstacles(facts, { rooms: 3 })).toMatchObject([
      { code: 'SOLD_OUT_LINE', line: 'k1/A', needed: 3, have: 2 },
      { code: 'SOLD_OUT_LINE', line: 'k2/A', needed: 3, have: 2 },
    ]);
  });

  test('is told to a seller without pools, and without who keeps what', () => {
    const facts = [
      contract('k1', [{ roomType: 'A', quantity: 10 }]),
      pool(4, ['k1/A']),
      share('AG2', 3),
    ];
    const reasons = reasonsForSeller(obstacles(facts, { rooms: 8 }));
    expect(reasons).toEqual([
      {
        code: 'SOLD_OUT_LINE',
        line: 'k1/A',
        needed: 8,
        have: 1,
        nights: ['2026-03-10', '2026-03-11'],
      },
    ]);
  });
});

describe('the nearest changes', () => {
  test('come in order of nearness: another room type, other dates, another length, fewer rooms', () => {
    const facts = [
      contract('k1', [{ roomType: 'A' }, { roomType: 'B', quantity: 2 }]),
      reduce(9),
      closed('2026-03-01', '2026-03-09'),
    ];
    expect(said(facts)).toEqual([
      'OTHER_ROOM_TYPE 2 B 10-12',
      'SPLIT_ROOM_TYPES 1 A 10-12 + 1 B 10-12',
      'SHIFT 2 A 11-13',
      'SHIFT 2 A 12-14',
      'SHIFT 2 A 13-15',
      'LENGTH 2 A 11-12',
      'FEWER_ROOMS 1 A 10-12',
    ]);
  });

  test('move between contracts that may not be combined otherwise', () => {
    const alone = { allowSplit: false };
    const facts = [
      contract('k1', [{ roomType: 'A' }], { ...alone, stayTo: '2026-03-11' }),
      contract('k2', [{ roomType: 'A' }], { ...alone, stayFrom: '2026-03-11' }),
    ];
    expect(codes(facts)).toEqual(['CONTRACT_BOUNDARY', 'CONTRACT_BOUNDARY']);
    expect(said(facts)[0]).toBe('SPLIT_STAY 2 A 10-11 + 2 A 11-12');
  });

  test('offer the cheaper of other room types first', () => {
    const facts = [
      contract(
        'k1',
        [
          { roomType: 'A', quantity: 0 },
          { roomType: 'B', rate: 900 },
          { roomType: 'C', rate: 500 },
          { roomType: 'D' },
        ],
        { currency: 'THB' },
      ),
    ];
    expect(
      said(facts)
        .slice(0, 3)
        .map((change) => change.split(' ')[2]),
    ).toEqual(['C', 'B', 'D']);
  });

  test('are none where nothing can be had, and no more decisions are made than bounded', () => {
    expect(said([base(0)])).toEqual([]);
    const bounds = { ...BOUNDS, decisionsMax: 3 };
    const facts = [base(5), closed(NIGHT, '2026-03-11')];
    expect(nearestChanges(buildFactBook(facts), WHEN, wish(), bounds).length).toBeLessThan(4);
  });
});

describe('over arbitrary hotels', () => {
  const anyWish = fc.record({
    roomType: fc.constantFrom('A', 'B'),
    start: fc.nat(2),
    length: fc.integer({ min: 1, max: 3 }),
    rooms: fc.integer({ min: 1, max: 6 }),
    agency: fc.constantFrom('AG1', 'AG2', 'AG9'),
  });

  test('something stands against a stay exactly when it is refused, and every change is granted', () => {
    fc.assert(
      fc.property(anyQuery(), anyWish, (query, { start, length, ...rest }) => {
        const book = buildFactBook(query.facts);
        const when = { timezone: query.hotel.timezone, asOf: instantOf(query.asOf) };
        const from = nightOf(query.from) + start;
        const asked = {
          ...rest,
          checkIn: formatNight(from),
          checkOut: formatNight(from + length),
        };
        const grants = (stays: readonly Omit<Wish, 'agency'>[]) =>
          decideHolds(book, when, [{ key: '', agency: asked.agency, lines: stays }]).decisions[0]
            ?.result.ok;
        expect(obstaclesOf(book, when, asked).length === 0).toBe(grants([asked]));
        const changes = nearestChanges(book, when, asked, BOUNDS);
        for (const { stays } of changes) expect(grants(stays)).toBe(true);
        const places = changes.map(({ kind }) => CHANGE_KINDS.indexOf(kind));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
      RUNS,
    );
  });
});

describe('a basket', () => {
  const stay = (roomType: string, rooms: number) => ({
    roomType,
    checkIn: NIGHT,
    checkOut: '2026-03-11',
    rooms,
  });

  test('may be impossible together though each stay is possible alone', () => {
    const facts = [
      contract('k1', [
        { roomType: 'A', poolFunded: true },
        { roomType: 'B', poolFunded: true },
      ]),
      pool(3, ['k1/A', 'k1/B']),
    ];
    const decided = decideStays(buildFactBook(facts), WHEN, 'AG1', [stay('A', 2), stay('B', 2)]);
    expect(decided.alone.map(({ ok }) => ok)).toEqual([true, true]);
    expect(decided.together).toMatchObject({
      ok: false,
      error: [{ code: 'SOLD_OUT_POOL', pool: 'p-k1/A-k1/B', line: 'k1/B', needed: 2, have: 1 }],
    });
  });
});
