// Jumps of the clock: by a little, or to the very edge of something.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { plusDays, wallInstant } from '../../../../shared/testing/model/time.ts';
import { latest } from './audit/memory.ts';
import type { Choice } from './let-through.ts';
import { NIGHTS } from './scenario.ts';
import { moveTo } from './simulation.ts';
import type { Simulation } from './simulation.ts';

/** The edges are ends of holds and midnights at hotels, a microsecond before, at it, and after. */
export function jump(sim: Simulation): Choice {
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
