// What workers do: sweeps, and the jobs of single groups, early, late, twice, for groups that ended
// long ago. Any of it may come at any time on any replica.
import { auditThrown, begin } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import type { Replica } from './replica.ts';

const SWEEPS = ['expire due holds', 'settle due', 'land due messages', 'run due errands'] as const;
const JOBS = [...SWEEPS, 'expire one', 'settle one', 'run errands of one'] as const;
type Job = (typeof JOBS)[number];

/** Begins one job, drawn by chance. */
export function work(sim: Simulation, replica: Replica): void {
  const groups = [...sim.memory.groups.values()];
  const jobs = groups.length === 0 ? SWEEPS : JOBS;
  beginJob(sim, replica, sim.chance.pick(jobs));
}

export function beginJob(sim: Simulation, replica: Replica, job: Job): void {
  const { services } = replica;
  const some = [...sim.memory.groups.values()].slice(-8);
  const group = job.endsWith('one') ? sim.chance.pick(some) : undefined;
  const { id = '', hotelId = '' } = group ?? {};
  const acts: Record<Job, () => Promise<unknown>> = {
    'expire due holds': () => services.expireDueHolds(),
    'settle due': () => services.settleDue(),
    'expire one': () => services.expireHold(hotelId, id, 'the hold ran out'),
    'settle one': () => services.settleGroup(hotelId, id),
    'land due messages': () => services.supplier.landDueMessages(),
    'run due errands': () => services.supplier.runDueErrands(),
    'run errands of one': () => services.supplier.runErrandsOf(id),
  };
  const what = `${job} ${id}`.trim();
  begin(sim, what, { replica }, acts[job], (end, since) => {
    if ('error' in end) auditThrown(sim, since, what, end.error);
  });
}
