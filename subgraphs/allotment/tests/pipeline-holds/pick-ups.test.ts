// Rooms taken from hardblocks.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { available, base, block, event, sold } from '../pipeline/world.ts';
import { decide, granted, refused, request, taken, STAY } from './desk.ts';

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
