// The scheduler while everything may go wrong: of all that could happen next, chance picks one, and
// nothing else happens meanwhile.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { plusDays, wallInstant } from '../../../../shared/testing/model/time.ts';
import { SubgraphCallError } from '../../../../shared/server/subgraph-client.ts';
import { latest } from './audit/memory.ts';
import type { Crossing } from './crossings.ts';
import { actAsPartner } from './partners.ts';
import type { Partners } from './partners.ts';
import { NIGHTS } from './scenario.ts';
import { auditThrown, begin, kill, moveBy, moveTo, step } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { drawFate, drawMood } from './supplier-line.ts';
import { work } from './workers.ts';

/** Nobody is held up longer than this: a transaction that idles is cut off by Postgres. */
const PATIENCE_STEPS = 80;
/** Jobs and changes of supply under way at one time. */
const BESIDE_MAX = 4;

interface Choice {
  readonly what: Readonly<Record<string, unknown>>;
  readonly act: () => Promise<void> | void;
}

/** One step of the storm. */
export async function stormStep(sim: Simulation, partners: Partners): Promise<void> {
  if (sim.chance.happens(0.1)) await moveBy(sim, sim.chance.int(1, 200));
  const { what, act } = choose(sim, partners);
  await step(sim, what, act);
}

function choose(sim: Simulation, partners: Partners): Choice {
  const { chance, scenario, gates } = sim;
  const waiting = gates.waiting();
  const [oldest] = waiting;
  const newest = waiting.at(-1);
  if (oldest && sim.memory.step - oldest.since > PATIENCE_STEPS) return letThrough(sim, oldest);
  const rare = drawRare(sim);
  if (rare) return rare;
  if (newest && chance.happens(scenario.troubles.haste)) return letThrough(sim, newest);
  return chance.weighted(everythingElse(sim, partners, waiting))();
}

/** What comes once in a while, whatever else is going on. */
function drawRare(sim: Simulation): Choice | null {
  const { chance, replicas, scenario, locks } = sim;
  const { kills, supplyChanges } = scenario.troubles;
  if (chance.happens(kills) && replicas.length > 0) {
    const victim = chance.pick(replicas);
    return { what: { do: 'kill', who: victim.name }, act: () => kill(sim, victim) };
  }
  if (chance.happens(supplyChanges) && countBeside(sim) < BESIDE_MAX) return changeSupply(sim);
  if (chance.happens(0.01)) {
    const [held] = locks.held();
    if (held !== undefined) {
      return {
        what: { do: 'the lock runs out', hotelId: held },
        act: () => {
          locks.expire(held);
        },
      };
    }
  }
  return null;
}

function everythingElse(
  sim: Simulation,
  partners: Partners,
  waiting: readonly Crossing[],
): (readonly [number, () => Choice])[] {
  const { chance, replicas, scenario, locks, supplier } = sim;
  const anyone = replicas.length > 0;
  const isFull = sim.underWay.size >= scenario.operationsMax;
  return [
    [waiting.length > 0 ? 8 : 0, () => letThrough(sim, chance.pick(waiting))],
    [
      anyone && !isFull ? 4 : 0,
      () => ({
        what: { do: 'a partner acts' },
        act: () => {
          actAsPartner(sim, partners, chance.pick(replicas));
        },
      }),
    ],
    [
      anyone && countBeside(sim) < BESIDE_MAX ? 0.7 : 0,
      () => ({
        what: { do: 'a worker acts' },
        act: () => {
          work(sim, chance.pick(replicas));
        },
      }),
    ],
    [replicas.length < scenario.replicas ? 3 : 0, () => startAnother(sim)],
    [scenario.troubles.jumps * 0.3, () => jump(sim)],
    [
      locks.waitedFor().length > 0 ? 0.3 : 0,
      () => {
        const hotelId = chance.pick(locks.waitedFor());
        return {
          what: { do: 'somebody goes on without the lock', hotelId },
          act: () => {
            locks.giveUp(hotelId);
          },
        };
      },
    ],
    [supplier.strays().length > 0 ? 1 : 0, () => deliverStray(sim)],
    [0.3, () => supplierDecides(sim)],
  ];
}

function countBeside(sim: Simulation): number {
  return [...sim.underWay.values()].filter(({ what }) => !/^(hold|confirm|cancel) /.test(what))
    .length;
}

/** Lets a crossing go on, or lets it go wrong. */
export function letThrough(sim: Simulation, crossing: Crossing): Choice {
  const { chance, gates, supplier } = sim;
  const { supplierFaults, allotmentAway, cutConnections } = sim.scenario.troubles;
  const { kind, what, owner } = crossing;
  const base = { do: what, who: owner.name };
  if (kind === 'supplier') {
    const fate = drawFate(chance, supplierFaults);
    const mood = drawMood(chance);
    return {
      what: { ...base, fate, mood },
      act: () => {
        sim.supplierAsked = true;
        supplier.decide(crossing, fate, mood);
      },
    };
  }
  if (kind === 'allotment' && chance.happens(allotmentAway)) {
    return failing(sim, crossing, base, () =>
      Promise.reject(new SubgraphCallError('allotment could not be reached')),
    );
  }
  const isStatement = kind === 'commit' || (kind === 'statement' && what !== 'hear allotment');
  if (isStatement && chance.happens(cutConnections)) {
    const isDone = chance.happens(0.5);
    return failing(
      sim,
      crossing,
      { ...base, connection: isDone ? 'cut after' : 'cut before' },
      async () => {
        if (isDone) await crossing.perform();
        throw Object.assign(new Error('Connection terminated unexpectedly'), {
          code: 'ECONNRESET',
        });
      },
    );
  }
  return {
    what: base,
    act: async () => {
      if (kind === 'commit') sim.changed = true;
      if (kind === 'wait') await moveBy(sim, 100);
      gates.release(crossing);
    },
  };
}

function failing(
  sim: Simulation,
  crossing: Crossing,
  what: Readonly<Record<string, unknown>>,
  instead: () => Promise<unknown>,
): Choice {
  return {
    what: { ...what, fails: true },
    act: () => {
      sim.memory.faults += 1;
      sim.changed = true;
      sim.gates.release(crossing, instead);
    },
  };
}

function changeSupply(sim: Simulation): Choice {
  const { id } = sim.chance.pick(sim.scenario.hotels);
  return {
    what: { do: 'supply changes' },
    act: () => {
      const { what, work: write } = sim.supply.change(id);
      begin(sim, what, { replica: null, hotelId: id }, write, (end, since) => {
        if ('error' in end) auditThrown(sim, since, what, end.error);
      });
    },
  };
}

function startAnother(sim: Simulation): Choice {
  return {
    what: { do: 'a replica starts' },
    act: async () => {
      sim.replicas.push(await sim.startReplica());
    },
  };
}

/** By a little, or to the very edge of something: the end of a hold, midnight at a hotel. */
function jump(sim: Simulation): Choice {
  const { chance, memory } = sim;
  const now = instantOf(memory.clock);
  const ends = [...memory.groups.values()]
    .filter((group) => latest(group).status === 'HELD')
    .map((group) => instantOf(group.expiresAt ?? ''));
  const midnights = sim.scenario.hotels.flatMap(({ timezone }) =>
    NIGHTS.map((night) => Number(wallInstant(plusDays(night, 1), '00:00', timezone) / 1_000n)),
  );
  const edge = (instants: readonly number[]): number =>
    chance.pick(instants) + chance.pick([-1, 0, 1]);
  const later = (instants: readonly number[]): number[] => instants.filter((at) => at > now + 1);
  const to = chance.weighted([
    [3, () => now + chance.int(1, 30) * 1_000_000],
    [2, () => now + chance.int(1, 6) * 60_000_000],
    [later(ends).length > 0 ? 4 : 0, () => edge(later(ends))],
    [later(midnights).length > 0 ? 0.15 : 0, () => edge(later(midnights).slice(0, 1))],
  ])();
  return {
    what: { do: 'the clock jumps', seconds: (to - now) / 1_000_000 },
    act: () => moveTo(sim, to),
  };
}

function deliverStray(sim: Simulation): Choice {
  const stray = sim.chance.pick(sim.supplier.strays());
  const mood = drawMood(sim.chance);
  return {
    what: { do: 'a late call reaches the supplier', call: stray.what, mood },
    act: async () => {
      sim.supplierAsked = true;
      await sim.supplier.deliver(stray, mood);
    },
  };
}

/** Its people say yes or no to something that was only requested. */
function supplierDecides(sim: Simulation): Choice {
  const word = sim.chance.happens(0.7) ? 'OK' : 'XX';
  return {
    what: { do: 'the supplier decides', word },
    act: async () => {
      const open = (await sim.office.bookings()).filter(({ status }) => status === 'RQ');
      if (open.length === 0) return;
      sim.supplierAsked = true;
      await sim.office.settle(sim.chance.pick(open).key, word);
    },
  };
}
