// What is remembered is what would be resolved: arbitrary hotels, with facts folded, the clock moved
// (to the very instants at which something passes, and back), and several questions in between.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { anyFact, queryIn } from '../../../../shared/testing/model/arbitraries.ts';
import type { AnyFact } from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import { AGENCIES, anySetting } from '../../../../shared/testing/model/setting.ts';
import { buildFactBook, fold } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { rowsOf } from '../../services/calendar-view.ts';
import { createRowMemory } from '../../services/row-memory.ts';
import type { ResolvedRows } from '../../services/row-memory.ts';

const RUNS = propertyRuns(150);

type Step =
  | { readonly kind: 'append'; readonly fact: AnyFact }
  | { readonly kind: 'clock'; readonly nudge: number; readonly to: 'next' | 'same' | 'start' }
  | { readonly kind: 'read'; readonly agency: string | null; readonly nights: number };

function anySteps(): fc.Arbitrary<{ query: ResolveQuery; steps: Step[] }> {
  return anySetting().chain((setting) =>
    fc.record({
      query: queryIn(setting),
      steps: fc.array(
        fc.oneof(
          {
            weight: 1,
            arbitrary: fc.record({ kind: fc.constant('append' as const), fact: anyFact(setting) }),
          },
          {
            weight: 2,
            arbitrary: fc.record({
              kind: fc.constant('clock' as const),
              nudge: fc.constantFrom(-1, 0, 0, 1),
              to: fc.constantFrom(
                'next' as const,
                'next' as const,
                'same' as const,
                'start' as const,
              ),
            }),
          },
          {
            weight: 5,
            arbitrary: fc.record({
              kind: fc.constant('read' as const),
              agency: fc.constantFrom(null, ...AGENCIES.slice(0, 2)),
              nights: fc.integer({ min: 1, max: 4 }),
            }),
          },
        ),
        { minLength: 5, maxLength: 40 },
      ),
    }),
  );
}

/** Runs the steps; answers how often something was recalled, for there must be something to prove. */
function play(query: ResolveQuery, steps: readonly Step[]): number {
  const book = buildFactBook(query.facts);
  const memory = createRowMemory(3);
  const start = instantOf(query.asOf);
  let seq = query.facts.length;
  let asOf: Micros = start;
  let next: Micros = Infinity;
  let recalled = 0;

  for (const step of steps) {
    if (step.kind === 'append') {
      fold(book, [step.fact]);
      seq += 1;
    } else if (step.kind === 'clock') {
      const aim = { next: Number.isFinite(next) ? next : asOf, same: asOf, start }[step.to];
      asOf = aim + step.nudge;
    } else {
      const resolveNow = (): ResolvedRows =>
        rowsOf(
          resolve(book, {
            timezone: query.hotel.timezone,
            from: nightOf(query.from),
            to: nightOf(query.from) + step.nights,
            asOf,
            agency: step.agency,
          }),
        );
      let resolutions = 0;
      const rows = memory.recall(JSON.stringify([step.agency, step.nights]), { seq, asOf }, () => {
        resolutions += 1;
        return resolveNow();
      });
      expect(rows).toEqual(resolveNow());
      recalled += 1 - resolutions;
      next = rows.validUntil;
    }
  }
  return recalled;
}

test(`remembered rows are always those of a fresh resolution (seed ${RUNS.seed})`, () => {
  let recalled = 0;
  fc.assert(
    fc.property(anySteps(), ({ query, steps }) => {
      recalled += play(query, steps);
    }),
    RUNS,
  );
  expect(recalled).toBeGreaterThan(RUNS.numRuns / 2);
});

const rows = (validUntil: Micros = Infinity, nights = 10): ResolvedRows => ({
  roomTypes: [
    {
      roomType: 'A',
      available: Array<number>(nights).fill(1),
      flags: Array<number>(nights).fill(0),
    },
  ],
  validUntil,
});

test('nothing is recalled at another seq, at the instant it expires, or before it was resolved', () => {
  const memory = createRowMemory();
  const first = rows(100);
  const ask = (seq: number, asOf: Micros): ResolvedRows =>
    memory.recall('q', { seq, asOf }, () => rows(100));
  expect(memory.recall('q', { seq: 1, asOf: 50 }, () => first)).toBe(first);
  expect(ask(1, 99)).toBe(first);
  expect(ask(1, 100)).not.toBe(first);
  expect(memory.recall('q', { seq: 1, asOf: 50 }, () => first)).toBe(first);
  expect(ask(1, 49)).not.toBe(first);
  expect(memory.recall('q', { seq: 1, asOf: 48 }, () => first)).toBe(first);
  expect(ask(2, 60)).not.toBe(first);
  expect(ask(1, 60)).not.toBe(first);
});

test('the question asked longest ago is forgotten first, and what is forgotten weighs nothing', () => {
  const memory = createRowMemory(2);
  const ask = (question: string, nights?: number): boolean => {
    let isFresh = false;
    memory.recall(question, { seq: 1, asOf: 1 }, () => {
      isFresh = true;
      return rows(Infinity, nights);
    });
    return isFresh;
  };
  expect(memory.bytes()).toBe(0);
  expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')]).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
  const two = memory.bytes();
  ask('d', 1_000);
  expect(memory.bytes()).toBeGreaterThan(two + 1_000);
  ask('e');
  ask('f');
  expect(memory.bytes()).toBe(two);
  memory.recall('a', { seq: 2, asOf: 1 }, () => rows());
  expect(memory.bytes()).toBe(two / 2);
});
