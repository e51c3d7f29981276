// Groups of holds decided in order: what counts, what is undone, how long a decision stands.
import { isDeepStrictEqual } from 'node:util';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import {
  available,
  base,
  block,
  contract,
  EARLY,
  share,
  sold,
  TIMEZONE,
} from '../pipeline/world.ts';
import { decide, granted, line, refused, request, taken, STAY } from './desk.ts';

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
