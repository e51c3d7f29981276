// Why a stay is refused: one test per reason.
import { base, contract, event, pool, share, sold } from '../pipeline/world.ts';
import { refused, request, taken, nightsOf, STAY } from './desk.ts';

describe('a stay is refused, with the reason', () => {
  test('NIGHT_IN_PAST from midnight at the hotel on', () => {
    expect(taken([base(1)], request(), '2026-03-10T16:59:59Z')).toHaveLength(1);
    expect(refused([base(1)], request(STAY), '2026-03-10T17:00:00Z')).toEqual([
      { code: 'NIGHT_IN_PAST', path: '/lines/0', nights: ['2026-03-10'] },
    ]);
  });

  test('NO_CONTRACT for the nights that nothing covers', () => {
    const facts = [nightsOf('a', '2026-03-01', '2026-03-11')];
    expect(refused(facts, request(STAY))).toMatchObject([
      { code: 'NO_CONTRACT', nights: ['2026-03-11'], needed: 1, have: 0 },
    ]);
  });

  test.each([
    ['MIN_STAY', { minStay: 2 }, { needed: 2, have: 1 }],
    ['MAX_STAY', { maxStay: 0 }, { needed: 0, have: 1 }],
    ['LEAD_TIME', { minLeadDays: 55 }, { needed: 55, have: 54 }],
    ['NOT_YET_OPEN', { maxLeadDays: 53 }, { needed: 53, have: 54 }],
  ])('%s', (code, content, numbers) => {
    const strict = contract('k1', [{ roomType: 'A' }], content);
    expect(refused([strict])).toMatchObject([{ code, ...numbers, line: 'k1/A' }]);
  });

  test.each([
    ['STOP_SALE', 'FULL', '2026-03-10'],
    ['CLOSED_TO_ARRIVAL', 'ARRIVAL', '2026-03-10'],
    ['CLOSED_TO_DEPARTURE', 'DEPARTURE', '2026-03-11'],
  ] as const)('%s', (code, mode, from) => {
    const stop = event('STOP_SALE', 'x', { mode, from, to: '2026-03-12' });
    expect(refused([base(10), stop]).map((reason) => reason.code)).toEqual([code]);
    const other = mode === 'FULL' ? '2026-03-11' : '2026-03-01';
    const elsewhere = {
      ...stop,
      from: other,
      to: mode === 'ARRIVAL' ? '2026-03-10' : '2026-03-12',
    };
    if (mode !== 'DEPARTURE') expect(taken([base(10), elsewhere])).toHaveLength(1);
  });

  test('no stop touches committed rooms unless it includes them', () => {
    const committed = contract('k1', [{ roomType: 'A' }], { contractKind: 'COMMITTED' });
    const stop = event('STOP_SALE', 'x', { mode: 'ARRIVAL' });
    expect(taken([committed, stop])).toHaveLength(1);
    const included = { ...stop, includeCommitted: true };
    expect(refused([committed, included])[0]?.code).toBe('CLOSED_TO_ARRIVAL');
  });

  test('MISSING_NUMBER', () => {
    expect(refused([base(null)])[0]?.code).toBe('MISSING_NUMBER');
  });

  test('RELEASED', () => {
    const released = base(10, { release: [{ daysBefore: 7, keep: 0 }] });
    expect(refused([released], request(), '2026-03-05T00:00:00Z')[0]?.code).toBe('RELEASED');
    const free = { poolFunded: true, quantity: null };
    const pooled = base(null, { ...free, release: [{ daysBefore: 7, keep: 0 }] });
    expect(refused([pooled], request(), '2026-03-05T00:00:00Z')[0]?.code).toBe('RELEASED');
  });

  test('SOLD_OUT_POOL, naming the pool', () => {
    const facts = [base(10), pool(6, ['k1/A']), sold(6)];
    expect(refused(facts)).toMatchObject([{ code: 'SOLD_OUT_POOL', pool: 'p-k1/A', have: 0 }]);
  });

  test('PROTECTED_FOR_OTHER, whether the line or the pool keeps the rooms', () => {
    expect(refused([base(3), share('AG2', 3)])).toMatchObject([
      { code: 'PROTECTED_FOR_OTHER', line: 'k1/A' },
    ]);
    const k1 = contract('k1', [
      { roomType: 'A', quantity: 5 },
      { roomType: 'B', quantity: 5, protect: 5 },
    ]);
    expect(refused([k1, pool(5, ['k1/A', 'k1/B'])])).toMatchObject([
      { code: 'PROTECTED_FOR_OTHER', line: 'k1/A', pool: 'p-k1/A-k1/B' },
    ]);
  });

  test('SOLD_OUT_LINE where an exclusive sub-allotment is used up, whatever others keep', () => {
    const facts = [base(10), share('AG1', 1, { exclusive: true }), share('AG2', 1)];
    expect(refused(facts, request({ rooms: 2 }))).toMatchObject([
      { code: 'SOLD_OUT_LINE', needed: 2, have: 1 },
    ]);
  });

  test('each night once per cause, with the least that was there', () => {
    const facts = [base(2), sold(1, { date: '2026-03-11' })];
    expect(refused(facts, request({ ...STAY, rooms: 3 }))).toEqual([
      {
        code: 'SOLD_OUT_LINE',
        path: '/lines/0',
        line: 'k1/A',
        needed: 3,
        have: 1,
        nights: ['2026-03-10', '2026-03-11'],
      },
    ]);
  });
});
