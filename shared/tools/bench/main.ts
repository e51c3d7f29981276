// `npm run bench -- [name …] [--case name] [--json]`: measures what is promised about speed, ours and
// a reference in turns, on a Postgres and Redis of its own. Exits 1 when a case fails, not when a
// figure is low: that depends on the machine, and is marked in the table.
import { Command } from 'commander';
import { startTestServices, stopTestServices } from '../../testing/services/test-services.ts';
import type { BenchCase } from './bench.ts';
import { findBenches } from './discover.ts';
import type { FoundBench } from './discover.ts';
import { jsonLine, tableHead, tableRow } from './print.ts';

interface Options {
  readonly json?: true;
  readonly case?: string;
}

const command = new Command('bench')
  .description('Measures what is promised about speed.')
  .argument('[names...]', 'benches to run; all without it')
  .option('--case <name>', 'run this case alone')
  .option('--json', 'one line of JSON per figure')
  .parse();

await run(command.args, command.opts<Options>());

async function run(names: readonly string[], options: Options): Promise<void> {
  const benches = chosen(names);
  // eslint-disable-next-line no-restricted-syntax -- written, not read: environment.ts reads it when a case asks for its database
  Object.assign(process.env, await startTestServices());
  try {
    for (const bench of benches) await runBench(bench, options);
  } finally {
    await stopTestServices();
  }
}

function chosen(names: readonly string[]): FoundBench[] {
  const all = findBenches();
  const unknown = names.filter((name) => !all.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    command.error(
      `No bench ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function runBench(bench: FoundBench, options: Options): Promise<void> {
  const cases = await bench.load();
  if (!options.json) say(`${bench.name}\n${tableHead()}`);
  for (const one of cases) {
    if (options.case === undefined || options.case === one.name) {
      await runCase(bench.name, one, options.json === true);
    }
  }
}

async function runCase(bench: string, one: BenchCase, json: boolean): Promise<void> {
  for (const figure of await one.run('full')) {
    const wanted = figure.case === one.name ? one.wanted : null;
    say(json ? jsonLine(bench, figure) : tableRow(figure, wanted));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
