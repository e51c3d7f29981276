// Changing a booking: what fits is kept and counts as had, the rest of it is free, the difference is
// asked for (domain.md §4, amend).
import type { BookingFact, Fact } from '../../../../shared/domain/facts.ts';
import type { HoldLine, HoldRequest } from '../../domain/holds/hold-request.ts';
import { base, contract, pool, share } from '../pipeline/world.ts';
import { decide, granted, line, nightsOf, refused, request, STAY, taken } from './desk.ts';

const HELD_AT = '2026-01-01T00:00:00Z';

/** A booking of AG1: `rooms` on `line` on each of these nights. */
const booked = (
  lineId: string,
  dates: readonly string[],
  rooms = 1,
  changes: Partial<BookingFact> = {},
): BookingFact => ({
  kind: 'BOOKING',
  id: 'mine',
  rev: 1,
  recordedAt: HELD_AT,
  agency: 'AG1',
  status: 'CONFIRMED',
  heldAt: HELD_AT,
  allocations: dates.map((date) => ({ line: lineId, date, rooms })),
  ...changes,
});

const TWO = ['2026-03-10', '2026-03-11'];
const keeping = { keeps: ['mine'] };
const k1 = (rooms: number, content = {}) =>
  contract('k1', [{ roomType: 'A', quantity: rooms }], {
    stayFrom: '2026-03-01',
    stayTo: '2026-04-01',
    ...content,
  });
const keptOf = (nights: ReturnType<typeof granted>['nights']) =>
  nights.map(({ keptFrom }) => keptFrom ?? 'new');

describe('a booking that is changed', () => {
  test('keeps what fits and asks for the night that is added', () => {
    const facts = [k1(1), booked('k1/A', TWO)];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping });
    const { nights } = granted(facts, asked);
    expect(keptOf(nights)).toEqual(['mine', 'mine', 'new']);
    expect(taken(facts, asked)).toEqual([
      '2026-03-10 1 k1/A',
      '2026-03-11 1 k1/A',
      '2026-03-12 1 k1/A',
    ]);
  });

  test('is refused the night that is sold out, and nothing that it has is asked for', () => {
    const sold = booked('k1/A', ['2026-03-12'], 1, { id: 'other', agency: 'AG2' });
    const facts = [k1(1), booked('k1/A', TWO), sold];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping });
    expect(refused(facts, asked)).toMatchObject([
      { code: 'SOLD_OUT_LINE', nights: ['2026-03-12'], needed: 1, have: 0 },
    ]);
  });

  test('keeps rooms that are oversold, closed or released now', () => {
    const facts = [
      k1(0, { lines: [{ roomType: 'A', quantity: 0, release: [{ daysBefore: 60, keep: 0 }] }] }),
      booked('k1/A', TWO, 3),
      {
        kind: 'EVENT',
        id: 'stop',
        rev: 1,
        recordedAt: HELD_AT,
        type: 'STOP_SALE',
        mode: 'FULL',
        target: { hotel: true },
        from: '2026-03-01',
        to: '2026-04-01',
      } as const,
    ];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-12', rooms: 2, ...keeping });
    expect(keptOf(granted(facts, asked).nights)).toEqual(['mine', 'mine']);
  });

  test('gives what it leaves to what it takes: another room type of the same pool', () => {
    const facts = [
      contract('k1', [{ roomType: 'A' }, { roomType: 'B' }]),
      {
        kind: 'POOL',
        id: 'p',
        rev: 1,
        recordedAt: HELD_AT,
        budget: 1,
        members: [
          { line: 'k1/A', weight: 1 },
          { line: 'k1/B', weight: 1 },
        ],
      } as const,
      booked('k1/A', ['2026-03-10']),
    ];
    expect(taken(facts, request({ roomType: 'B', ...keeping }))).toEqual(['2026-03-10 1 k1/B']);
    expect(refused(facts, request({ roomType: 'B' }))).toMatchObject([{ code: 'SOLD_OUT_POOL' }]);
  });

  test('is filled up on the line that it is on, before lines that would otherwise come first', () => {
    const committed = contract('k0', [{ roomType: 'A', quantity: 9 }], {
      contractKind: 'COMMITTED',
      stayFrom: '2026-03-01',
      stayTo: '2026-04-01',
    });
    const facts = [k1(5), committed, booked('k1/A', TWO)];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping });
    expect(taken(facts, asked)).toEqual([
      '2026-03-10 1 k1/A',
      '2026-03-11 1 k1/A',
      '2026-03-12 1 k1/A',
    ]);
  });

  test('moves as a whole where its contract serves whole stays alone', () => {
    const facts = [
      nightsOf('k1', '2026-03-10', '2026-03-12', { allowSplit: false }),
      nightsOf('k2', '2026-03-01', '2026-04-01'),
      booked('k1/A', TWO),
    ];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping });
    expect(taken(facts, asked)).toEqual([
      '2026-03-10 1 k2/A',
      '2026-03-11 1 k2/A',
      '2026-03-12 1 k2/A',
    ]);
  });

  test('keeps no more than it asks for, what was held first before what came later', () => {
    const later = booked('k1/A', TWO, 1, { id: 'mine.2' });
    const facts = [k1(2), booked('k1/A', TWO), later];
    const asked = request({
      checkIn: '2026-03-10',
      checkOut: '2026-03-12',
      keeps: ['mine', 'mine.2'],
    });
    expect(keptOf(granted(facts, asked).nights)).toEqual(['mine', 'mine']);
  });

  test('keeps nothing of a booking that holds nothing any more', () => {
    const facts = [k1(1), booked('k1/A', TWO, 1, { status: 'EXPIRED' })];
    const asked = request({ checkIn: '2026-03-10', checkOut: '2026-03-12', ...keeping });
    expect(keptOf(granted(facts, asked).nights)).toEqual(['new', 'new']);
  });
});

describe('bookings that are changed together', () => {
  const pair = (...lines: Partial<HoldLine>[]): HoldRequest => ({
    ...request(),
    lines: lines.map((each) => line(each)),
  });
  const [first, second] = ['2026-03-10', '2026-03-11'];
  const onFirst = { checkIn: '2026-03-10', checkOut: '2026-03-11' };
  const onSecond = { checkIn: '2026-03-11', checkOut: '2026-03-12' };
  const full = [
    k1(1),
    booked('k1/A', [first]),
    booked('k1/A', [second], 1, { id: 'yours' }),
  ] satisfies Fact[];

  test('change places in a full house', () => {
    const swapped = pair({ ...onSecond, ...keeping }, { ...onFirst, keeps: ['yours'] });
    expect(taken(full, swapped)).toEqual(['2026-03-11 1 k1/A', '2026-03-10 1 k1/A']);
    expect(keptOf(granted(full, swapped).nights)).toEqual(['new', 'new']);
  });

  test('have what others of them give up, whichever is named first', () => {
    const three = [...full.slice(1), k1(1), booked('k1/A', ['2026-03-12'], 1, { id: 'other' })];
    const lines = [
      { checkIn: '2026-03-10', checkOut: '2026-03-12', ...keeping },
      { checkIn: '2026-03-13', checkOut: '2026-03-14', keeps: ['yours'] },
    ];
    for (const order of [lines, lines.toReversed()]) {
      expect(taken(three, pair(...order)).toSorted()).toEqual([
        '2026-03-10 1 k1/A',
        '2026-03-11 1 k1/A',
        '2026-03-13 1 k1/A',
      ]);
    }
  });

  test('have what another of them cannot keep, whichever is named first', () => {
    const facts = [
      k1(1, { stayFrom: '2026-03-10', stayTo: '2026-03-12', allowSplit: false }),
      contract('k2', [{ roomType: 'A', quantity: 1 }], {
        stayFrom: '2026-03-01',
        stayTo: '2026-04-01',
      }),
      booked('k1/A', TWO),
    ];
    const longer = { checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping };
    const added = { checkIn: '2026-03-10', checkOut: '2026-03-12' };
    const moved = ['2026-03-10 1 k2/A', '2026-03-11 1 k2/A', '2026-03-12 1 k2/A'];
    const freed = ['2026-03-10 1 k1/A', '2026-03-11 1 k1/A'];
    expect(taken(facts, pair(longer, added))).toEqual([...moved, ...freed]);
    expect(taken(facts, pair(added, longer))).toEqual([...freed, ...moved]);
  });

  test('take nothing that another of them keeps, whichever is named first', () => {
    const lines = [
      { checkIn: '2026-03-10', checkOut: '2026-03-12', ...keeping },
      { ...onSecond, keeps: ['yours'] },
    ];
    for (const order of [lines, lines.toReversed()]) {
      expect(refused(full, pair(...order))).toMatchObject([
        { code: 'SOLD_OUT_LINE', nights: [second] },
      ]);
    }
  });
});

describe('what is asked for behind a change', () => {
  const STEPS_ASIDE = { checkIn: '2026-03-20', checkOut: '2026-03-22', ...keeping };
  const results = (facts: readonly Fact[], ...asked: HoldRequest[]): boolean[] =>
    decide(facts, asked).decisions.map(({ result }) => result.ok);

  test('has what the change gives up, and not what it takes or keeps', () => {
    const facts = [k1(1), booked('k1/A', TWO)];
    const onSecond = request({ checkIn: '2026-03-11', checkOut: '2026-03-12' });
    const longer = request({ checkIn: '2026-03-11', checkOut: '2026-03-13', ...keeping });
    expect(results(facts, request(STEPS_ASIDE), request(), onSecond)).toEqual([true, true, true]);
    expect(results(facts, longer, request(), onSecond)).toEqual([true, true, false]);
  });

  test('is not refused for the old and the new rooms at once', () => {
    const facts = [
      contract('k1', [{ roomType: 'A' }, { roomType: 'B' }]),
      pool(2, ['k1/A', 'k1/B']),
      booked('k1/A', ['2026-03-10']),
    ];
    const other = request({ roomType: 'B', ...keeping });
    expect(results(facts, other, request(), request())).toEqual([true, true, false]);
  });

  test('finds rooms kept again for the agency that gave them up', () => {
    const facts = [
      base(10, { release: [{ daysBefore: 60, keep: 3 }] }),
      share('AG1', 2),
      booked('k1/A', ['2026-03-10'], 2),
    ];
    const theirs = request({ rooms: 2 }, { agency: 'AG2' });
    expect(results(facts, theirs)).toEqual([true]);
    expect(results(facts, request(STEPS_ASIDE), theirs)).toEqual([true, false]);
  });

  test('finds all as it was behind a change that is refused', () => {
    const facts = [k1(1), booked('k1/A', TWO), booked('k1/A', ['2026-03-20'], 1, { id: 'other' })];
    expect(results(facts, request(STEPS_ASIDE), request())).toEqual([false, false]);
  });

  test('keeps nothing of a booking that was changed already', () => {
    const facts = [k1(1), booked('k1/A', TWO)];
    const asked = [request(STEPS_ASIDE), request({ ...STAY, ...keeping })];
    const again = decide(facts, asked).decisions[1]?.result;
    expect(again?.ok && keptOf(again.value.nights)).toEqual(['new', 'new']);
  });
});

describe('the rules of the stay', () => {
  test('are asked of the new stay as a whole: it may not become shorter than the least', () => {
    const facts = [k1(5, { minStay: 2 }), booked('k1/A', TWO)];
    expect(refused(facts, request({ ...keeping }))).toMatchObject([
      { code: 'MIN_STAY', line: 'k1/A', needed: 2, have: 1 },
    ]);
  });

  test('are not asked again about what stays as it is: fewer rooms on the same nights', () => {
    const facts = [k1(5, { minStay: 9, minLeadDays: 400 }), booked('k1/A', TWO, 2)];
    const same = { checkIn: '2026-03-10', checkOut: '2026-03-12', ...keeping };
    expect(keptOf(granted(facts, request(same)).nights)).toEqual(['mine', 'mine']);
    expect(refused(facts, request({ ...same, rooms: 3 })).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['MIN_STAY', 'LEAD_TIME']),
    );
  });

  test('ask no past night again of a guest who is in the house, and sell none', () => {
    const facts = [k1(5), booked('k1/A', TWO)];
    const inTheHouse = '2026-03-11T03:00:00Z';
    const longer = { checkIn: '2026-03-10', checkOut: '2026-03-13', ...keeping };
    expect(keptOf(granted(facts, request(longer), inTheHouse).nights)).toEqual([
      'mine',
      'mine',
      'new',
    ]);
    expect(refused(facts, request({ ...longer, rooms: 2 }), inTheHouse)).toMatchObject([
      { code: 'NIGHT_IN_PAST', nights: ['2026-03-10'] },
    ]);
  });
});
