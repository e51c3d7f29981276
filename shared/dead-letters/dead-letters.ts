// Dead letters of one subgraph: its failed jobs and its dead messages in one list, the latest first.
// Asked by its resolvers, for operators alone. Redis may be away: messages are shown all the same, and
// the list says that it is not complete.
import type { Job, Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import { limits } from '../config/limits.ts';
import { isPassingDatabaseError } from '../database/passing-errors.ts';
import { formatInstant } from '../domain/instants.ts';
import { inTime } from '../server/in-time.ts';

export interface DeadLetter {
  /** `JOB/<queue>/<job>` or `MESSAGE/<id>`. */
  readonly id: string;
  readonly kind: 'JOB' | 'MESSAGE';
  /** The queue, or the type of the message. */
  readonly name: string;
  readonly hotelId: string | null;
  readonly tries: number;
  readonly error: string;
  readonly diedAt: string;
}

export interface DeadLetterList {
  readonly letters: readonly DeadLetter[];
  /** Of both kinds, shown or not. */
  readonly total: number;
  /** False while the jobs cannot be looked at. */
  readonly complete: boolean;
}

export type Replayed = 'REPLAYED' | 'NOT_FOUND' | 'TRY_AGAIN';

export interface DeadLetters {
  list(first: number): Promise<DeadLetterList>;
  /** Has it tried once more, from the start. One that is not dead any more is not found. */
  replay(id: string): Promise<Replayed>;
}

/** Ids of messages; the database has no word for a text that is none. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function openDeadLetters(options: {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly queues: readonly Queue[];
}): DeadLetters {
  const { dataSource, schema, queues } = options;
  return {
    async list(first) {
      const [messages, jobs] = await Promise.all([
        deadMessages(dataSource, schema, first),
        failedJobs(queues, first).catch(() => null),
      ]);
      const letters = [...messages.letters, ...(jobs?.letters ?? [])]
        .sort((left, right) => (left.diedAt < right.diedAt ? 1 : -1))
        .slice(0, first);
      return { letters, total: messages.total + (jobs?.total ?? 0), complete: jobs !== null };
    },
    async replay(id) {
      const [kind, ...rest] = id.split('/');
      if (kind === 'MESSAGE') {
        return replayMessage(dataSource, schema, rest.join('/')).catch(orTryAgain);
      }
      const [name, ...jobId] = rest;
      const queue = queues.find((candidate) => candidate.name === name);
      if (kind !== 'JOB' || !queue) return 'NOT_FOUND';
      return replayJob(queue, jobId.join('/')).catch(() => 'TRY_AGAIN' as const);
    },
  };
}

interface Found {
  readonly letters: readonly DeadLetter[];
  readonly total: number;
}

async function failedJobs(queues: readonly Queue[], first: number): Promise<Found> {
  const found = await Promise.all(
    queues.map(async (queue) => {
      const asked = [queue.getFailed(0, first - 1), queue.getFailedCount()] as const;
      const [jobs, total] = await redisInTime(Promise.all(asked));
      return { jobs, total };
    }),
  );
  return {
    letters: found.flatMap(({ jobs }) => jobs.map(letterOf)),
    total: found.reduce((sum, { total }) => sum + total, 0),
  };
}

function letterOf(job: Job): DeadLetter {
  const data = Object(job.data) as { hotelId?: unknown };
  return {
    id: `JOB/${job.queueName}/${job.id ?? ''}`,
    kind: 'JOB',
    name: job.queueName,
    hotelId: typeof data.hotelId === 'string' ? data.hotelId : null,
    tries: job.attemptsMade,
    error: shortened(job.failedReason),
    diedAt: formatInstant((job.finishedOn ?? job.timestamp) * 1_000),
  };
}

async function replayJob(queue: Queue, jobId: string): Promise<Replayed> {
  const job = (await redisInTime(queue.getJob(jobId))) as Job | undefined;
  if (!job || !(await redisInTime(job.isFailed()))) return 'NOT_FOUND';
  await redisInTime(job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }));
  return 'REPLAYED';
}

async function deadMessages(dataSource: DataSource, schema: string, first: number): Promise<Found> {
  const rows: (Omit<DeadLetter, 'id' | 'kind'> & { id: string; total: number })[] =
    await dataSource.query(
      `select id, type as name, nullif(hotel_id, '*') as "hotelId", tries, last_error as error,
              dead_at as "diedAt", (count(*) over ())::int as total
         from ${schema}.outbox where dead_at is not null order by dead_at desc, id limit $1`,
      [first],
    );
  const letters = rows.map(({ total: _total, ...row }) => ({
    ...row,
    id: `MESSAGE/${row.id}`,
    kind: 'MESSAGE' as const,
    error: shortened(row.error),
  }));
  return { letters, total: rows[0]?.total ?? 0 };
}

async function replayMessage(
  dataSource: DataSource,
  schema: string,
  id: string,
): Promise<Replayed> {
  if (!UUID.test(id)) return 'NOT_FOUND';
  const [, replayed]: [unknown, number] = await dataSource.query(
    `update ${schema}.outbox set dead_at = null, tries = 0, next_try_at = null
      where id = $1 and dead_at is not null`,
    [id],
  );
  return replayed === 1 ? 'REPLAYED' : 'NOT_FOUND';
}

function orTryAgain(error: unknown): Replayed {
  if (isPassingDatabaseError(error)) return 'TRY_AGAIN';
  throw error;
}

function shortened(error: string | null | undefined): string {
  return (error ?? '').slice(0, limits.deadLetters.errorCharsMax);
}

/** Redis may be away, and a queue waits for it without an end. */
function redisInTime<T>(work: Promise<T>): Promise<T> {
  return inTime(work, limits.deadLetters.timeoutMs, 'Redis did not answer in time');
}
