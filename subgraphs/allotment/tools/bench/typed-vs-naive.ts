// `typed-vs-naive`: every line and room type of a large hotel over a year, by the pipeline and by an
// object per line and night. Facts are folded beforehand, as they are when a calendar is read. Both
// leave rates until somebody reads them; `with-rates` tells what it costs to read them all.
import assert from 'node:assert/strict';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { figureOf, interleave, quantile } from '../../../../shared/tools/bench/bench.ts';
import type { BenchCase, Effort, Figure } from '../../../../shared/tools/bench/bench.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import type { Resolution } from '../../domain/pipeline/pipeline.ts';
import { lineNights } from '../../domain/pipeline/projection.ts';
import type { LineNightJson } from '../../domain/pipeline/projection.ts';
import {
  AS_OF,
  endOf,
  FIRST_NIGHT,
  hotelFacts,
  LARGE_HOTEL,
  SAMPLE_HOTEL,
  TIMEZONE,
} from './hotel-facts.ts';
import { resolveNaively } from './naive-resolver.ts';
import type { NaiveAnswer, NaiveNight } from './naive-resolver.ts';

/** The pipeline takes milliseconds: one naive run would be weighed against a single one of them. */
const TYPED_RUNS_PER_ROUND = 20;

export const typedVsNaive: BenchCase = { name: 'typed-vs-naive', wanted: 300, run };

async function run(effort: Effort): Promise<Figure[]> {
  const size = effort === 'full' ? LARGE_HOTEL : SAMPLE_HOTEL;
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
  const rounds = effort === 'full' ? { warmUp: 1, counted: 7 } : { warmUp: 0, counted: 1 };
  const compare = async (name: string, ours: () => void, theirs: () => void): Promise<Figure> => {
    const typedTimes = (): number => timed(TYPED_RUNS_PER_ROUND, ours);
    return figureOf(name, 'ms', await interleave(rounds, typedTimes, () => timed(1, theirs)));
  };
  return [
    await compare(typedVsNaive.name, typed, naively),
    await compare(
      'with-rates',
      () => {
        for (const line of typed().lines) line.rates();
      },
      () => {
        for (const nights of naively().lines.values()) for (const night of nights) night.rate();
      },
    ),
  ];
}

/** Milliseconds of the middle one of several runs: one of them may clear away the other side's heap. */
function timed(runs: number, work: () => unknown): number {
  const took = Array.from({ length: runs }, () => {
    const since = performance.now();
    work();
    return performance.now() - since;
  });
  return quantile(took, 0.5);
}

/** Every number of every covered night of every line, and the rooms of every room type. */
function assertSame({ lines, roomTypes, span }: Resolution, naive: NaiveAnswer): void {
  const ours = new Map(
    lines.map((line) => [line.line.id, lineNights(line, span).map((night) => naiveShape(night))]),
  );
  const theirs = new Map(
    [...naive.lines].map(([id, nights]) => [
      id,
      nights.map((night) => ({ ...night, rate: night.rate() })),
    ]),
  );
  assert.deepEqual(ours, theirs);
  for (const { roomType, covered, available } of roomTypes) {
    const nights = [...available].flatMap((rooms, at): [string, number][] =>
      covered[at] === 1 ? [[formatNight(span.from + at), rooms]] : [],
    );
    const expected = [...(naive.roomTypes.get(roomType) ?? [])].toSorted();
    assert.deepEqual(nights, expected, roomType);
  }
}

type NightNumbers = Omit<NaiveNight, 'rate'> & { readonly rate: number | null };

/** What the naive resolver knows of a night; it has no unlimited lines. */
function naiveShape(night: LineNightJson): NightNumbers {
  const { date, base, raw, gross, debt, cap, closed, missing, available, rate } = night;
  return { date, base, raw, gross, debt, cap, closed, missing, available: available ?? -1, rate };
}
