// Strings together the world of one seed: gates around the real services, the supplier, those who
// change supply, and the auditor's memory.
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { SubgraphClient } from '../../../../shared/server/subgraph-client.ts';
import { setStoppedClock } from '../../../../shared/testing/clock.ts';
import { openAgencyDesk } from './agency-desk.ts';
import { createAllotmentLine } from './allotment-line.ts';
import { auditDecisions } from './audit/audit-decisions.ts';
import { createMemory } from './audit/memory.ts';
import { createChance } from './chance.ts';
import type { Owner } from './crossings.ts';
import type { EndSessions } from './gated-database.ts';
import { createGates } from './gates.ts';
import { createHistory } from './history.ts';
import type { House } from './house.ts';
import { createLockHouse } from './lock-house.ts';
import type { Mutant } from './mutant.ts';
import { plantScenario } from './plant.ts';
import { startReplica } from './replica.ts';
import type { Replica } from './replica.ts';
import { drawScenario, STARTS_AT } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { kill, look } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { createStillness } from './stillness.ts';
import type { AllBlocked } from './stillness.ts';
import { createSupplierLine } from './supplier-line.ts';
import { createSupplierOffice } from './supplier-office.ts';
import { openSupplyDesk } from './supply-desk.ts';

/** A world that has been planted and looked at, with no process in it yet. */
export async function openSimulation(
  house: House,
  seed: number,
  mutant?: Mutant,
): Promise<Simulation> {
  const chance = createChance(seed);
  const scenario = drawScenario(seed, house.nextRun(), chance);
  const office = createSupplierOffice(house);
  await office.reset();
  await house.clear();
  await setStoppedClock(house.admin, STARTS_AT);
  await plantScenario(house, scenario);
  const gates = createGates(createStillness(allBlockedAt(house)));
  const endSessions = endSessionsAt(house);
  const answerAs = mutant?.supplierAnswer;
  const sim: Simulation = {
    house,
    chance,
    scenario,
    gates,
    locks: createLockHouse(gates, scenario.lock),
    office,
    supplier: createSupplierLine({ client: house.downstream, office, gates, answerAs }),
    supply: openSupplyDesk(house, gates, endSessions, chance),
    agencies: openAgencyDesk(house, gates, endSessions, chance),
    memory: createMemory(scenario.hotels, scenario.agencies, STARTS_AT),
    history: beginHistory(scenario),
    letters: new Map(),
    replicas: [],
    startReplica: () => start(),
    underWay: new Map(),
    ends: [],
    operations: 0,
    changed: true,
    supplierAsked: false,
    found: null,
  };
  const start = starter(sim, endSessions, mutant);
  await mutant?.plant?.(house);
  await look(sim);
  return sim;
}

export async function closeSimulation(sim: Simulation): Promise<void> {
  for (const replica of [...sim.replicas]) await kill(sim, replica);
  await sim.supply.close();
  await sim.agencies.close();
}

function beginHistory(scenario: Scenario): Simulation['history'] {
  const history = createHistory(new Map(scenario.hotels.map(({ id, name }) => [id, name])));
  const { hotels, ...drawn } = scenario;
  history.add({
    scenario: drawn,
    hotels: hotels.map(({ id, timezone, policy, facts }) => ({ id, timezone, policy, facts })),
  });
  return history;
}

/** Starts one replica after another, each with a name of its own; ids are theirs together. */
function starter(
  sim: Simulation,
  endSessions: EndSessions,
  mutant: Mutant | undefined,
): () => Promise<Replica> {
  const { house, gates, locks, supplier, memory } = sim;
  const clientOf = auditedAllotment(sim, mutant);
  let ids = 0;
  let names = 0;
  return () =>
    startReplica(`r${(names += 1)}`, {
      url: house.database.urls.reservation,
      gates,
      locks,
      supplier,
      endSessions,
      clientOf,
      newId: (prefix) => `${prefix}_${String((ids += 1)).padStart(5, '0')}`,
      now: () => instantOf(memory.clock) / 1_000,
      rewrite: mutant?.rewrite,
    });
}

/** What allotment answers is held to the model while nothing else moves. */
function auditedAllotment(
  sim: Simulation,
  mutant: Mutant | undefined,
): (owner: Owner) => SubgraphClient {
  return createAllotmentLine({
    client: sim.house.allotment,
    gates: sim.gates,
    hear: (asked) => {
      const told = mutant?.answer?.(asked) ?? asked.told;
      if (told.validUntil !== null) sim.memory.goodUntil.push(told.validUntil);
      try {
        auditDecisions(sim.memory, { ...asked, told });
      } catch (error) {
        sim.found ??= error as Error;
      }
      return told;
    },
  });
}

/** Asked when a statement does not answer: whether it waits for a lock. */
function allBlockedAt(house: House): AllBlocked {
  return async (pids) => {
    const rows: { blocked: boolean }[] = await house.admin.query(
      'select bool_and(cardinality(pg_blocking_pids(pid)) > 0) as blocked from unnest($1::integer[]) pid',
      [pids],
    );
    return rows[0]?.blocked === true;
  };
}

function endSessionsAt(house: House): EndSessions {
  return async (pids) => {
    await house.admin.query(
      'select pg_terminate_backend(pid, 5000) from unnest($1::integer[]) pid',
      [pids],
    );
  };
}
