// An open loop: requests come at their rate whether or not earlier ones were answered, as those of many
// partners do. First it finds out how much the system can do, then it sends ten times as much, then
// half as much. Run in a process of its own by main.ts.
import { formatNight } from '../../../domain/nights.ts';
import { between } from '../../mhg-simulator/random.ts';
import { openRawClient } from './raw-client.ts';
import type { RawAnswer, RawClient } from './raw-client.ts';
import type { HoldOutcome, OpenLoopPlan, OpenLoopResult, Phase, SentHold } from './plan.ts';

const TICK_MS = 2;
const LOOK_EVERY_MS = 100;

interface Running {
  readonly plan: OpenLoopPlan;
  readonly client: RawClient;
  readonly sent: SentHold[];
  unsent: number;
}

/** Runs all phases; every request is answered or given up when this resolves. */
export async function runOpenLoop(plan: OpenLoopPlan): Promise<OpenLoopResult> {
  const { host, port, connectionsMax, timeoutMs } = plan;
  const client = openRawClient({ host, port, connectionsMax, timeoutMs });
  const running: Running = { plan, client, sent: [], unsent: 0 };
  await closedLoop(running, plan.warmUpMs);
  const before = await closedLoop(running, plan.measureMs);
  const overload = await openLoop(running, before * plan.times, plan.overloadMs);
  const normalSince = (): number | null => calmSince(running, overload.until);
  const isCalm = (): boolean => normalSince() !== null;
  const after = await openLoop(running, before * plan.afterShare, plan.afterMsMax, isCalm);
  const normalAt = normalSince();
  await allAnswered(running);
  const most = [before, await closedLoop(running, plan.measureMs)] as const;
  client.close();
  const normalAfterMs = normalAt === null ? null : normalAt - overload.until;
  return { most, overload, after, normalAfterMs, unsent: running.unsent, sent: running.sent };
}

/** Holds a second, of as many clients as find the most, each sending once its last is answered. */
async function closedLoop(running: Running, ms: number): Promise<number> {
  const since = performance.now();
  let held = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < since + ms) {
      const hold = await new Promise<SentHold>((resolve) => {
        send(running, resolve);
      });
      if (hold.outcome.kind === 'held') held += 1;
    }
  };
  await Promise.all(Array.from({ length: running.plan.clients }, one));
  return (held / (performance.now() - since)) * 1_000;
}

/** Sends at its rate for so long, or until it is enough. */
async function openLoop(
  running: Running,
  perSecond: number,
  ms: number,
  isEnough: () => boolean = () => false,
): Promise<Phase> {
  const since = performance.now();
  let sent = 0;
  let lookAt = since;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = Math.min(now - since, ms);
      for (; sent < (passed * perSecond) / 1_000; sent += 1) send(running);
      const isOver = now >= lookAt && isEnough();
      if (now >= lookAt) lookAt = now + LOOK_EVERY_MS;
      if (passed < ms && !isOver) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  return { since: clock(since), until: clock(performance.now()), perSecond };
}

/** Since when, after `since`, all that was answered was held, if that is long enough; else null. */
function calmSince({ sent, plan }: Running, since: number): number | null {
  let calm = clock(performance.now()) - plan.calmMs;
  const answered = sent.filter(({ sentAt, outcome }) => sentAt > since && outcome.kind !== 'none');
  if (!answered.some(({ sentAt }) => sentAt > calm)) return null;
  for (const { sentAt, outcome } of answered.toReversed()) {
    if (outcome.kind !== 'held') return sentAt < calm ? calm : null;
    calm = Math.min(calm, sentAt);
  }
  return since;
}

function send(running: Running, answered: (hold: SentHold) => void = () => undefined): void {
  const { plan, client, sent } = running;
  const hold = nextHold(plan, sent.length);
  const isSent = client.send(requestOf(plan, hold), (answer) => {
    hold.endedAt = clock(performance.now());
    hold.outcome = outcomeOf(answer);
    answered(hold);
  });
  if (isSent) sent.push(hold);
  else running.unsent += 1;
}

function nextHold({ seed, from, nights, hotelIds }: OpenLoopPlan, index: number): SentHold {
  const checkIn = from + between(0, nights - 2, seed, 'first', index);
  const checkOut = checkIn + between(1, 2, seed, 'length', index);
  return {
    index,
    hotel: between(0, hotelIds.length - 1, seed, 'hotel', index),
    checkIn,
    checkOut,
    sentAt: clock(performance.now()),
    endedAt: 0,
    outcome: { kind: 'none' },
  };
}

function requestOf(plan: OpenLoopPlan, { index, hotel, checkIn, checkOut }: SentHold): string {
  const seller = plan.sellers[index % plan.sellers.length];
  const body = JSON.stringify({
    query: plan.query,
    variables: {
      input: {
        hotelId: plan.hotelIds[hotel],
        agencyId: seller?.agencyId,
        clientReference: `${plan.run}-${index}`,
        lines: [
          {
            roomType: 'A',
            checkIn: formatNight(checkIn),
            checkOut: formatNight(checkOut),
            rooms: 1,
          },
        ],
      },
    },
  });
  return `POST ${plan.path} HTTP/1.1\r\nhost: ${plan.host}\r\ncontent-type: application/json\r\nauthorization: Bearer ${seller?.token ?? ''}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** By what stands in the text: parsing thousands a second would cost more than sending them. */
function outcomeOf({ status, body }: RawAnswer): HoldOutcome {
  if (status === 503 && body.includes('"retryable":true')) return { kind: 'again', at: 'DOOR' };
  if (status === 200 && body.includes('"TryAgain"')) return { kind: 'again', at: 'INSIDE', body };
  if (status === 200 && body.includes('"HELD"')) return { kind: 'held', body };
  return { kind: 'other', status, body };
}

/** Of the machine, so that another process can place it. */
function clock(at: number): number {
  return performance.timeOrigin + at;
}

async function allAnswered({ sent, plan }: Running): Promise<void> {
  const until = performance.now() + plan.timeoutMs + 1_000;
  while (performance.now() < until && sent.some(({ outcome }) => outcome.kind === 'none')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
