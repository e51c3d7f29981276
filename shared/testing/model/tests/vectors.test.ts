// The 26 vectors of domain.md §3.7 against the model, by their numbers.
import {
  amendment,
  available,
  block,
  booking,
  bookingOf,
  contract,
  event,
  increase,
  LINE,
  night,
  NIGHT,
  pool,
  reduce,
  resolve,
  subAllotment,
} from './by-hand.ts';

const twoContracts = (a: object, b: object) => [contract(a, { id: 'a' }), contract(b, { id: 'b' })];

const twoLines = { 'a/A': 1, 'b/A': 1 };

describe('the vectors of the domain, on the model', () => {
  test('1: an increase of 4 and a reduction of 3 make 11', () => {
    expect(available([contract(), increase('e1', 4), reduce('e2', 3)])).toBe(11);
  });

  test('2: the sum is clamped once, whatever the order', () => {
    const facts = [contract({ quantity: 5 }), reduce('e1', 8), increase('e2', 4)];
    expect(available(facts)).toBe(1);
    expect(available([...facts].reverse())).toBe(1);
  });

  test('3: what is reduced below nothing is debt', () => {
    const row = night([contract({ quantity: 5 }), reduce('e1', 8)]);
    expect(row).toMatchObject({ available: 0, raw: -3, gross: 0, debt: 3 });
  });

  test('4: a reduction below what is sold oversells and touches no booking', () => {
    const row = night([contract(), booking('g1', 6), reduce('e1', 7)]);
    expect(row).toMatchObject({ available: 0, oversold: 3, cons: 6, own: -3 });
  });

  test('5: the check-out day is not consumed', () => {
    const stay = (date: string) =>
      booking('g1', 1, { allocations: [{ line: LINE, date, rooms: 1 }] });
    expect(available([contract({ quantity: 1 }), stay('2026-03-09')])).toBe(1);
    expect(available([contract({ quantity: 1 }), stay(NIGHT)])).toBe(0);
  });

  test('6: a covered night without a number is missing', () => {
    expect(night([contract({ quantity: null })])).toMatchObject({
      available: 0,
      missing: true,
      base: null,
    });
  });

  test('7: a retracted increase is absent, one delivered twice counts once', () => {
    const retracted = { ...increase('e1', 4), rev: 2, retracted: true };
    expect(available([contract(), increase('e1', 4), retracted])).toBe(10);
    expect(available([contract(), increase('e1', 4), increase('e1', 4)])).toBe(14);
  });

  test('8: the later revision wins in either order', () => {
    const facts = [contract(), contract({ quantity: 7 }, { rev: 2 })];
    expect(available(facts)).toBe(7);
    expect(available([...facts].reverse())).toBe(7);
  });

  test('9: two lines share the budget of a pool', () => {
    const facts = [
      ...twoContracts({ quantity: 5 }, { quantity: 4 }),
      pool('p', 6, twoLines),
      bookingOf('g1', 'a/A', 3),
    ];
    expect(available(facts, {}, 'a/A')).toBe(2);
    expect(available(facts, {}, 'b/A')).toBe(3);
  });

  test('10: pool-funded lines have the rest of the pool each, and no more together', () => {
    const funded = { poolFunded: true, quantity: null };
    const facts = [
      ...twoContracts(funded, funded),
      pool('p', 8, twoLines),
      bookingOf('g1', 'a/A', 5),
    ];
    expect(available(facts, {}, 'a/A')).toBe(3);
    expect(available(facts, {}, 'b/A')).toBe(3);
    expect(resolve(facts).roomTypes['A']).toEqual([
      { date: NIGHT, available: 3, unlimited: false },
    ]);
  });

  test('11: what is protected for one line is closed to the other', () => {
    const facts = [
      ...twoContracts({ quantity: 5, protect: 5 }, { quantity: 10 }),
      pool('p', 10, twoLines),
    ];
    expect(available(facts, {}, 'a/A')).toBe(5);
    expect(available(facts, {}, 'b/A')).toBe(5);
  });

  test('12: a picked room of a block is counted once', () => {
    const facts = [contract(), block('b', 4)];
    expect(available(facts)).toBe(6);
    const picked = [...facts, bookingOf('g1', LINE, 3, 'b')];
    expect(available(picked)).toBe(6);
    expect(resolve(picked).blocks['b']?.[0]).toMatchObject({ picked: 3, open: 1 });
  });

  test('13: the cut-off gives back what is not picked at its instant', () => {
    const facts = [
      contract(),
      block('b', 4, { cutoff: { daysBefore: 7 } }),
      bookingOf('g1', LINE, 3, 'b'),
    ];
    expect(available(facts, { asOf: '2026-03-02T16:59:59Z' })).toBe(6);
    expect(available(facts, { asOf: '2026-03-02T17:00:00Z' })).toBe(7);
  });

  test('14: a reverted amendment is gone', () => {
    const down = amendment('a1', 'b', -2);
    const facts = [contract(), block('b', 4), down, amendment('a2', 'b', 1)];
    const cur = (all: typeof facts) => resolve(all).blocks['b']?.[0]?.cur;
    expect(cur(facts)).toBe(3);
    expect(cur([...facts, { ...down, rev: 2, retracted: true }])).toBe(5);
  });

  test('15: an amendment below picked overpicks', () => {
    const facts = [
      contract(),
      block('b', 4),
      bookingOf('g1', LINE, 3, 'b'),
      amendment('a1', 'b', -3),
    ];
    expect(available(facts)).toBe(7);
    expect(resolve(facts).blocks['b']?.[0]?.overpick).toBe(2);
  });

  test('16: blocks beyond the line oversell it', () => {
    const row = night([contract(), block('b', 4), block('c', 8)]);
    expect(row).toMatchObject({ available: 0, oversold: 2 });
  });

  test('17: a hold counts until its expiry, and on with a downstream confirmation', () => {
    const held = { status: 'HELD', expiresAt: '2026-01-20T00:15:00Z' } as const;
    const facts = [contract({ quantity: 1 }), booking('g1', 1, held)];
    expect(available(facts, { asOf: '2026-01-20T00:14:59Z' })).toBe(0);
    expect(available(facts, { asOf: '2026-01-20T00:15:00Z' })).toBe(1);
    const landed = booking('g1', 1, { ...held, downstreamConfirmed: true });
    const later = { asOf: '2026-01-20T09:15:00Z' };
    expect(available([contract({ quantity: 1 }), landed], later)).toBe(0);
  });

  test('18: a stop sale leaves a committed line open', () => {
    const facts = [
      contract({ quantity: 5 }, { id: 'a' }),
      contract({ quantity: 2 }, { id: 'b', contractKind: 'COMMITTED' }),
      event('e1', { type: 'STOP_SALE', mode: 'FULL' }),
    ];
    expect(available(facts, {}, 'a/A')).toBe(0);
    expect(available(facts, {}, 'b/A')).toBe(2);
  });

  test('19: each release stage caps what is sold after it', () => {
    const stages = [
      { daysBefore: 21, keep: 5 },
      { daysBefore: 7, keep: 0 },
    ];
    const facts = [contract({ release: stages }), booking('g1', 2)];
    expect(available(facts, { asOf: '2026-02-16T16:59:59Z' })).toBe(8);
    expect(available(facts, { asOf: '2026-02-16T17:00:00Z' })).toBe(5);
    expect(available(facts, { asOf: '2026-03-02T17:00:00Z' })).toBe(0);
  });

  test('20: what was recorded later was not shown before', () => {
    const [t4, t5] = ['2026-01-04T00:00:00Z', '2026-01-05T00:00:00Z'];
    const facts = [contract(), { ...reduce('e1', 4), recordedAt: t5 }];
    expect(available(facts, { knownAt: t4 })).toBe(10);
    expect(available(facts, { knownAt: t5 })).toBe(6);
  });

  const shared = [contract(), subAllotment('A', 4), subAllotment('B', 3)];

  test('21: nobody is offered what is kept for others', () => {
    expect(available(shared, { agency: 'A' })).toBe(7);
    expect(available(shared, { agency: 'B' })).toBe(6);
    expect(available(shared, { agency: 'C' })).toBe(3);
  });

  test('22: a sale from its own sub-allotment moves its owner alone', () => {
    const facts = [...shared, booking('g1', 2, { agency: 'B' })];
    expect(available(facts, { agency: 'A' })).toBe(7);
    expect(available(facts, { agency: 'B' })).toBe(4);
    expect(available(facts, { agency: 'C' })).toBe(3);
  });

  test('23: nor does it move another through a pool', () => {
    const facts = [contract(), pool('p', 6, { [LINE]: 1 }), subAllotment('B', 3)];
    expect(available(facts, { agency: 'A' })).toBe(3);
    expect(available([...facts, booking('g1', 1, { agency: 'B' })], { agency: 'A' })).toBe(3);
  });

  test('24: buying the protected line first frees nothing for the other', () => {
    const facts = [
      ...twoContracts({ quantity: 2, protect: 5 }, { quantity: 10 }),
      pool('p', 10, twoLines),
    ];
    expect(available(facts, {}, 'a/A')).toBe(2);
    expect(available(facts, {}, 'b/A')).toBe(5);
    expect(resolve(facts).roomTypes['A']?.[0]?.available).toBe(7);
  });

  test('25: a confirmation under way holds its room past any expiry', () => {
    const confirming = { status: 'CONFIRMING', expiresAt: '2026-01-11T00:00:00Z' } as const;
    expect(available([contract({ quantity: 1 }), booking('g1', 1, confirming)])).toBe(0);
  });

  test('26: a tentative block counts until its option date', () => {
    const tentative = { status: 'TENTATIVE', optionAt: '2026-01-20T12:00:00Z' } as const;
    const facts = [contract(), block('b', 4, tentative)];
    expect(available(facts, { asOf: '2026-01-20T11:59:59.999999Z' })).toBe(6);
    expect(available(facts, { asOf: '2026-01-20T12:00:00Z' })).toBe(10);
  });
});
