// `npm run check-history -- FILE`: is what the clients of a load run saw possible, and is what they were
// told there? Exit code 0 when every law holds, 1 when one does not, 2 when nothing could be checked.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { launcherEnvironment, verifyDatabaseUrl } from '../../../../shared/config/environment.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { parseHistory } from '../../../../shared/testing/load/history.ts';
import type { HistoryEvent } from '../../../../shared/testing/load/history.ts';
import { runningSystem } from '../../../../shared/tools/up/state.ts';
import { readHotel } from '../verify/read-hotel.ts';
import type { HotelState } from '../verify/read-hotel.ts';
import { checkHistory, hotelsOf } from './check-history.ts';
import type { HistoryVerdict } from './check-history.ts';

const LISTED_MAX = 20;

const command: Command = new Command('check-history')
  .description('Holds the history of a load run to its laws.')
  .argument('<file>', 'what `npm run load` wrote')
  .option('--database <url>', 'what the run left behind, as the role that verifies')
  .option('--alone', 'without any database: only what the history says by itself')
  .action(async (file: string, options: { database?: string; alone?: boolean }) => {
    try {
      process.exitCode = await check(file, options);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    }
  });
await command.parseAsync();

async function check(
  file: string,
  options: { readonly database?: string; readonly alone?: boolean },
): Promise<number> {
  // npm runs from the project's root; the file is meant from where the user stands.
  const path = resolve(launcherEnvironment().inherited['INIT_CWD'] ?? '.', file);
  const events = parseHistory(readFileSync(path, 'utf8'));
  const url = options.database ?? verifyDatabaseUrl() ?? runningSystem()?.databaseUrls.verify;
  if (url === undefined && options.alone !== true) {
    throw new Error('No system runs here: give --database, or --alone for the history by itself.');
  }
  const states = url === undefined || options.alone === true ? null : await readStates(url, events);
  const verdict = checkHistory(events, states);
  process.stdout.write(report(verdict, states !== null));
  return verdict.violations.length > 0 ? 1 : 0;
}

async function readStates(
  url: string,
  events: readonly HistoryEvent[],
): Promise<ReadonlyMap<string, HotelState>> {
  const source = await connectDataSource({
    url,
    schema: 'ledger',
    applicationName: 'check-history',
  });
  try {
    const states = new Map<string, HotelState>();
    for (const hotelId of hotelsOf(events)) states.set(hotelId, await readHotel(source, hotelId));
    return states;
  } finally {
    await source.destroy();
  }
}

function report({ operations, ended, violations }: HistoryVerdict, withDatabase: boolean): string {
  const { ok, fail, unknown } = ended;
  const broken = violations
    .slice(0, LISTED_MAX)
    .map(({ law, hotelId, what }) => `BROKEN ${hotelId}: ${law}: ${what}`);
  const rest = violations.length - LISTED_MAX;
  const against = withDatabase ? 'and the database agrees' : 'by itself';
  return [
    `${operations} operations: ${ok} ok, ${fail} refused, ${unknown} unknown`,
    ...broken,
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    violations.length > 0 ? 'NOT CLEAN' : `clean: the history holds, ${against}`,
    '',
  ].join('\n');
}
