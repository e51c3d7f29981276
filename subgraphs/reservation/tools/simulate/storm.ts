// The scheduler while everything may go wrong: of all that could happen next, chance picks one, and
// nothing else happens meanwhile.
import type { Crossing } from './crossings.ts';
import { jump, jumpUnderDecision } from './jumps.ts';
import { letterComes } from './letters.ts';
import { letThrough } from './let-through.ts';
import type { Choice } from './let-through.ts';
import { actAsPartner } from './partners.ts';
import type { Partners } from './partners.ts';
import { auditThrown, begin, kill, moveBy, step } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { drawMood } from './supplier-line.ts';
import type { SupplierBooking } from './supplier-office.ts';
import { work } from './workers.ts';

/** Nobody is held up longer than this: a transaction that idles is cut off by Postgres. */
const PATIENCE_STEPS = 80;
/** Jobs and changes of supply under way at one time. */
const BESIDE_MAX = 4;

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
  const { kills, supplyChanges, agencyChanges } = scenario.troubles;
  if (chance.happens(kills) && replicas.length > 0) {
    const victim = chance.pick(replicas);
    return { what: { do: 'kill', who: victim.name }, act: () => kill(sim, victim) };
  }
  if (chance.happens(supplyChanges) && countBeside(sim) < BESIDE_MAX) return changeSupply(sim);
  if (chance.happens(agencyChanges) && countBeside(sim) < BESIDE_MAX) return changeAgency(sim);
  const isDeciding = sim.gates.waiting().some(({ what }) => what === 'append');
  if (isDeciding && chance.happens(scenario.troubles.jumps * 0.03)) {
    const under = jumpUnderDecision(sim);
    if (under) return under;
  }
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
    [
      anyone && sim.letters.size > 0 && countBeside(sim) < BESIDE_MAX ? 0.8 : 0,
      () => letterComes(sim),
    ],
  ];
}

function countBeside(sim: Simulation): number {
  return [...sim.underWay.values()].filter(
    ({ what }) => !/^(hold|confirm|cancel|amend) /.test(what),
  ).length;
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

function changeAgency(sim: Simulation): Choice {
  return {
    what: { do: 'an agency changes' },
    act: () => {
      const { what, work: write } = sim.agencies.change();
      begin(sim, what, { replica: null }, write, (end, since) => {
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

function isBooked({ status }: SupplierBooking): boolean {
  return status === 'OK';
}

/** Its people say yes or no to something that was only requested, or take back what they said. */
function supplierDecides(sim: Simulation): Choice {
  const takesBack = sim.chance.happens(0.15);
  const word = !takesBack && sim.chance.happens(0.7) ? 'OK' : 'XX';
  return {
    what: { do: 'the supplier decides', word },
    act: async () => {
      const all = await sim.office.bookings();
      const asked = all.filter(({ status }) => status === 'RQ');
      const open = asked.length === 0 && takesBack ? all.filter(isBooked) : asked;
      if (open.length === 0) return;
      sim.supplierAsked = true;
      await sim.office.settle(sim.chance.pick(open).key, word);
    },
  };
}
