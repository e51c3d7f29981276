import { isDeepStrictEqual } from 'node:util';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import type { Fact } from '../../../../shared/domain/facts.ts';
import {
  available,
  base,
  block,
  contract,
  EARLY,
  event,
  pool,
  share,
  sold,
  TIMEZONE,
} from '../pipeline/world.ts';
import { decide, granted, line, refused, request, taken } from './desk.ts';

const STAY = { checkIn: '2026-03-10', checkOut: '2026-03-12' };
const nightsOf = (id: string, from: string, to: string, rest: Partial<Fact> = {}) =>
  contract(id, [{ roomType: 'A' }], { stayFrom: from, stayTo: to, ...rest } as object);

describe('a hold', () => {
  test('takes a room per night, with its rate, and not on the day of check-out', () => {
    const priced = contract('k1', [{ roomType: 'A', rate: 9_900 }], { currency: 'THB' });
    expect(granted([priced], request(STAY))).toEqual({
      status: 'HELD',
      nights: ['2026-03-10', '2026-03-11'].map((night) => ({
        lineIndex: 0,
        night,
        line: 'k1/A',
        rooms: 1,
        rate: 9_900,
        currency: 'THB',
      })),
    });
    expect(granted([base(10)]).nights[0]).toMatchObject({ rate: null, currency: null });
  });

  test('is refused beyond what is left, with what was asked and what is there', () => {
    expect(refused([base(10), sold(8)], request({ rooms: 3 }))).toEqual([
      {
        code: 'SOLD_OUT_LINE',
        path: '/lines/0',
        line: 'k1/A',
        needed: 3,
        have: 2,
        nights: ['2026-03-10'],
      },
    ]);
  });

  test('counts before the next request is decided', () => {
    const { decisions } = decide(
      [base(3)],
      [
        request({ rooms: 2 }, { key: 'first' }),
        request({ rooms: 2 }, { key: 'second' }),
        request({ rooms: 1 }, { key: 'third' }),
      ],
    );
    expect(decisions.map(({ key, result }) => [key, result.ok])).toEqual([
      ['first', true],
      ['second', false],
      ['third', true],
    ]);
  });

  test('of a group takes all lines or none, and lines on one night add up', () => {
    const three = { lines: [line({ rooms: 2 }), line({ rooms: 2 })] };
    const { decisions } = decide([base(3)], [request({}, three), request({ rooms: 3 })]);
    expect(decisions.map(({ result }) => result.ok)).toEqual([false, true]);
    expect(decisions[0]?.result).toMatchObject({
      error: [{ code: 'SOLD_OUT_LINE', path: '/lines/1', needed: 2, have: 1 }],
    });
  });

  test('leaves the book as it was found, granted or refused', () => {
    const facts = [base(3), block('b1', 2), sold(1, { block: 'b1' }), sold(1)];
    const book = buildFactBook(facts);
    const when = { timezone: TIMEZONE, asOf: instantOf(EARLY) };
    const requests = [request(), request({ rooms: 9 }), request({ block: 'b1' })];
    decideHolds(book, when, [...requests, request({}, { replaces: ['g-1-'] })]);
    // A refused request works out what the book works out only when asked, and leaves no trace.
    const untouched = buildFactBook(facts);
    decideHolds(untouched, when, [request({ rooms: 9 })]);
    expect(isDeepStrictEqual(book, untouched)).toBe(true);
  });

  test('counts the rooms of the booking that it replaces as free', () => {
    const mine = { ...sold(10), id: 'mine' };
    expect(refused([base(10), mine])[0]?.code).toBe('SOLD_OUT_LINE');
    const replaces = ['mine', 'mine', 'unknown'];
    expect(taken([base(10), mine], request({ rooms: 10 }, { replaces }))).toHaveLength(1);
  });

  test.each([
    [{ rooms: 0 }, '/lines/0/rooms'],
    [{ rooms: 1.5 }, '/lines/0/rooms'],
    [{ checkIn: '2026-02-30' }, '/lines/0/checkIn'],
    [{ checkOut: 'soon' }, '/lines/0/checkOut'],
    [{ checkOut: '2026-03-10' }, '/lines/0/checkOut'],
  ])('with %j is malformed at %s', (content, path) => {
    expect(refused([base(10)], request(content))).toEqual([{ code: 'BAD_INPUT', path }]);
  });

  test('of no line at all is malformed', () => {
    expect(refused([base(10)], request({}, { lines: [] }))).toEqual([
      { code: 'BAD_INPUT', path: '/lines' },
    ]);
  });
});

describe('rooms are taken', () => {
  const committed = contract('z', [{ roomType: 'A', quantity: 1 }], { contractKind: 'COMMITTED' });
  const free = contract('f', [{ roomType: 'A', quantity: null }], { contractKind: 'FREE_SALE' });
  const pooled = contract('p', [{ roomType: 'A', quantity: null, poolFunded: true }]);
  const allotment = base(1);

  test('in the order of the law: committed, allotment, shared pool, free sale', () => {
    const facts = [free, pooled, pool(1, ['p/A']), allotment, committed];
    expect(taken(facts, request({ rooms: 4 })).map((text) => text.slice(11))).toEqual([
      '1 z/A',
      '1 k1/A',
      '1 p/A',
      '1 f/A',
    ]);
  });

  test('from the own sub-allotment before other allotments, and from the rest of its line after', () => {
    const early = contract('a', [{ roomType: 'A', quantity: 1 }]);
    const facts = [base(5), early, share('AG1', 2)];
    expect(taken(facts, request({ rooms: 2 }))).toEqual(['2026-03-10 2 k1/A']);
    expect(taken(facts, request({ rooms: 3 }))).toEqual(['2026-03-10 2 k1/A', '2026-03-10 1 a/A']);
    expect(taken(facts, request({ rooms: 6 }))).toEqual(['2026-03-10 5 k1/A', '2026-03-10 1 a/A']);
  });

  test('from what is released first, then from the cheapest, then by contract id', () => {
    const released = (id: string, daysBefore: number) =>
      contract(id, [{ roomType: 'A', quantity: 1, release: [{ daysBefore, keep: 0 }] }]);
    const priced = (id: string, rate: number) =>
      contract(id, [{ roomType: 'A', quantity: 1, rate }]);
    const contracts = ['d', 'c'].map((id) => contract(id, [{ roomType: 'A', quantity: 1 }]));
    const facts = [
      priced('y', 9),
      priced('x', 7),
      released('v', 3),
      released('w', 9),
      ...contracts,
    ];
    expect(taken(facts, request({ rooms: 6 })).map((text) => text.slice(13))).toEqual([
      'w/A',
      'v/A',
      'x/A',
      'y/A',
      'c/A',
      'd/A',
    ]);
  });

  test('from one line for the whole stay if one can give it', () => {
    const facts = [
      nightsOf('a', '2026-03-01', '2026-03-11'),
      nightsOf('b', '2026-03-01', '2026-04-01'),
    ];
    expect(taken(facts, request(STAY))).toEqual(['2026-03-10 1 b/A', '2026-03-11 1 b/A']);
  });

  test('from several contracts, night by night, if need be', () => {
    const facts = [
      nightsOf('a', '2026-03-01', '2026-03-11'),
      nightsOf('b', '2026-03-11', '2026-04-01'),
    ];
    expect(taken(facts, request(STAY))).toEqual(['2026-03-10 1 a/A', '2026-03-11 1 b/A']);
  });

  test('never across contracts where one of them forbids it', () => {
    const whole = nightsOf('a', '2026-03-01', '2026-03-11', { allowSplit: false } as object);
    const facts = [whole, nightsOf('b', '2026-03-11', '2026-04-01')];
    expect(refused(facts, request(STAY))).toEqual([
      {
        code: 'CONTRACT_BOUNDARY',
        path: '/lines/0',
        line: 'a/A',
        needed: 1,
        have: 0,
        nights: ['2026-03-10'],
      },
    ]);
    const long = nightsOf('a', '2026-03-01', '2026-04-01', { allowSplit: false } as object);
    expect(taken([long], request(STAY))).toHaveLength(2);
  });

  test('from the contract that was named, and from no other', () => {
    const facts = [base(1), contract('k2', [{ roomType: 'A' }])];
    expect(taken(facts, request({ rooms: 2, contract: 'k2' }))).toEqual(['2026-03-10 2 k2/A']);
    expect(refused(facts, request({ rooms: 2, contract: 'k1' }))[0]?.line).toBe('k1/A');
    const hidden = contract('k3', [{ roomType: 'A' }], { agencies: ['AG2'] });
    for (const name of ['k3', 'k4']) {
      expect(refused([hidden], request({ contract: name }))).toEqual([
        { code: 'NOT_FOUND', path: '/lines/0/contract' },
      ]);
    }
  });
});

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

describe('a line that is sold on request', () => {
  const onRequest = contract('q', [{ roomType: 'A', quantity: null }], {
    contractKind: 'ON_REQUEST',
  });

  test('is refused as such unless the request accepts it, closed or not', () => {
    expect(refused([onRequest])[0]?.code).toBe('ON_REQUEST_ONLY');
    const closed = event('STOP_SALE', 'x', { mode: 'ARRIVAL', target: { hotel: true } });
    const grant = granted([onRequest, closed], request({ rooms: 4 }, { acceptOnRequest: true }));
    expect(grant).toMatchObject({ status: 'ON_REQUEST', nights: [{ line: 'q/A', rooms: 4 }] });
  });

  test('is left aside while there are rooms to sell', () => {
    const facts = [onRequest, base(1)];
    expect(granted(facts, request({}, { acceptOnRequest: true })).status).toBe('HELD');
  });

  test('takes no rooms, nor do the other lines of its group', () => {
    const other = contract('k1', [{ roomType: 'B', quantity: 1 }]);
    const group = { lines: [line(), line({ roomType: 'B' })], acceptOnRequest: true };
    const { decisions } = decide(
      [onRequest, other],
      [request({}, group), request({ roomType: 'B' })],
    );
    expect(decisions.map(({ result }) => result.ok && result.value.status)).toEqual([
      'ON_REQUEST',
      'HELD',
    ]);
  });

  test('that covers only part of the stay is no way out', () => {
    const short = nightsOf('q', '2026-03-01', '2026-03-11', {
      contractKind: 'ON_REQUEST',
    } as object);
    const reasons = refused([short], request(STAY, { acceptOnRequest: true }));
    expect(reasons.map(({ code }) => code)).toEqual(['ON_REQUEST_ONLY', 'NO_CONTRACT']);
  });
});

describe('a pick-up', () => {
  const pick = (rooms = 1, agency = 'AG1') => request({ rooms, block: 'b1' }, { agency });

  test('takes rooms of the block, which the line has given already', () => {
    const facts = [base(4, { rate: 500 }), block('b1', 4)];
    expect(granted(facts, pick(3)).nights).toEqual([
      {
        lineIndex: 0,
        night: '2026-03-10',
        line: 'k1/A',
        rooms: 3,
        block: 'b1',
        rate: 500,
        currency: null,
      },
    ]);
    expect(available(facts)).toBe(0);
  });

  test('counts before the next one is decided', () => {
    const { decisions } = decide([base(4), block('b1', 4)], [pick(3), pick(2), pick(1)]);
    expect(decisions.map(({ result }) => result.ok)).toEqual([true, false, true]);
  });

  test('finds no block of another agency, none that is absent', () => {
    const notFound = [{ code: 'NOT_FOUND', path: '/lines/0/block' }];
    expect(refused([base(4), block('b1', 4)], pick(1, 'AG2'))).toEqual(notFound);
    expect(refused([base(4)], pick())).toEqual(notFound);
    const amendment = event('BLOCK_AMENDMENT', 'a', { block: 'b1', cells: [] });
    expect(refused([base(4), amendment], pick())).toEqual(notFound);
  });

  test('needs a definite block', () => {
    const facts = [base(4), block('b1', 4, { status: 'TENTATIVE' })];
    expect(refused(facts, pick())).toEqual([
      { code: 'BLOCK_NOT_PICKABLE', path: '/lines/0/block' },
    ]);
  });

  test('is refused beyond what is open, night by night', () => {
    const facts = [base(4), block('b1', 4), sold(3, { block: 'b1' })];
    const asked = request({ ...STAY, rooms: 2, block: 'b1' });
    expect(refused(facts, asked)).toEqual([
      {
        code: 'BLOCK_FULL',
        path: '/lines/0',
        nights: ['2026-03-10', '2026-03-11'],
        needed: 2,
        have: 0,
      },
    ]);
  });

  test('ends at the cut-off, and the decision says until when it stands', () => {
    const facts = [base(4), block('b1', 4, { cutoff: { at: '2026-02-01T00:00:00Z' } })];
    const decided = decide(facts, [pick()], '2026-01-31T23:59:59Z');
    expect(decided.decisions[0]?.result.ok).toBe(true);
    expect(decided.validUntil).toBe(instantOf('2026-02-01T00:00:00Z'));
    expect(refused(facts, pick(), '2026-02-01T00:00:00Z')[0]?.code).toBe('BLOCK_CUT_OFF');
  });

  test('fills from several lines of the block by id, or from the contract named', () => {
    const cells = ['k2/A', 'k1/A', 'k1/B'].map((id) => ({
      line: id,
      date: '2026-03-10',
      rooms: 1,
    }));
    const facts = [base(4), block('b1', 0, { cells })];
    expect(taken(facts, pick(2))).toEqual(['2026-03-10 1 k1/A', '2026-03-10 1 k2/A']);
    const named = request({ block: 'b1', contract: 'k2' });
    expect(taken(facts, named)).toEqual(['2026-03-10 1 k2/A']);
  });
});

describe('a decision stands', () => {
  test('until a release, a lead time or midnight could take it back', () => {
    const release = [{ daysBefore: 21, keep: 5 }];
    expect(decide([base(10, { release })], [request()]).validUntil).toBe(
      instantOf('2026-02-16T17:00:00Z'),
    );
    const led = contract('k1', [{ roomType: 'A' }], { minLeadDays: 30 });
    expect(decide([led], [request()]).validUntil).toBe(instantOf('2026-02-08T17:00:00Z'));
    expect(decide([base(10)], [request()]).validUntil).toBe(instantOf('2026-03-10T17:00:00Z'));
  });

  test('past the expiry of holds, which only frees rooms', () => {
    const hold = sold(1, {}, { status: 'HELD', expiresAt: '2026-01-15T00:00:01Z' });
    expect(decide([base(10), hold], [request()]).validUntil).toBe(
      instantOf('2026-03-10T17:00:00Z'),
    );
  });

  test('not past an expiry that gives an agency its slice back under a released cap', () => {
    const expiresAt = '2026-03-05T00:00:00Z';
    const hold = sold(2, {}, { agency: 'AG2', status: 'HELD', expiresAt });
    const release = [{ daysBefore: 7, keep: 3 }];
    const facts = [base(10, { release }), hold, share('AG2', 2)];
    const before = '2026-03-04T23:59:59Z';
    expect(available(facts, { agency: 'AG1', asOf: before })).toBe(3);
    expect(available(facts, { agency: 'AG1', asOf: expiresAt })).toBe(1);
    expect(decide(facts, [request()], before).validUntil).toBe(instantOf(expiresAt));
  });
});
