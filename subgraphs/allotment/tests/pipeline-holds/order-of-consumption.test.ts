// Where the rooms of a stay come from (domain.md §3.6).
import { base, contract, event, pool, share } from '../pipeline/world.ts';
import { decide, granted, line, refused, request, taken, nightsOf, STAY } from './desk.ts';

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
    const whole = nightsOf('a', '2026-03-01', '2026-03-11', { allowSplit: false });
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
    const long = nightsOf('a', '2026-03-01', '2026-04-01', { allowSplit: false });
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
    });
    const reasons = refused([short], request(STAY, { acceptOnRequest: true }));
    expect(reasons.map(({ code }) => code)).toEqual(['ON_REQUEST_ONLY', 'NO_CONTRACT']);
  });
});
