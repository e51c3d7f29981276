// `npm run replay -- FILE.csv --rooms 100`: books a hotel's real history through the gateway of the
// running system, reports what came of it, and has the result verified. Exits 1 unless all is well.
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { launcherEnvironment } from '../../config/environment.ts';
import { formatNight, nightAt } from '../../domain/nights.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { LaunchError, messageFor } from '../up/launch-error.ts';
import { newId } from '../up/secrets.ts';
import { openAgencies } from './agencies.ts';
import { openDesk } from './desk.ts';
import { bringHouses, PLACE, refuseTakenCode } from './house.ts';
import { replayLimits } from './limits.ts';
import { openClient } from './open-client.ts';
import { parseRows } from './parse-rows.ts';
import type { ParsedRows } from './parse-rows.ts';
import { planHouses } from './plan-houses.ts';
import type { House } from './plan-houses.ts';
import { play } from './play.ts';
import type { Outcomes } from './play.ts';
import { showProgress } from './progress.ts';
import { problemsText, reportText, tally } from './report.ts';
import { parseRoomCounts } from './room-counts.ts';
import type { RoomCounts } from './room-counts.ts';
import { findTarget } from './target.ts';
import type { Target } from './target.ts';
import { arrange } from './timeline.ts';
import type { Timeline } from './timeline.ts';
import { verifySystem } from './verify.ts';

interface Options {
  readonly rooms: RoomCounts;
  readonly hotel?: readonly string[];
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const command: Command = new Command('replay')
  .description('Books a hotel’s real history through the gateway of the running system.')
  .argument('<file>', 'CSV with the columns of the "Hotel booking demand" data sets')
  .option(
    '--rooms <counts>',
    'rooms of each type: 100, or A=200,D=20,*=5',
    readRooms,
    readRooms('100'),
  )
  .option('--hotel <code...>', 'codes of the hotels, in the order of the file; fresh ones without')
  .action(async (file: string, options: Options) => {
    try {
      process.exitCode = (await replay(file, options)) ? 0 : 1;
    } catch (error) {
      process.stderr.write(`${messageFor(error)}\n`);
      process.exitCode = 1;
    }
  });

await command.parseAsync();

async function replay(file: string, options: Options): Promise<boolean> {
  const { bookings, problems } = readRows(file);
  if (problems.length > 0) say(`Rows not understood:\n${problemsText(problems)}`);
  if (bookings.length === 0) throw new LaunchError(`${file} holds no booking.`);
  const target = await findTarget();
  const timeline = arrange(bookings, nightAt(Date.now(), PLACE.timezone));
  const runId = newId().toUpperCase();
  const planned = planHouses(timeline, { rooms: options.rooms, codes: options.hotel, runId });
  if (!planned.ok) throw new LaunchError(planned.error);
  const houses = planned.value;
  const operator = openClient(target, { role: 'OPERATOR' });
  try {
    await prepare(target, operator, houses, options);
    sayPlan(file, timeline, houses);
    await playAndReport(target, { timeline, houses, runId, problems });
  } finally {
    await operator.close();
  }
  return verifySystem();
}

function readRows(file: string): ParsedRows {
  // npm runs from the project's root; the file is meant from where the user stands.
  const path = resolve(launcherEnvironment().inherited['INIT_CWD'] ?? '.', file);
  if (!existsSync(path)) throw new LaunchError(`${path}: there is no such file.`);
  const rows = parseRows(readFileSync(path, 'utf8'));
  if (!rows.ok) throw new LaunchError(`${path}: ${rows.error}`);
  return rows.value;
}

async function prepare(
  target: Target,
  operator: GatewayClient,
  houses: readonly House[],
  options: Options,
): Promise<void> {
  for (const code of options.hotel ?? []) await refuseTakenCode(operator, code);
  const agencies = houses.flatMap((house) => house.bookings.map(({ agency }) => agency));
  await openAgencies(operator, [...new Set(agencies)], PLACE.currency);
  await bringHouses(target, operator, houses);
}

function sayPlan(file: string, timeline: Timeline, houses: readonly House[]): void {
  const nights = `${formatNight(timeline.from)} to ${formatNight(timeline.to)}`;
  say(`${basename(file)}, moved by ${timeline.shiftDays / 7} weeks: ${nights}`);
  for (const { code, name, rooms, bookings } of houses) {
    const types = [...rooms].map(([type, n]) => `${type} ${n}`).join(', ');
    say(`  ${name} is ${code}: ${bookings.length} bookings for rooms ${types}`);
  }
}

async function playAndReport(
  target: Target,
  run: {
    readonly timeline: Timeline;
    readonly houses: readonly House[];
    readonly runId: string;
    readonly problems: ParsedRows['problems'];
  },
): Promise<void> {
  const { steps } = run.timeline;
  const hotelIds = new Map(run.houses.map(({ name, code }) => [name, code]));
  const desk = openDesk(target, run.runId, hotelIds);
  const outcomes: Outcomes = new Map();
  const progress = showProgress(steps.length);
  const since = performance.now();
  try {
    await play(steps, desk, {
      outcomes,
      confirmationsAtOnceMax: replayLimits.confirmationsAtOnceMax,
      onStep: progress.step,
    });
  } finally {
    // Also when it breaks off: what was booked until then stays booked.
    const seconds = (performance.now() - since) / 1_000;
    progress.stop();
    const offered = run.houses.reduce((sum, { bookings }) => sum + bookings.length, 0);
    say(reportText(tally(offered, outcomes), run.problems, seconds));
    await desk.close();
  }
}

function readRooms(text: string): RoomCounts {
  const counts = parseRoomCounts(text);
  if (counts.ok) return counts.value;
  throw new InvalidArgumentError(counts.error);
}
