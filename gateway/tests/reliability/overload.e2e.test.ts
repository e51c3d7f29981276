// Ten times as many requests as the system can serve, sent whether or not it answers: it goes on serving
// about as many as it can, tells the others at once to come again, and is itself again right afterwards.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reliabilityEffort } from '../../../shared/config/environment.ts';
import { historyOf } from '../../../shared/testing/load/open-loop/history-of.ts';
import type {
  OpenLoopPlan,
  OpenLoopResult,
  SentHold,
} from '../../../shared/testing/load/open-loop/plan.ts';
import { HOLD } from '../../../shared/testing/load/recorded-desk.ts';
import { quantile } from '../../../shared/tools/bench/bench.ts';
import { runTool } from '../e2e/run-tool.ts';
import { AGENCIES, firstDay, openHouse } from './house.ts';
import type { Case, House } from './house.ts';

const SECONDS = {
  sample: { warmUp: 2, measure: 3, overload: 5 },
  full: { warmUp: 5, measure: 10, overload: 60 },
}[reliabilityEffort()];
const TIMES = 10;
/**
 * Of the most. Whoever sends, and being turned away, take a third of two cores between them; in a few
 * seconds thousands of connections are opened besides. What has no door serves next to nothing.
 */
const GOODPUT_MIN = { sample: 0.3, full: 0.6 }[reliabilityEffort()];
/**
 * Times the most that must really have been sent. In a sample on a crowded machine the sender runs out of
 * connections before the gateway has answered on them: what it could not send then is no request at all.
 */
const OFFERED_MIN = { sample: 5, full: 0.99 * TIMES }[reliabilityEffort()];
const NORMAL_AFTER_MS_MAX = 10_000;
/** What is answered sooner than a person notices is answered quickly; the last of all still in time. */
const REFUSED_MS_MAX = { half: 250, all: { sample: 15_000, full: 5_000 }[reliabilityEffort()] };
/** No operation of the desk comes near it. */
const FIRST_OP = 1_000_000;

let house: House;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'staysync-overload-'));
  house = await openHouse();
});
afterAll(async () => {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function planOf(books: Case, hotelIds: readonly string[]): Promise<OpenLoopPlan> {
  const { hostname: host, port, pathname: path } = new URL(house.world.system.gatewayUrl);
  const { users } = house;
  const sellers = await Promise.all(
    Array.from({ length: AGENCIES }, async (_, client) => ({
      agencyId: users.agencyOf(client),
      token: await users.tokenOf(client),
    })),
  );
  return {
    ...{ host, port: Number(port), path, query: HOLD, sellers, hotelIds },
    ...{ run: books.desk.recorder.run, seed: 1, from: firstDay(house), nights: 60 },
    ...{ clients: 64, warmUpMs: SECONDS.warmUp * 1_000, measureMs: SECONDS.measure * 1_000 },
    ...{ times: TIMES, overloadMs: SECONDS.overload * 1_000 },
    ...{ afterShare: 0.5, calmMs: 1_000, afterMsMax: NORMAL_AFTER_MS_MAX + 2_000 },
    ...{ connectionsMax: 4_000, timeoutMs: 15_000 },
  };
}

async function send(plan: OpenLoopPlan): Promise<OpenLoopResult> {
  const [planFile, resultFile] = [join(dir, 'plan.json'), join(dir, 'result.json')];
  writeFileSync(planFile, JSON.stringify(plan));
  const ran = await runTool('shared/testing/load/open-loop/main.ts', [planFile, resultFile], {});
  expect(ran).toEqual({ exitCode: 0, output: '' });
  return JSON.parse(readFileSync(resultFile, 'utf8')) as OpenLoopResult;
}

function tookMs({ sentAt, endedAt }: SentHold): number {
  return endedAt - sentAt;
}

test(`ten times what can be served, for ${SECONDS.overload} seconds: goodput is at least ${100 * GOODPUT_MIN} % of the most, the rest is told at once to come again, and within ten seconds all is as before`, async () => {
  const hotels = await Promise.all(
    Array.from({ length: 8 }, () => house.hotel(SECONDS.overload * 2_000, 'own')),
  );
  const books = await house.open('overload', hotels);
  const plan = await planOf(books, hotels);
  const { sent, unsent, overload, most, normalAfterMs } = await send(plan);

  const during = sent.filter(({ sentAt }) => sentAt >= overload.since && sentAt < overload.until);
  const seconds = (overload.until - overload.since) / 1_000;
  const goodput =
    sent.filter(
      ({ outcome, endedAt }) =>
        outcome.kind === 'held' && endedAt >= overload.since && endedAt < overload.until,
    ).length / seconds;
  const refusedMs = during.filter(({ outcome }) => outcome.kind === 'again').map(tookMs);
  const heldMs = during.filter(({ outcome }) => outcome.kind === 'held').map(tookMs);
  const figures = {
    mostBefore: most[0],
    mostAfter: most[1],
    offered: during.length / seconds,
    goodput,
    refusedMs: [quantile(refusedMs, 0.5), quantile(refusedMs, 0.99)],
    heldMs: [quantile(heldMs, 0.5), quantile(heldMs, 0.99)],
    normalAfterMs,
  };
  process.stdout.write(`overload: ${JSON.stringify(figures)}\n`);

  // Whatever else the machine does meanwhile takes from the most as well: the lesser of two counts.
  expect(goodput).toBeGreaterThanOrEqual(GOODPUT_MIN * Math.min(...most));
  if (reliabilityEffort() === 'full') expect(unsent).toBe(0);
  expect(during.length).toBeGreaterThanOrEqual(OFFERED_MIN * most[0] * seconds);
  const other = sent.filter(({ outcome }) => !['held', 'again'].includes(outcome.kind));
  expect(other.slice(0, 5)).toEqual([]);
  expect(quantile(refusedMs, 0.5)).toBeLessThan(REFUSED_MS_MAX.half);
  expect(Math.max(...refusedMs)).toBeLessThan(REFUSED_MS_MAX.all);
  expect(normalAfterMs).not.toBeNull();
  expect(normalAfterMs).toBeLessThan(NORMAL_AFTER_MS_MAX);

  const toRunTime = (at: number): number => at - performance.timeOrigin;
  books.desk.recorder.add(historyOf(plan, sent, { firstOp: FIRST_OP, toRunTime }));
  await books.expectAllWell();
}, 300_000);
