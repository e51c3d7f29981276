// Jumps of the clock: by a little, or to the very edge of something.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { plusDays, wallInstant } from '../../../../shared/testing/model/time.ts';
import { latest } from './audit/memory.ts';
import type { Chance } from './chance.ts';
import type { Choice } from './let-through.ts';
import { NIGHTS } from './scenario.ts';
import { moveTo } from './simulation.ts';
import type { Simulation } from './simulation.ts';

/** The edges are ends of holds and midnights at hotels, a microsecond before, at it, and after. */
export function jump(sim: Simulation): Choice {
  const { chance, memory } = sim;
  const now = instantOf(memory.clock);
  const ends = later(sim, endsOfHolds(sim));
  const midnights = later(
    sim,
    sim.scenario.hotels.flatMap(({ timezone }) =>
      NIGHTS.map((night) => Number(wallInstant(plusDays(night, 1), '00:00', timezone) / 1_000n)),
    ),
  );
  const to = chance.weighted([
    [3, () => now + chance.int(1, 30) * 1_000_000],
    [2, () => now + chance.int(1, 6) * 60_000_000],
    [ends.length > 0 ? 4 : 0, () => edge(chance, ends)],
    [midnights.length > 0 ? 0.15 : 0, () => edge(chance, midnights.slice(0, 1))],
  ])();
  return jumpTo(sim, to);
}

/**
 * While a decision waits to be committed, to the very instant until which it is good; null where it is
 * good for ever, or so long that everything else would be over.
 */
export function jumpUnderDecision(sim: Simulation): Choice | null {
  const { chance, memory } = sim;
  const goodUntil = memory.goodUntil.slice(-3).map((at) => instantOf(at));
  const far = instantOf(memory.clock) + UNDER_DECISION_MS_MAX * 1_000;
  const edges = later(sim, [...endsOfHolds(sim), ...goodUntil]).filter((at) => at < far);
  return edges.length === 0 ? null : jumpTo(sim, edge(chance, edges));
}

/** A day: midnights of hotels are among the edges, and most nights still lie ahead after one. */
const UNDER_DECISION_MS_MAX = 86_400_000;

function jumpTo(sim: Simulation, to: number): Choice {
  const seconds = (to - instantOf(sim.memory.clock)) / 1_000_000;
  return { what: { do: 'the clock jumps', seconds }, act: () => moveTo(sim, to) };
}

function endsOfHolds({ memory }: Simulation): number[] {
  return [...memory.groups.values()]
    .filter((group) => latest(group).status === 'HELD' && group.expiresAt !== null)
    .map((group) => instantOf(group.expiresAt ?? ''));
}

function later({ memory }: Simulation, instants: readonly number[]): number[] {
  return instants.filter((at) => at > instantOf(memory.clock) + 1);
}

function edge(chance: Chance, instants: readonly number[]): number {
  return chance.pick(instants) + chance.pick([-1, 0, 1]);
}
