// After the storm: nothing goes wrong any more, and everything has to come to its end. What is still
// open after so many rounds was lost.
import { guarantee } from './audit/broken.ts';
import { letStaysEnd } from './aftermath.ts';
import { auditSupplier, isPostOpen, readPost } from './audit/audit-supplier.ts';
import { latest } from './audit/memory.ts';
import type { GroupMemory } from './audit/memory.ts';
import { deliver } from './letters.ts';
import { look, moveBy, step } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { takePicture } from './picture.ts';
import { letThrough } from './let-through.ts';
import { beginJob } from './workers.ts';

const LIVE: ReadonlySet<string> = new Set([
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
]);
/** The supplier is asked again after five minutes at most: a few rounds of that are enough. */
const ROUNDS_MAX = 12;
const ROUND_MS = 6 * 60_000;
const CALM_JOBS = [
  'expire due holds',
  'settle due',
  'land due messages',
  'run due errands',
] as const;
/** Steps in which all that is under way ends; more is a loop. */
const STEPS_MAX = 3_000;

/** Lets everything end, then compares our books with the supplier's. */
export async function calmDown(sim: Simulation): Promise<void> {
  Object.assign(sim.scenario.troubles, {
    kills: 0,
    lostReplies: 0,
    cutConnections: 0,
    allotmentAway: 0,
    supplierFaults: 0,
    supplyChanges: 0,
    agencyChanges: 0,
  });
  if (sim.replicas.length === 0) sim.replicas.push(await sim.startReplica());
  await finishAll(sim);
  await deliverAll(sim);
  for (let round = 1; await hasOpen(sim); round += 1) {
    guarantee(round <= ROUNDS_MAX, 'everything comes to an end once nothing goes wrong', () =>
      [...sim.memory.groups.values()]
        .filter(isLive)
        .map((group) => `${group.id} is ${latest(group).status}`)
        .join(', '),
    );
    await oneRound(sim);
  }
  await look(sim);
  const post = await readPost(sim.house.admin);
  const { groups } = await takePicture(sim.house.admin, new Map());
  auditSupplier(sim.memory, groups, await sim.office.bookings(), post);
  await letStaysEnd(sim, finishAll);
}

async function oneRound(sim: Simulation): Promise<void> {
  const [replica] = sim.replicas;
  if (!replica) throw new Error('somebody is alive in the calm');
  for (const { key, status } of await sim.office.bookings()) {
    if (status !== 'RQ') continue;
    const word = sim.chance.pick(['OK', 'XX'] as const);
    await step(sim, { do: 'the supplier decides', key, word }, async () => {
      sim.supplierAsked = true;
      await sim.office.settle(key, word);
    });
  }
  await step(sim, { do: 'time passes' }, () => moveBy(sim, ROUND_MS));
  for (const job of CALM_JOBS) {
    await step(sim, { do: 'a worker acts' }, () => {
      beginJob(sim, replica, job);
    });
    await finishAll(sim);
  }
  await deliverAll(sim);
}

/** The supplier sends again what nobody has acknowledged. */
async function deliverAll(sim: Simulation): Promise<void> {
  const [replica] = sim.replicas;
  for (const letter of sim.letters.values()) {
    if (!replica || sim.memory.lettersTaken.has(letter.deliveryId)) continue;
    await step(sim, { do: 'a letter comes at last', letter: letter.deliveryId }, () => {
      deliver(sim, replica, letter);
    });
    await finishAll(sim);
  }
}

async function finishAll(sim: Simulation): Promise<void> {
  const { gates, locks, supplier } = sim;
  for (let steps = 0; isBusy(sim); steps += 1) {
    guarantee(steps < STEPS_MAX, 'everything that begins ends', () =>
      [...sim.underWay.values()].map(({ what }) => what).join(', '),
    );
    const waiting = gates.waiting();
    const [stray] = supplier.strays();
    const [held] = locks.held();
    if (waiting.length > 0) {
      const { what, act } = letThrough(sim, sim.chance.pick(waiting));
      await step(sim, what, act);
    } else if (stray) {
      await step(sim, { do: 'a late call reaches the supplier', call: stray.what }, async () => {
        sim.supplierAsked = true;
        await supplier.deliver(stray, 'yes');
      });
    } else {
      // What a dead process held.
      guarantee(held !== undefined, 'everything that begins ends', () =>
        [...sim.underWay.values()].map(({ what }) => what).join(', '),
      );
      await step(sim, { do: 'the lock runs out', hotelId: held }, () => {
        locks.expire(held);
      });
    }
  }
}

/** What a letter set going in the background is under way without a name. */
function isBusy({ underWay, supplier, gates }: Simulation): boolean {
  return underWay.size > 0 || supplier.strays().length > 0 || gates.waiting().length > 0;
}

async function hasOpen(sim: Simulation): Promise<boolean> {
  const isSomeLive = [...sim.memory.groups.values()].some(isLive);
  return isSomeLive || isPostOpen(await readPost(sim.house.admin));
}

function isLive(group: GroupMemory): boolean {
  return LIVE.has(latest(group).status);
}
