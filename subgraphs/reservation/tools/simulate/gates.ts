// Where an operation leaves its process (a statement, a call, a lock) it stops at a gate, until the
// scheduler lets it through. One crossing at a time is real I/O, so that the order of all I/O is the
// scheduler's choice and nothing else's.
import type { Crossing, CrossingKind, Owner, Session } from './crossings.ts';
import type { Stillness } from './stillness.ts';

export interface Gates {
  /**
   * What can be let through, in order of arrival. Two that wait for one lock would get it in an order
   * that is Postgres's to choose: while one waits, no other that might is among them.
   */
  waiting(): readonly Crossing[];
  /** Stops here until the scheduler decides. */
  park<T>(
    owner: Owner,
    kind: CrossingKind,
    what: string,
    perform: () => Promise<T>,
    sent?: { readonly session: Session; readonly mayWait: boolean },
  ): Promise<T>;
  /** Does `act` when the scheduler decides that somebody's patience has ended, unless called off. */
  later(owner: Owner, what: string, act: () => void): () => void;
  /** I/O that nobody decides about, but that must have ended before the next step. */
  track<T>(owner: Owner, work: Promise<T>, session?: Session): Promise<T>;
  /** Lets it through as it is, or as `instead` does it. */
  release(crossing: Crossing, instead?: () => Promise<unknown>): void;
  /** Forgets what a dead owner wanted. */
  abandon(owner: Owner): void;
  /** Resolves when nothing moves any more in this step. */
  settle(step: number): Promise<void>;
  readonly stillness: Stillness;
}

type Wanted = Omit<Crossing, 'id' | 'since'>;

export function createGates(stillness: Stillness): Gates {
  const parked = new Map<number, Crossing>();
  let arrivals = 0;
  let step = 0;

  function arrive(wanted: Wanted): number {
    stillness.news();
    arrivals += 1;
    parked.set(arrivals, { ...wanted, id: arrivals, since: step });
    return arrivals;
  }

  return {
    stillness,
    waiting: () => {
      const all = [...parked.values()];
      return stillness.hasBlocked() ? all.filter(({ mayWait }) => !mayWait) : all;
    },
    park: <T>(
      owner: Owner,
      kind: CrossingKind,
      what: string,
      perform: () => Promise<T>,
      sent = { session: {}, mayWait: false },
    ) =>
      new Promise<T>((resolve, reject) => {
        if (!owner.alive) return;
        const answered = resolve as Crossing['resolve'];
        arrive({ owner, kind, what, perform, ...sent, resolve: answered, reject });
      }),
    later(owner, what, act) {
      if (!owner.alive) return () => undefined;
      const id = arrive({ ...NOBODY_WAITS, owner, kind: 'patience', what, perform: doing(act) });
      return () => {
        parked.delete(id);
      };
    },
    track: <T>(owner: Owner, work: Promise<T>, session: Session = {}) =>
      new Promise<T>((resolve, reject) => {
        const answered = resolve as Crossing['resolve'];
        stillness.run(owner, session, () => work, { resolve: answered, reject });
      }),
    release(crossing, instead) {
      parked.delete(crossing.id);
      stillness.run(crossing.owner, crossing.session, instead ?? crossing.perform, crossing);
    },
    abandon(owner) {
      for (const crossing of parked.values()) {
        if (crossing.owner === owner) parked.delete(crossing.id);
      }
    },
    settle(now) {
      step = now;
      return stillness.settle();
    },
  };
}

const NOBODY_WAITS = {
  session: {},
  mayWait: false,
  resolve: () => undefined,
  reject: () => undefined,
} satisfies Partial<Crossing>;

function doing(act: () => void): () => Promise<void> {
  return () => {
    act();
    return Promise.resolve();
  };
}
