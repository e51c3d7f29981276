// What a seller reads of a room type's night when several lines sell it: a stop or a gap shows only
// when nothing is without it, a request is possible when any line takes it.
import type { AnyFact } from '../pipeline/world.ts';
import { base, columns, contract, event, NEXT, NIGHT } from '../pipeline/world.ts';
import { calendarDays } from '../../services/calendar-view.ts';
import { roomTypeDays } from '../../domain/room-type-days.ts';

const TO = '2026-03-13';

/** The flags of room type A on the three nights from 10 March. */
function days(...facts: AnyFact[]) {
  const [type] = roomTypeDays(columns(facts, { from: NIGHT, to: TO }));
  if (!type) throw new Error('A is there');
  return calendarDays({ ...type, from: NIGHT });
}

const first = (...facts: AnyFact[]) => days(...facts)[0];
const second = contract('k2', [{ roomType: 'A', quantity: 4 }]);
const stop = (line: string, mode: 'FULL' | 'ARRIVAL' | 'DEPARTURE', id = `${line}${mode}`) =>
  event('STOP_SALE', id, { target: { line }, mode });

describe('closed', () => {
  test('one line that is closed leaves the room type open', () => {
    expect(first(base(5), second, stop('k1/A', 'FULL'))).toMatchObject({
      available: 4,
      closed: [],
    });
  });

  test('all lines closed close it, on that night alone', () => {
    const nights = days(base(5), second, stop('k1/A', 'FULL'), stop('k2/A', 'FULL'));
    expect(nights.map(({ closed, available }) => [closed, available])).toEqual([
      [['FULL'], 0],
      [[], 9],
      [[], 9],
    ]);
  });

  test('stops of different modes on different lines close nothing', () => {
    const both = [stop('k1/A', 'ARRIVAL'), stop('k2/A', 'DEPARTURE')];
    expect(first(base(5), second, ...both)?.closed).toEqual([]);
  });

  test('a mode that is in force on every line is shown, beside one that is not', () => {
    const stops = [stop('k1/A', 'ARRIVAL'), stop('k1/A', 'FULL'), stop('k2/A', 'ARRIVAL')];
    expect(first(base(5), second, ...stops)).toMatchObject({ closed: ['ARRIVAL'], available: 4 });
  });

  test('a line that does not cover the night keeps nothing open there', () => {
    const later = contract('k2', [{ roomType: 'A', quantity: 4 }], { stayFrom: NEXT });
    expect(days(base(5), later, stop('k1/A', 'FULL')).map(({ closed }) => closed)).toEqual([
      ['FULL'],
      [],
      [],
    ]);
  });

  test('a committed line is not closed by a stop that leaves it out', () => {
    const committed = contract('k2', [{ roomType: 'A', quantity: 2 }], {
      contractKind: 'COMMITTED',
    });
    const whole = event('STOP_SALE', 's', { target: { hotel: true }, mode: 'FULL' });
    expect(first(base(5), committed, whole)).toMatchObject({ available: 2, closed: [] });
  });
});

describe('missing', () => {
  test('a night without any number is missing and sells nothing', () => {
    expect(first(base(null))).toMatchObject({ available: 0, missing: true, covered: true });
  });

  test('a night is not missing while one line has a number', () => {
    expect(first(base(null), second)).toMatchObject({ available: 4, missing: false });
  });

  test('zero is a number', () => {
    expect(first(base(0))).toMatchObject({ available: 0, missing: false });
  });

  test.each(['FREE_SALE', 'ON_REQUEST'] as const)('%s needs no number', (contractKind) => {
    const line = contract('k1', [{ roomType: 'A', quantity: null }], { contractKind });
    expect(first(line)?.missing).toBe(false);
  });
});

describe('requestable', () => {
  const onRequest = contract('k3', [{ roomType: 'A', quantity: null }], {
    contractKind: 'ON_REQUEST',
  });

  test('a line on request sells nothing and takes requests, closed or not', () => {
    expect(first(onRequest)).toMatchObject({ available: 0, requestable: true });
    expect(first(onRequest, stop('k3/A', 'FULL'))).toMatchObject({ requestable: true });
  });

  test('it keeps the room type requestable beside lines that are sold by number', () => {
    expect(first(base(0), onRequest)).toMatchObject({ available: 0, requestable: true });
    expect(first(base(5))?.requestable).toBe(false);
  });
});

describe('covered', () => {
  test('a night between two contracts is not covered, and nothing is said of it', () => {
    const before = contract('k1', [{ roomType: 'A' }], { stayTo: NEXT });
    const after = contract('k2', [{ roomType: 'A' }], { stayFrom: '2026-03-12' });
    expect(days(before, after)).toEqual([
      expect.objectContaining({ date: NIGHT, available: 10, covered: true }),
      {
        date: NEXT,
        available: 0,
        unlimited: false,
        closed: [],
        missing: false,
        requestable: false,
        covered: false,
      },
      expect.objectContaining({ date: '2026-03-12', available: 10, covered: true }),
    ]);
  });

  test('a weekday that a contract leaves out is not covered', () => {
    // 10 March 2026 is a Tuesday.
    const tuesdays = contract('k1', [{ roomType: 'A' }], { daysOfWeek: [2] });
    expect(days(tuesdays).map(({ covered }) => covered)).toEqual([true, false, false]);
  });
});

test('free sale is unlimited and packed as -1', () => {
  const free = contract('k1', [{ roomType: 'A', quantity: null }], { contractKind: 'FREE_SALE' });
  const [packed] = roomTypeDays(columns([free], { from: NIGHT, to: TO }));
  expect(packed?.available).toEqual([-1, -1, -1]);
  expect(first(free)).toMatchObject({ available: null, unlimited: true });
});
