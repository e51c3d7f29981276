// After the storm: nothing goes wrong any more, and everything has to come to its end. What is still
// open after so many rounds was lost.
import { guarantee } from './audit/broken.ts';
import { isOwnStock } from './audit/audit-moves.ts';
import { latest } from './audit/memory.ts';
import type { GroupMemory } from './audit/memory.ts';
import { look, moveBy, step } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { letThrough } from './let-through.ts';
import type { SupplierBooking } from './supplier-office.ts';
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
  for (let round = 1; hasOpen(sim); round += 1) {
    guarantee(round <= ROUNDS_MAX, 'everything comes to an end once nothing goes wrong', () =>
      [...sim.memory.groups.values()]
        .filter(isLive)
        .map((group) => `${group.id} is ${latest(group).status}`)
        .join(', '),
    );
    await oneRound(sim);
  }
  await look(sim);
  compareWithSupplier(sim, await sim.office.bookings());
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
  for (const job of ['expire due holds', 'settle due'] as const) {
    await step(sim, { do: 'a worker acts' }, () => {
      beginJob(sim, replica, job);
    });
    await finishAll(sim);
  }
}

async function finishAll(sim: Simulation): Promise<void> {
  const { gates, locks, supplier } = sim;
  for (let steps = 0; sim.underWay.size > 0 || supplier.strays().length > 0; steps += 1) {
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

function hasOpen(sim: Simulation): boolean {
  return [...sim.memory.groups.values()].some(isLive);
}

function isLive(group: GroupMemory): boolean {
  return LIVE.has(latest(group).status);
}

/** What we call confirmed the supplier calls so, and the other way round. */
function compareWithSupplier(sim: Simulation, bookings: readonly SupplierBooking[]): void {
  const byKey = new Map(bookings.map((booking) => [booking.key, booking]));
  for (const group of sim.memory.groups.values()) {
    const { status } = latest(group);
    const theirs = byKey.get(group.id)?.status ?? 'nothing';
    if (status === 'CONFIRMED' && !isOwnStock(group)) {
      guarantee(
        theirs === 'OK',
        'what is confirmed is booked at the supplier',
        () => `${group.id}: ${theirs}`,
      );
    }
    if (status === 'REJECTED') {
      guarantee(
        theirs === 'XX',
        'what was rejected is not booked at the supplier',
        () => `${group.id}: ${theirs}`,
      );
    }
    if (status === 'EXPIRED') {
      guarantee(
        theirs === 'nothing',
        'what expired was never booked at the supplier',
        () => `${group.id}: ${theirs}`,
      );
    }
  }
}
