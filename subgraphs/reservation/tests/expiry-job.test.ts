// One delayed job per hold, told by the outbox.
import { EXPIRY_JOB, queueExpiry } from '../workers/expiry-job.ts';
import type { ExpiryPayload } from '../workers/expiry-job.ts';

const clock = '2099-03-01T00:10:00Z';
const row = {
  id: 'm1',
  at: clock,
  hotelId: 'H1',
  seq: 9,
  type: 'booking.held',
  v: 1,
  agencyId: 'SIAM',
  payload: {
    groupId: 'grp_1',
    expiresAt: '2099-03-01T00:15:00.5Z',
    status: 'HELD',
    bookingIds: [],
  },
};

async function queued(told: typeof row): Promise<[string, ExpiryPayload, number][]> {
  const jobs: [string, ExpiryPayload, number][] = [];
  const queue = {
    add: (...job: [string, ExpiryPayload, number]) => {
      jobs.push(job);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  await queueExpiry(queue, told, clock);
  return jobs;
}

test('a hold gets a job just after its deadline by the database’s clock', async () => {
  const [job] = await queued(row);
  expect(job?.[1]).toEqual({ hotelId: 'H1', groupId: 'grp_1' });
  expect(job?.[2]).toBe(5 * 60_000 + 500 + 250);
});

test('the job’s id bears the deadline, so that a deadline that moved gets a job of its own', async () => {
  const [first] = await queued(row);
  const later = { ...row.payload, expiresAt: '2099-03-01T00:30:00Z' };
  const [second] = await queued({ ...row, payload: later });
  expect(first?.[0]).not.toBe(second?.[0]);
  expect(first?.[0]).not.toContain(':');
});

test.each(['booking.confirmed', 'booking.cancelled', 'booking.expired'])(
  '%s queues nothing',
  async (type) => {
    expect(await queued({ ...row, type })).toEqual([]);
  },
);

test('a payload that is not ours is refused when it is run as when it is queued', () => {
  expect(EXPIRY_JOB.payload.safeParse({ hotelId: 'H1' }).success).toBe(false);
  expect(EXPIRY_JOB.payload.safeParse({ hotelId: 'H1', groupId: 'g', more: 1 }).success).toBe(
    false,
  );
});
