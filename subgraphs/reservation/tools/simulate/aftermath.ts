// Days later: guests came or did not, stays are over. Called when everything else has its end.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { guarantee } from './audit/broken.ts';
import { latest } from './audit/memory.ts';
import { look, moveTo, auditThrown, begin, step } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import type { Replica } from './replica.ts';

/** Everywhere the last night is over. */
const AFTER_ALL_STAYS = '2026-03-13T00:00:00Z';
const DESK = {
  subject: 'uid-desk',
  role: 'OPERATOR',
  issuer: 'gateway',
  requestId: 'req-desk',
} as const;

/** Some guests are reported missing, before or after their stay was completed; all stays are completed. */
export async function letStaysEnd(
  sim: Simulation,
  finishAll: (sim: Simulation) => Promise<void>,
): Promise<void> {
  const [replica] = sim.replicas;
  if (!replica) throw new Error('somebody is alive in the calm');
  await step(sim, { do: 'days pass' }, () =>
    moveTo(sim, Math.max(instantOf(AFTER_ALL_STAYS), instantOf(sim.memory.clock))),
  );
  const early = sim.chance.happens(0.5);
  if (early) await reportMissing(sim, replica, finishAll);
  await step(sim, { do: 'stays are completed' }, () => {
    const what = 'complete stays';
    begin(sim, what, { replica }, replica.services.completeStays, (end, since) => {
      if ('error' in end) auditThrown(sim, since, what, end.error);
    });
  });
  await finishAll(sim);
  if (!early) await reportMissing(sim, replica, finishAll);
  await look(sim);
  const left = [...sim.memory.groups.values()].filter((group) =>
    Object.values(latest(group).bookings).includes('CONFIRMED'),
  );
  guarantee(left.length === 0, 'a stay that is over is completed', () =>
    left.map(({ id }) => id).join(),
  );
}

async function reportMissing(
  sim: Simulation,
  replica: Replica,
  finishAll: (sim: Simulation) => Promise<void>,
): Promise<void> {
  const stays = [...sim.memory.groups.values()].flatMap((group) =>
    Object.entries(latest(group).bookings)
      .filter(([, status]) => status === 'CONFIRMED' || status === 'COMPLETED')
      .map(([id]) => id),
  );
  for (const id of stays.filter(() => sim.chance.happens(0.4))) {
    sim.memory.intents.add(`no-show ${id}`);
    await step(sim, { do: 'a guest is missing', booking: id }, () => {
      const what = `no-show ${id}`;
      const mark = (): Promise<unknown> => replica.services.markNoShow(DESK, id);
      begin(sim, what, { replica }, mark, (end, since) => {
        if ('error' in end) auditThrown(sim, since, what, end.error);
      });
    });
    await finishAll(sim);
    guarantee(
      [...sim.memory.groups.values()].some((group) => latest(group).bookings[id] === 'NO_SHOW'),
      'a guest who did not come is written down as that',
      () => id,
    );
  }
}
