// What becomes of a crossing: it goes on as it is, or something goes wrong with it.
import { SubgraphCallError } from '../../../../shared/server/subgraph-client.ts';
import type { Crossing } from './crossings.ts';
import { moveBy } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { drawFate, drawMood } from './supplier-line.ts';

/** Something that may happen next. */
export interface Choice {
  readonly what: Readonly<Record<string, unknown>>;
  readonly act: () => Promise<void> | void;
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
