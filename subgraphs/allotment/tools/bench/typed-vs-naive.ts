// `typed-vs-naive`: every line and room type of a large hotel over a year, by the pipeline and by an
// object per line and night. Facts are folded beforehand, as they are when a calendar is read.
import assert from 'node:assert/strict';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { figureOf, interleave } from '../../../../shared/tools/bench/bench.ts';
import type { BenchCase, Effort, Figure } from '../../../../shared/tools/bench/bench.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import type { Resolution } from '../../domain/pipeline/pipeline.ts';
import { lineNights } from '../../domain/pipeline/projection.ts';
import { AS_OF, endOf, FIRST_NIGHT, hotelFacts, LARGE_HOTEL, TIMEZONE } from './hotel-facts.ts';
import { resolveNaively } from './naive-resolver.ts';
import type { NaiveAnswer, NaiveNight } from './naive-resolver.ts';

const SAMPLE = { ...LARGE_HOTEL, nights: 40, contracts: 10, events: 60 };
/** The pipeline takes milliseconds: one naive run would be weighed against a single one of them. */
const TYPED_RUNS_PER_ROUND = 20;

export const typedVsNaive: BenchCase = { name: 'typed-vs-naive', wanted: 300, run };

async function run(effort: Effort): Promise<Figure[]> {
  const size = effort === 'full' ? LARGE_HOTEL : SAMPLE;
  const facts = hotelFacts(size);
  const book = buildFactBook(facts);
  const asOf = instantOf(AS_OF);
  const naively = (): NaiveAnswer =>
    resolveNaively(facts, { timezone: TIMEZONE, from: FIRST_NIGHT, to: endOf(size), asOf });
  const typed = (): Resolution =>
    resolve(book, {
      timezone: TIMEZONE,
      from: nightOf(FIRST_NIGHT),
      to: nightOf(endOf(size)),
      asOf,
      agency: null,
    });
  assertSame(typed(), naively());
  const rounds = effort === 'full' ? { warmUp: 3, counted: 9 } : { warmUp: 0, counted: 1 };
  const samples = await interleave(
    rounds,
    () => timed(TYPED_RUNS_PER_ROUND, typed),
    () => timed(1, naively),
  );
  return [figureOf(typedVsNaive.name, 'ms', samples)];
}

/** Milliseconds of one run, over several. */
function timed(runs: number, work: () => unknown): number {
  const since = performance.now();
  for (let left = runs; left > 0; left -= 1) work();
  return (performance.now() - since) / runs;
}

/** Every number of every covered night of every line, and the rooms of every room type. */
function assertSame({ lines, roomTypes, span }: Resolution, naive: NaiveAnswer): void {
  const ours = new Map(
    lines.map((line) => [line.line.id, lineNights(line, span).map((night) => naiveShape(night))]),
  );
  assert.deepEqual(ours, naive.lines);
  for (const { roomType, covered, available } of roomTypes) {
    const nights = [...available].flatMap((rooms, at): [string, number][] =>
      covered[at] === 1 ? [[formatNight(span.from + at), rooms]] : [],
    );
    const expected = [...(naive.roomTypes.get(roomType) ?? [])].toSorted();
    assert.deepEqual(nights, expected, roomType);
  }
}

function naiveShape(night: ReturnType<typeof lineNights>[number]): NaiveNight {
  const { date, base, raw, gross, debt, cap, closed, missing, available, rate } = night;
  return { date, base, raw, gross, debt, cap, closed, missing, available: available ?? -1, rate };
}
