// Combining: commands of one hotel that wait together become one batch, in order of arrival. One
// batch per hotel and process is under way at a time; different hotels do not wait for each other.
import { limits } from '../../../shared/config/limits.ts';
import { OutcomeUnknownError } from '../../../shared/database/passing-errors.ts';
import { err } from '../../../shared/domain/result.ts';
import { processTime } from '../../../shared/server/process-time.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import { exclusionKey } from './hotel-command.ts';
import type { CommandAnswer, HotelCommand } from './hotel-command.ts';

export interface HotelBatches {
  /** Queues a command; answers when its batch is committed, or BUSY when the queue is too long. */
  submit(hotelId: string, command: HotelCommand): Promise<CommandAnswer>;
  /** Waits until nothing is under way. */
  drain(): Promise<void>;
}

export type RunBatch = (
  hotelId: string,
  commands: readonly HotelCommand[],
) => Promise<readonly CommandAnswer[]>;

interface Waiting {
  readonly command: HotelCommand;
  /** Whether it has waited too long to be decided now. */
  readonly isLate: () => boolean;
  readonly answer: (answer: CommandAnswer) => void;
  readonly fail: (error: unknown) => void;
}

/** `run` decides and commits one batch and answers each command in its place. */
export function createHotelBatches(
  run: RunBatch,
  time: Pick<ProcessTime, 'now'> = processTime,
): HotelBatches {
  const queues = new Map<string, Waiting[]>();
  const working = new Map<string, Promise<void>>();
  /** Of all hotels together: what is new is turned away before what is to be finished. */
  let holdsWaiting = 0;

  async function work(hotelId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      holdsWaiting -= batch.filter(({ command }) => command.kind === 'hold').length;
      await answerBatch(run, hotelId, batch);
    }
    queues.delete(hotelId);
    working.delete(hotelId);
  }

  return {
    submit(hotelId, command) {
      const queue = queues.get(hotelId) ?? [];
      const { queueLengthMax, holdsWaitingMax } = limits.booking;
      const isHold = command.kind === 'hold';
      if (queue.length >= queueLengthMax || (isHold && holdsWaiting >= holdsWaitingMax)) {
        return Promise.resolve(err([{ code: 'BUSY' }]));
      }
      return new Promise((answer, fail) => {
        const lateAt = time.now() + limits.booking.queueWaitMs;
        queue.push({ command, isLate: () => time.now() > lateAt, answer, fail });
        if (isHold) holdsWaiting += 1;
        queues.set(hotelId, queue);
        // Begun in a later turn of the event loop, so that what arrives together goes together.
        if (!working.has(hotelId)) {
          working.set(
            hotelId,
            new Promise<void>((resolve) => setImmediate(resolve)).then(() => work(hotelId, queue)),
          );
        }
      });
    },
    async drain() {
      await Promise.all(working.values());
    },
  };
}

/** What sweepers send, many at a time. */
const SWEPT: ReadonlySet<HotelCommand['kind']> = new Set(['expire', 'complete']);

/** The next commands in order, leaving those behind that must see what an earlier one left. */
function takeBatch(queue: Waiting[]): Waiting[] {
  const keys = new Set<string>();
  const places: Record<'asked' | 'swept', number> = {
    asked: limits.booking.batchSizeMax,
    swept: limits.expiry.holdsPerSweepMax,
  };
  const taken: Waiting[] = [];
  const left: Waiting[] = [];
  for (const waiting of queue.splice(0)) {
    const key = exclusionKey(waiting.command);
    // What a sweep ends of one hotel is one append: it asks no neighbour and takes nobody's place.
    const sort = SWEPT.has(waiting.command.kind) ? 'swept' : 'asked';
    if (places[sort] > 0 && !keys.has(key)) {
      places[sort] -= 1;
      taken.push(waiting);
    } else {
      left.push(waiting);
    }
    keys.add(key);
  }
  queue.push(...left);
  return taken;
}

async function answerBatch(
  run: RunBatch,
  hotelId: string,
  batch: readonly Waiting[],
): Promise<void> {
  const late = batch.filter((waiting) => waiting.isLate());
  for (const waiting of late) waiting.answer(err([{ code: 'BUSY' }]));
  const alive = batch.filter((waiting) => !late.includes(waiting));
  if (alive.length === 0) return;
  try {
    const answers = await run(
      hotelId,
      alive.map((waiting) => waiting.command),
    );
    alive.forEach((waiting, index) => {
      const answer = answers[index];
      if (answer) waiting.answer(answer);
      else waiting.fail(new Error('a batch answers each of its commands'));
    });
  } catch (error) {
    // It is nobody's fault, and asking again could answer "busy" for what was done.
    if (error instanceof OutcomeUnknownError) for (const waiting of alive) waiting.fail(error);
    else await separate(run, hotelId, alive, error);
  }
}

/** One bad command never spoils its neighbours: what failed together is tried one by one. */
async function separate(
  run: RunBatch,
  hotelId: string,
  batch: readonly Waiting[],
  error: unknown,
): Promise<void> {
  const [only] = batch;
  if (batch.length === 1 && only) {
    only.fail(error);
    return;
  }
  for (const waiting of batch) await answerBatch(run, hotelId, [waiting]);
}
