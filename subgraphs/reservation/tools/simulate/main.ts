// `npm run simulate -- --seed N --steps M`: many partners, workers, a moved clock and faults against the
// real services and database, one seeded scheduler deciding what happens next. Exits 1 when a guarantee
// breaks; its history is kept.
import { Command, InvalidArgumentError } from 'commander';
import {
  startTestServices,
  stopTestServices,
} from '../../../../shared/testing/services/test-services.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import { catchMutant, CAUGHT_WITHIN_SEEDS } from './catch-mutant.ts';
import { MUTANTS } from './mutants.ts';
import { brokenReport, keepHistory, seenLines, wellLine } from './report.ts';
import { runSeed } from './run-seed.ts';
import type { SeedResult } from './run-seed.ts';

interface Options {
  readonly seed: number;
  readonly seeds: number;
  readonly steps: number;
  readonly mutant?: string;
  readonly mutants?: true;
  readonly keep?: true;
}

/** The checker of the ledger takes as long as a seed: of many seeds it looks at each tenth. */
const VERIFY_EVERY = 10;

const command = new Command('simulate')
  .description('Runs the real services against a model, seed by seed.')
  .option('--seed <n>', 'the seed to run, or to begin with', toCount, 1)
  .option('--seeds <k>', 'so many seeds, one after the other', toCount, 1)
  .option('--steps <m>', 'steps of each seed before calm returns', toCount, 400)
  .option('--mutant <name>', 'with a defect put in on purpose')
  .option(
    '--mutants',
    'with each defect in turn, or the one that is named: its own guarantee has to notice',
  )
  .option('--keep', 'keeps every history, not only broken ones')
  .parse();

await run(command.opts<Options>());

async function run(options: Options): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- written, not read: environment.ts reads it when a database is asked for
  Object.assign(process.env, await startTestServices());
  try {
    const house = await openHouse();
    try {
      await (options.mutants ? catchAll(house, options) : runSeeds(house, options));
    } finally {
      await house.close();
    }
  } finally {
    await stopTestServices();
  }
}

async function runSeeds(house: House, options: Options): Promise<void> {
  const { seed: from, seeds, steps } = options;
  const mutant = MUTANTS.find(({ name }) => name === options.mutant);
  if (options.mutant !== undefined && !mutant) {
    command.error(`The mutants are: ${MUTANTS.map(({ name }) => name).join('; ')}`);
  }
  const held: Pick<SeedResult, 'seen'>[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const since = performance.now();
    const verify = seeds === 1 || seed % VERIFY_EVERY === 0;
    const result = await runSeed(house, { seed, steps, verify, ...(mutant ? { mutant } : {}) });
    if (result.broken) {
      say(brokenReport(result, steps));
      process.exitCode = 1;
      return;
    }
    say(wellLine(result, performance.now() - since));
    if (options.keep) say(`history: ${keepHistory(result)}`);
    held.push({ seen: result.seen });
  }
  say(`${held.length} seeds held. What came to pass:\n${seenLines(held)}`);
}

async function catchAll(house: House, { seed, steps, mutant: only }: Options): Promise<void> {
  for (const mutant of MUTANTS.filter(({ name }) => only === undefined || name === only)) {
    const { caught, beside } = await catchMutant(house, mutant, { seed, steps });
    if (caught?.broken) {
      say(`caught with seed ${caught.seed}, step ${caught.broken.step}: ${mutant.name}`);
      say(`  ${firstLine(caught)}`);
    } else {
      say(`NOT CAUGHT within ${CAUGHT_WITHIN_SEEDS} seeds: ${mutant.name}`);
      process.exitCode = 1;
    }
    for (const result of beside) say(`  beside, seed ${result.seed}: ${firstLine(result)}`);
  }
}

function firstLine({ broken }: SeedResult): string {
  return broken?.error.message.split('\n')[0] ?? '';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('a whole number');
  return count;
}
