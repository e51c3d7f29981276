// What a bench is, and the arithmetic of its figures. A subgraph's benches are its files
// `tools/bench/<name>.bench.ts`; each exports `cases: readonly BenchCase[]`. Run by main.ts.

/** `full` for figures to rely on; `sample` only shows that everything runs and agrees. */
export type Effort = 'full' | 'sample';

export interface BenchCase {
  readonly name: string;
  /** Least ratio that is promised. */
  readonly wanted: number;
  /** Throws when ours and the reference do not give the same answer. */
  run(effort: Effort): Promise<readonly Figure[]>;
}

export interface Figure {
  readonly case: string;
  /** Medians, both in `unit`. */
  readonly ours: number;
  readonly reference: number;
  /** reference / ours for times: above 1 is better than the reference. */
  readonly ratio: number;
  readonly unit: string;
  /** Middle half of the samples, in `unit`; shown in the table alone. */
  readonly spread: { readonly ours: Middle; readonly reference: Middle };
}

export type Middle = readonly [from: number, to: number];

export interface Samples {
  readonly ours: number[];
  readonly reference: number[];
}

type Timed = () => Promise<number> | number;

/** On a busy machine no comparison goes on for longer; it then rests on fewer rounds. */
const COMPARISON_MS_MAX = 25_000;
/** Fewer have no middle to speak of. */
const ROUNDS_MIN = 3;

/**
 * Runs both `rounds` times, one after the other within each round, so that whatever slows the
 * machine for a while slows both. Each answers its own time; the first `warmUp` are dropped.
 */
export async function interleave(
  rounds: { readonly warmUp: number; readonly counted: number },
  ours: Timed,
  reference: Timed,
): Promise<Samples> {
  const samples: Samples = { ours: [], reference: [] };
  const since = performance.now();
  for (let round = 0; round < rounds.warmUp + rounds.counted; round += 1) {
    const isLate = performance.now() - since > COMPARISON_MS_MAX;
    if (isLate && samples.ours.length >= ROUNDS_MIN) break;
    const oursTook = await ours();
    const referenceTook = await reference();
    if (round < rounds.warmUp) continue;
    samples.ours.push(oursTook);
    samples.reference.push(referenceTook);
  }
  return samples;
}

/** The figure of two sets of times. */
export function figureOf(name: string, unit: string, samples: Samples): Figure {
  const ours = quantile(samples.ours, 0.5);
  const reference = quantile(samples.reference, 0.5);
  return {
    case: name,
    ours,
    reference,
    ratio: reference / ours,
    unit,
    spread: { ours: middleOf(samples.ours), reference: middleOf(samples.reference) },
  };
}

/** The sample below which `share` of all lie; the lower of two neighbours. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.floor((sorted.length - 1) * share)];
  if (found === undefined) throw new Error('no quantile without samples');
  return found;
}

function middleOf(samples: readonly number[]): Middle {
  return [quantile(samples, 0.25), quantile(samples, 0.75)];
}
