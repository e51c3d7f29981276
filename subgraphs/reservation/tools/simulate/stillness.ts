// What was let through and has not ended, and whether anything moves at all. The scheduler looks at the
// world only when nothing does, so that what it sees does not depend on how fast a machine is.
import { setTimeout as pause } from 'node:timers/promises';
import type { Owner, Session } from './crossings.ts';

/** Whether all of these database sessions wait for locks of others. */
export type AllBlocked = (pids: readonly number[]) => Promise<boolean>;

interface Running {
  readonly owner: Owner;
  readonly session: Session;
  readonly end: Promise<void>;
  /** Set once it has ended: tells whoever waits for it. */
  tell: (() => void) | null;
}

interface Hearing {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface Stillness {
  /** Begins it; whoever waits hears of its end in `settle`. */
  run(owner: Owner, session: Session, work: () => Promise<unknown>, hearing: Hearing): void;
  /** Says that code has moved on. */
  news(): void;
  /** Resolves when nothing moves any more: all code has come to a gate, or waits for a lock. */
  settle(): Promise<void>;
  /** Notes that a transaction of this session has begun or ended. */
  mark(session: Session, isOpen: boolean): void;
  isOpen(session: Session): boolean;
  /** Whether something that was let through waits for a database lock of another. */
  hasBlocked(): boolean;
}

/** Turns of the event loop without any news, after which there is none to come. */
const QUIET_TURNS = 4;
/** A statement that has not answered after this is asked for its lock. */
const PATIENCE_MS = 4;

export function createStillness(allBlocked: AllBlocked): Stillness {
  /** In the order in which they were let through. */
  const running = new Set<Running>();
  const open = new Set<Session>();
  let news = 0;

  /** Waits a moment; true when all of them wait for locks and nothing has ended meanwhile. */
  async function standStill(pending: readonly Running[]): Promise<boolean> {
    const seen = news;
    const ends = pending.map(({ end }) => end);
    await Promise.race(mayBeHeldUp(pending, open) ? [...ends, pause(PATIENCE_MS)] : ends);
    if (news !== seen) return false;
    const pids = pending.map(({ session }) => session.pid).filter((pid) => pid !== undefined);
    if (pids.length < pending.length) return false;
    return (await allBlocked(pids)) && news === seen;
  }

  return {
    run(owner, session, work, hearing) {
      const entry: Running = {
        owner,
        session,
        tell: null,
        end: endOf(work, hearing, (tell) => {
          entry.tell = tell;
          news += 1;
        }),
      };
      running.add(entry);
    },
    news: () => {
      news += 1;
    },
    async settle() {
      for (;;) {
        await untilQuiet(() => news);
        const pending = [...running].filter(({ tell }) => tell === null);
        if (pending.length > 0 && !(await standStill(pending))) continue;
        // Several may have ended at once: they hear of it one by one, in the order they were let go.
        const next = [...running].find(({ tell }) => tell !== null);
        if (!next) return;
        running.delete(next);
        news += 1;
        if (next.owner.alive) next.tell?.();
      }
    },
    mark(session, isOpen) {
      if (isOpen) open.add(session);
      else open.delete(session);
    },
    isOpen: (session) => open.has(session),
    hasBlocked: () => running.size > 0,
  };
}

/** `ended` is given what tells whoever waits for it. Never rejects. */
function endOf(
  work: () => Promise<unknown>,
  { resolve, reject }: Hearing,
  ended: (tell: () => void) => void,
): Promise<void> {
  return work().then(
    (value) => {
      ended(() => {
        resolve(value);
      });
    },
    (error: unknown) => {
      ended(() => {
        reject(error);
      });
    },
  );
}

async function untilQuiet(news: () => number): Promise<void> {
  let seen = news();
  for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (news() === seen) continue;
    seen = news();
    turns = -1;
  }
}

/** Nobody waits for a lock while nobody else is in a transaction. */
function mayBeHeldUp(pending: readonly Running[], open: ReadonlySet<Session>): boolean {
  const own = new Set(pending.map(({ session }) => session));
  return pending.length > 1 || [...open].some((session) => !own.has(session));
}
