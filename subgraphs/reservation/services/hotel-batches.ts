// Combining: commands of one hotel that wait together become one batch, in order of arrival. One
// batch per hotel and process is under way at a time, and a second one that is decided while the first is
// committed (ADR 25); different hotels do not wait for each other.
import { limits } from '../../../shared/config/limits.ts';
import { OutcomeUnknownError } from '../../../shared/database/passing-errors.ts';
import { err } from '../../../shared/domain/result.ts';
import { processTime } from '../../../shared/server/process-time.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import { exclusionKey } from './hotel-command.ts';
import type { Ahead, Place } from './commit-batch.ts';
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
  place?: Place,
) => Promise<readonly CommandAnswer[]>;

interface Waiting {
  readonly command: HotelCommand;
  /** Whether it has waited too long to be decided now. */
  readonly isLate: () => boolean;
  readonly answer: (answer: CommandAnswer) => void;
  readonly fail: (error: unknown) => void;
}

interface Queue {
  readonly waiting: Waiting[];
  /** Told of everybody who comes. */
  grown: () => void;
}

/** A batch that is being committed while others may be decided behind it. */
interface UnderWay {
  readonly batch: readonly Waiting[];
  readonly ahead: Ahead;
  /** Everybody of it was answered. */
  readonly over: Promise<void>;
}

/** `run` decides and commits one batch and answers each command in its place. */
export function createHotelBatches(
  run: RunBatch,
  time: Pick<ProcessTime, 'now'> = processTime,
): HotelBatches {
  const queues = new Map<string, Queue>();
  const working = new Map<string, Promise<void>>();
  /** Of all hotels together: what is new is turned away before what is to be finished. */
  let holdsWaiting = 0;

  async function work(hotelId: string, queue: Queue): Promise<void> {
    let underWay: UnderWay | null = null;
    while (queue.waiting.length > 0 || underWay) {
      const behind: UnderWay | null = underWay && (await worthFollowing(queue, underWay));
      underWay = null;
      const batch = takeBatch(queue.waiting);
      if (batch.length === 0) continue;
      holdsWaiting -= batch.filter(({ command }) => command.kind === 'hold').length;
      underWay = await begin(run, hotelId, batch, behind?.ahead ?? null);
    }
    queues.delete(hotelId);
    working.delete(hotelId);
  }

  return {
    submit(hotelId, command) {
      const queue = queues.get(hotelId) ?? { waiting: [], grown: () => undefined };
      const { queueLengthMax, holdsWaitingMax } = limits.booking;
      const isHold = command.kind === 'hold';
      if (queue.waiting.length >= queueLengthMax || (isHold && holdsWaiting >= holdsWaitingMax)) {
        return Promise.resolve(err([{ code: 'BUSY' }]));
      }
      return new Promise((answer, fail) => {
        const lateAt = time.now() + limits.booking.queueWaitMs;
        queue.waiting.push({ command, isLate: () => time.now() > lateAt, answer, fail });
        if (isHold) holdsWaiting += 1;
        queues.set(hotelId, queue);
        queue.grown();
        // Begun in a later turn of the event loop, so that what arrives together goes together.
        if (!working.has(hotelId)) {
          working.set(
            hotelId,
            nextTurn().then(() => work(hotelId, queue)),
          );
        }
      });
    },
    async drain() {
      await Promise.all(working.values());
    },
  };
}

/** Ends when the batch is over (null), or when others may be decided behind it. */
function begin(
  run: RunBatch,
  hotelId: string,
  batch: readonly Waiting[],
  behind: Ahead | null,
): Promise<UnderWay | null> {
  return new Promise((resolve) => {
    const over = answerBatch(run, hotelId, batch, {
      behind,
      committing: (ahead) => resolve({ batch, ahead, over }),
    });
    void over.then(() => resolve(null));
  });
}

/**
 * Waits until as many holds wait as are under way, or those are over (null): a crowd that asks again once
 * it is answered would otherwise be split into ever smaller batches. Only holds alone may be decided
 * behind others, and none that must see what one of those left.
 */
async function worthFollowing(queue: Queue, underWay: UnderWay): Promise<UnderWay | null> {
  const { batch, over } = underWay;
  const keys = new Set(batch.map(({ command }) => exclusionKey(command)));
  const mayFollow = ({ command }: Waiting): boolean =>
    command.kind === 'hold' && !keys.has(exclusionKey(command));
  const commit = { isOver: false };
  const ended = over.then(() => {
    commit.isOver = true;
  });
  while (!commit.isOver && queue.waiting.length < batch.length) {
    await Promise.race([ended, new Promise<void>((resolve) => (queue.grown = resolve))]);
  }
  if (!commit.isOver) await Promise.race([ended, nextTurn()]);
  if (!commit.isOver && queue.waiting.every(mayFollow)) return underWay;
  await over;
  return null;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
  place?: Place,
): Promise<void> {
  const late = batch.filter((waiting) => waiting.isLate());
  for (const waiting of late) waiting.answer(err([{ code: 'BUSY' }]));
  const alive = batch.filter((waiting) => !late.includes(waiting));
  if (alive.length === 0) return;
  try {
    const answers = await run(
      hotelId,
      alive.map((waiting) => waiting.command),
      place,
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
