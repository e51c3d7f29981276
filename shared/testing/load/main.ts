// `npm run load -- --hotel ID --out FILE`: many clients book a hotel at once through a gateway, and all
// that they ask and hear becomes a history for `npm run check-history`. With `--gateway` and `--token`
// against any system; without, against the one that runs from this checkout.
import { Command, InvalidArgumentError } from 'commander';
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import { formatNight, nightAt } from '../../domain/nights.ts';
import { quantile } from '../../tools/bench/bench.ts';
import { LaunchError, messageFor } from '../../tools/up/launch-error.ts';
import { newId } from '../../tools/up/secrets.ts';
import { runningSystem } from '../../tools/up/state.ts';
import { runLoad } from './load.ts';
import type { Tally } from './load.ts';
import { openRecordedDesk } from './recorded-desk.ts';
import { openRecorder } from './recorder.ts';

interface Options {
  readonly hotel: string[];
  readonly roomType: string[];
  readonly out: string;
  readonly agency: string;
  readonly gateway?: string;
  readonly token?: string;
  readonly clients: number;
  readonly seconds: number;
  readonly seed: number;
}

const FIRST_NIGHT_AHEAD = 10;
const NIGHTS = 60;
const STAY_NIGHTS_MAX = 14;

const command: Command = new Command('load')
  .description('Books hotels with many clients at once and writes the history of it.')
  .requiredOption('--hotel <id...>', 'hotels to book')
  .requiredOption('--out <file>', 'where the history goes')
  .requiredOption('--agency <code>', 'for which agency; the token has to be its own or staff’s')
  .option('--room-type <code...>', 'room types to book', ['A'])
  .option('--gateway <url>', 'GraphQL endpoint; the running system’s without')
  .option('--token <token>', 'ID token; one of the local issuer without')
  .option('--clients <n>', 'how many at once', wholeNumber, 64)
  .option('--seconds <n>', 'for how long', wholeNumber, 60)
  .option('--seed <n>', 'what they do is a function of it', wholeNumber, 1)
  .action(async (options: Options) => {
    try {
      await load(options);
    } catch (error) {
      process.stderr.write(`${messageFor(error)}\n`);
      process.exitCode = 1;
    }
  });
await command.parseAsync();

async function load(options: Options): Promise<void> {
  const { hotel: hotelIds, roomType: roomTypes, agency, seed, clients } = options;
  const target = await targetOf(options);
  const from = nightAt(Date.now(), 'UTC') + FIRST_NIGHT_AHEAD;
  const recorder = openRecorder(options.out, `load-${newId()}`, seed);
  const desk = openRecordedDesk({ gatewayUrl: target.url, recorder, connections: clients });
  try {
    const dates = { from: formatNight(from), to: formatNight(from + NIGHTS) };
    for (const hotelId of hotelIds) {
      await desk.noteStock(target.token, { hotelId, roomTypes, ...dates });
    }
    const noteClock = (): Promise<void> =>
      desk.noteClock(target.token, hotelIds[0] ?? '', dates.from);
    await noteClock();
    const users = { agencyOf: () => agency, tokenOf: () => Promise.resolve(target.token) };
    const tally = await runLoad(desk, users, {
      seed,
      clients,
      ms: options.seconds * 1_000,
      hotelIds,
      roomTypes,
      from,
      nights: NIGHTS,
      stayNightsMax: STAY_NIGHTS_MAX,
      roomsMax: 2,
      confirmed: 30,
      cancelled: 30,
      patience: { triesMax: 20, pauseMs: 50 },
    });
    const isGone = await noteClock().then(
      () => false,
      () => true,
    );
    process.stdout.write(report(tally, options.out));
    // Its answers bound the clock well enough; what became of the gateway is to be known all the same.
    if (isGone) throw new LaunchError(`At the end no gateway answered at ${target.url} any more.`);
  } finally {
    await desk.close();
    recorder.close();
  }
}

async function targetOf(options: Options): Promise<{ url: string; token: string }> {
  const state = runningSystem();
  const url = options.gateway ?? state?.gatewayUrl;
  if (url === undefined) throw new LaunchError('Nothing runs here: give --gateway, or npm start.');
  if (options.token !== undefined) return { url, token: options.token };
  if (!state) throw new LaunchError('A gateway elsewhere needs --token.');
  const { agency: agencyId, seconds } = options;
  const minted = await mintRoleToken(
    { role: 'PARTNER', agencyId },
    { dir: state.localIssuer.dir, projectId: state.projectId, ttlSeconds: seconds + 600 },
  );
  if (!minted.ok) throw new LaunchError(minted.error);
  return { url, token: minted.value };
}

function report({ ms, outcomes, took }: Tally, file: string): string {
  const kinds = [...outcomes].toSorted().map(([kind, times]) => `  ${kind}: ${times}`);
  const rate = (took.length / ms) * 1_000;
  const speed = `${took.length} answers, ${rate.toFixed(0)} a second, p50 ${quantile(took, 0.5).toFixed(0)} ms, p99 ${quantile(took, 0.99).toFixed(0)} ms`;
  return `${[speed, ...kinds, `history: ${file}`].join('\n')}\n`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a whole number above 0');
}
