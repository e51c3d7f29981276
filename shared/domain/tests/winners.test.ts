import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.ts';
import { compareCodePoints } from '../code-points.ts';
import type { FactHead } from '../facts.ts';
import { supersedes } from '../winners.ts';

const fact = (content: object = {}): FactHead => ({
  kind: 'EVENT',
  id: 'e',
  rev: 1,
  recordedAt: '2026-01-01T00:00:00Z',
  ...content,
});

describe('of two facts with one id', () => {
  test('the higher revision wins, however early it was recorded', () => {
    const second = fact({ rev: 2, recordedAt: '2020-01-01T00:00:00Z' });
    expect(supersedes(second, fact())).toBe(true);
    expect(supersedes(fact(), second)).toBe(false);
  });

  test('of equal revisions the later recorded wins, to the microsecond, as instants', () => {
    const later = fact({ recordedAt: '2026-01-01T00:00:00.000001Z' });
    const same = fact({ recordedAt: '2026-01-01T00:00:00.000Z' });
    expect(supersedes(later, fact())).toBe(true);
    expect(supersedes(fact(), later)).toBe(false);
    expect(supersedes(later, same)).toBe(true);
  });

  test('of equal instants the greater canonical JSON wins, by code point', () => {
    const astral = fact({ id: 'e', note: '\u{1F600}' });
    const last = fact({ id: 'e', note: '\uFFFD' });
    expect(supersedes(astral, last)).toBe(true);
    expect(supersedes(last, astral)).toBe(false);
    expect(supersedes(fact({ n: 9 }), fact({ n: 10 }))).toBe(true);
  });

  test('a duplicate wins nothing, whatever the order of its keys', () => {
    const duplicate = Object.fromEntries(Object.entries(fact()).reverse()) as unknown as FactHead;
    expect(supersedes(duplicate, fact())).toBe(false);
    const one = fact();
    expect(supersedes(one, one)).toBe(false);
  });

  test('exactly one wins, and whichever comes first', () => {
    const anyFact = fc.record({
      rev: fc.integer({ min: 1, max: 2 }),
      recordedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z'),
      n: fc.nat(2),
    });
    fc.assert(
      fc.property(anyFact, anyFact, (left, right) => {
        const isSame = canonicalJson(left) === canonicalJson(right);
        const wins = [supersedes(fact(left), fact(right)), supersedes(fact(right), fact(left))];
        expect(wins.filter(Boolean)).toHaveLength(isSame ? 0 : 1);
      }),
    );
  });
});

describe('strings', () => {
  test('are ordered as their code points are', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '\uE000', '\uFFFD', '\u{1F600}', '\u{10000}'),
    });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const points = (value: string): number[] => [...value].map((c) => c.codePointAt(0) ?? 0);
        expect(Math.sign(compareCodePoints(left, right))).toBe(
          compareLists(points(left), points(right)),
        );
      }),
    );
  });
});

function compareLists(left: readonly number[], right: readonly number[]): number {
  for (const [at, point] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (point !== other) return Math.sign(point - other);
  }
  return left.length === right.length ? 0 : -1;
}

describe('canonical JSON', () => {
  test('sorts keys at every depth and leaves no white space', () => {
    const value = { b: [1, { d: null, c: 'x y' }], a: true, undefined };
    expect(canonicalJson(value)).toBe('{"a":true,"b":[1,{"c":"x y","d":null}]}');
  });

  test('sorts keys by code point', () => {
    expect(canonicalJson({ '\u{1F600}': 1, '\uFFFD': 2 })).toBe('{"\uFFFD":2,"\u{1F600}":1}');
  });
});
