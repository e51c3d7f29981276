// The vectors of domain.md §3.7, one test each, asked of the columns and of the command alike.
import {
  amend,
  ask,
  available,
  base,
  block,
  columns,
  contract,
  event,
  increase,
  night,
  pool,
  reduce,
  retract,
  share,
  sold,
} from './world.ts';

const DECEMBER = '2025-12-01T00:00:00Z';

describe('vectors of the law', () => {
  test('1: +4 and −3 on 10 are 11', () => {
    expect(available([base(10), increase(4), reduce(3)])).toBe(11);
  });

  test('2: 5 −8 +4 is 1 in any order, as nothing is clamped on the way', () => {
    expect(available([base(5), reduce(8), increase(4)])).toBe(1);
    expect(available([increase(4), reduce(8), base(5)])).toBe(1);
  });

  test('3: 5 −8 is 0 with a debt of 3', () => {
    const facts = [base(5), reduce(8)];
    expect(available(facts)).toBe(0);
    expect(night(facts)).toMatchObject({ raw: -3, gross: 0, debt: 3 });
  });

  test('4: a reduction below what is sold oversells and touches no booking', () => {
    const facts = [base(10), sold(6), reduce(7)];
    expect(available(facts)).toBe(0);
    expect(night(facts)).toMatchObject({ oversold: 3, cons: 6, own: -3 });
  });

  test('5: a stay of one night leaves the night of its check-out alone', () => {
    const facts = [base(1), sold(1, { date: '2026-03-09' })];
    const nights = { from: '2026-03-09', to: '2026-03-11' };
    expect(ask(facts, nights).lines['k1/A']?.map((row) => row.available)).toEqual([0, 1]);
    expect(available([...facts, { ...sold(1), id: 'second' }])).toBe(0);
  });

  test('6: a covered night without a number is missing and sells nothing', () => {
    expect(available([base(null)])).toBe(0);
    expect(night([base(null)])).toMatchObject({ base: null, missing: true, unlimited: false });
    expect(night([base(10, { byDate: { '2026-03-10': null } })]).missing).toBe(true);
  });

  test('7: a retracted +4 is none, a +4 delivered twice is one', () => {
    expect(available([base(10), increase(4), retract(increase(4))])).toBe(10);
    expect(available([base(10), increase(4), increase(4)])).toBe(14);
  });

  test('8: revision 2 replaces revision 1, whichever comes first', () => {
    const second = { ...base(7), rev: 2 };
    expect(available([base(10), second])).toBe(7);
    expect(available([second, base(10)])).toBe(7);
  });

  test('9: two contracts share a pool and each keeps to its own number', () => {
    const k2 = contract('k2', [{ roomType: 'A', quantity: 4 }]);
    const facts = [base(5), k2, pool(6, ['k1/A', 'k2/A']), sold(3)];
    expect(available(facts)).toBe(2);
    expect(available(facts, {}, 'k2/A')).toBe(3);
  });

  test('10: two lines that live off one pool have its rest together, not each', () => {
    const lines = { quantity: null, poolFunded: true };
    const k1 = contract('k1', [{ roomType: 'A', ...lines }]);
    const k2 = contract('k2', [{ roomType: 'A', ...lines }]);
    const facts = [k1, k2, pool(8, ['k1/A', 'k2/A']), sold(5)];
    expect(available(facts)).toBe(3);
    expect(available(facts, {}, 'k2/A')).toBe(3);
    expect(ask(facts).roomTypes['A']?.[0]?.available).toBe(3);
  });

  test('11: protection keeps rooms of the pool from the other line', () => {
    const k1 = contract('k1', [
      { roomType: 'A', quantity: 5, protect: 5 },
      { roomType: 'B', quantity: 10 },
    ]);
    const facts = [k1, pool(10, ['k1/A', 'k1/B'])];
    expect(available(facts)).toBe(5);
    expect(available(facts, {}, 'k1/B')).toBe(5);
  });

  test('12: a picked room of a block counts once', () => {
    const facts = [base(10), block('b1', 4)];
    expect(available(facts)).toBe(6);
    const picked = [...facts, sold(3, { block: 'b1' })];
    expect(available(picked)).toBe(6);
    expect(ask(picked).blocks['b1']).toMatchObject([{ cur: 4, picked: 3, carve: 4, open: 1 }]);
  });

  test('13: a cut-off of 7 days frees what is not picked at its instant, not a second before', () => {
    const cutoff = { daysBefore: 7 };
    const facts = [base(10), block('b1', 4, { cutoff }), sold(3, { block: 'b1' })];
    expect(available(facts, { asOf: '2026-03-02T16:59:59Z' })).toBe(6);
    expect(available(facts, { asOf: '2026-03-02T17:00:00Z' })).toBe(7);
    expect(columns(facts, { asOf: '2026-03-02T16:59:59Z' }).validUntil).toBe(
      Date.parse('2026-03-02T17:00:00Z') * 1000,
    );
  });

  test('14: amendments add up, and reverting one is as if it had not been', () => {
    const facts = [base(10), block('b1', 4), amend('a1', -2), amend('a2', 1)];
    expect(ask(facts).blocks['b1']?.[0]?.cur).toBe(3);
    expect(available(facts)).toBe(7);
    const reverted = [...facts, retract(amend('a1', -2))];
    expect(ask(reverted).blocks['b1']?.[0]?.cur).toBe(5);
    expect(available(reverted)).toBe(5);
  });

  test('15: an amendment below what is picked shows as overpick', () => {
    const facts = [base(10), block('b1', 4), sold(3, { block: 'b1' }), amend('a1', -3)];
    expect(available(facts)).toBe(7);
    expect(ask(facts).blocks['b1']?.[0]).toMatchObject({ cur: 1, picked: 3, overpick: 2 });
  });

  test('16: blocks beyond the allotment oversell it', () => {
    const facts = [base(10), block('b1', 4), block('b2', 8)];
    expect(available(facts)).toBe(0);
    expect(night(facts).oversold).toBe(2);
  });

  test('17: a hold stops counting at its instant, unless a confirmation has landed', () => {
    const expiresAt = '2026-02-01T00:15:00Z';
    const hold = sold(1, {}, { status: 'HELD', expiresAt });
    expect(available([base(1), hold], { asOf: '2026-02-01T00:14:59Z' })).toBe(0);
    expect(available([base(1), hold], { asOf: expiresAt })).toBe(1);
    const confirmed = { ...hold, downstreamConfirmed: true };
    expect(available([base(1), confirmed], { asOf: '2026-02-01T09:15:00Z' })).toBe(0);
  });

  test('18: a stop sale does not touch committed rooms', () => {
    const committed = contract('k2', [{ roomType: 'A', quantity: 2 }], {
      contractKind: 'COMMITTED',
    });
    const stop = event('STOP_SALE', 'x', { mode: 'FULL', target: { hotel: true } });
    const facts = [base(5), committed, stop];
    expect(available(facts)).toBe(0);
    expect(night(facts).closed).toEqual(['FULL']);
    expect(available(facts, {}, 'k2/A')).toBe(2);
    expect(night(facts, {}, 'k2/A').closed).toEqual([]);
  });

  test('19: release stages keep 5, then nothing, counting only what is sold after them', () => {
    const release = [
      { daysBefore: 21, keep: 5 },
      { daysBefore: 7, keep: 0 },
    ];
    const facts = [base(10, { release }), sold(2, {}, { heldAt: DECEMBER })];
    expect(available(facts, { asOf: '2026-02-16T16:59:59Z' })).toBe(8);
    expect(available(facts, { asOf: '2026-02-16T17:00:00Z' })).toBe(5);
    expect(available(facts, { asOf: '2026-03-02T16:59:59Z' })).toBe(5);
    expect(available(facts, { asOf: '2026-03-02T17:00:00Z' })).toBe(0);
  });

  test('20: what was recorded later was not known before', () => {
    const later = { ...reduce(4), recordedAt: '2026-01-05T00:00:00.000005Z' };
    const facts = [base(10), later];
    expect(available(facts, { knownAt: '2026-01-05T00:00:00.000004Z' })).toBe(10);
    expect(available(facts, { knownAt: '2026-01-05T00:00:00.000005Z' })).toBe(6);
  });

  test('21: each agency sees its own rooms and what is kept for nobody', () => {
    const facts = [base(10), share('AG1', 4), share('AG2', 3)];
    expect(['AG1', 'AG2', 'AG3'].map((agency) => available(facts, { agency }))).toEqual([7, 6, 3]);
  });

  test('22: a sale out of a sub-allotment moves its owner alone', () => {
    const sale = sold(2, {}, { agency: 'AG2' });
    const facts = [base(10), share('AG1', 4), share('AG2', 3), sale];
    expect(['AG1', 'AG2', 'AG3'].map((agency) => available(facts, { agency }))).toEqual([7, 4, 3]);
  });

  test('23: a pool keeps room for the sub-allotments of others, sold or not', () => {
    const facts = [base(10), pool(6, ['k1/A']), share('AG2', 3)];
    expect(available(facts, { agency: 'AG1' })).toBe(3);
    const sale = sold(1, {}, { agency: 'AG2' });
    expect(available([...facts, sale], { agency: 'AG1' })).toBe(3);
  });

  test('24: a room type is bought line after line, the protected one first', () => {
    const a = contract('a', [{ roomType: 'A', quantity: 2, protect: 5 }]);
    const b = contract('b', [{ roomType: 'A', quantity: 10 }]);
    const facts = [a, b, pool(10, ['a/A', 'b/A'])];
    expect(available(facts, {}, 'a/A')).toBe(2);
    expect(available(facts, {}, 'b/A')).toBe(5);
    expect(ask(facts).roomTypes['A']).toEqual([
      { date: '2026-03-10', available: 7, unlimited: false },
    ]);
  });

  test('25: a confirming booking holds its room, however long its expiry is past', () => {
    const booking = sold(1, {}, { status: 'CONFIRMING', expiresAt: '2020-01-01T00:00:00Z' });
    expect(available([base(1), booking])).toBe(0);
  });

  test('26: a tentative block deducts until its option date', () => {
    const optionAt = '2026-02-01T00:00:00Z';
    const facts = [base(10), block('b1', 4, { status: 'TENTATIVE', optionAt })];
    expect(available(facts, { asOf: '2026-01-31T23:59:59.999999Z' })).toBe(6);
    expect(available(facts, { asOf: optionAt })).toBe(10);
  });
});
