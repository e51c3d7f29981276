// How many requests may be inside at one time: at work, or waiting for their turn. Whoever comes when all
// places are taken is told at once to come again, and who is inside is answered as fast as ever.
import { createPace } from './pace.ts';
import type { PaceBounds } from './pace.ts';

export interface AdmissionBounds extends PaceBounds {
  /** Requests at work; the others inside wait. One that is older than `slowMs` is no longer among them. */
  readonly workingMax: number;
  /** What takes longer waits for somebody else, and takes nobody's place. */
  readonly slowMs: number;
  readonly slowMax: number;
  /** Whoever waited longer is turned away after all: the caller has lost patience before the answer. */
  readonly waitMs: number;
}

export interface Admission {
  /** Whether the next one would be turned away at once. */
  isFull(): boolean;
  /**
   * A place, given back by calling what it is, once or more; null for whoever is turned away. Nobody who
   * `isGone` is let in.
   */
  enter(isGone: () => boolean): Promise<(() => void) | null>;
}

interface Waiting {
  readonly since: number;
  readonly isGone: () => boolean;
  readonly answer: (leave: (() => void) | null) => void;
}

/** `now` is in milliseconds of any steady clock. */
export function createAdmission(bounds: AdmissionBounds, now: () => number): Admission {
  const pace = createPace(bounds, now);
  const places = createPlaces(bounds, now);
  const waiting: Waiting[] = [];
  let comingUp = false;

  /**
   * One in each turn of the event loop: what has arrived meanwhile is read, and turned away, before the
   * next is begun. Begun as they are read, they would wait in the sockets, where nobody can count them.
   */
  function callNext(): void {
    if (comingUp || waiting.length === 0 || !places.hasRoom()) return;
    comingUp = true;
    setImmediate(() => {
      comingUp = false;
      const next = waiting.shift();
      if (next) next.answer(mayEnter(next) ? enter(next.since) : null);
      callNext();
    });
  }

  function mayEnter({ since, isGone }: Waiting): boolean {
    return !isGone() && now() - since <= bounds.waitMs;
  }

  function enter(since: number): () => void {
    const giveBack = places.take();
    return () => {
      if (!giveBack()) return;
      pace.answered(since);
      callNext();
    };
  }

  /** Time alone makes room: the slow leave their places, and whoever waited too long hears so. */
  function isFull(): boolean {
    while (waiting[0] && !mayEnter(waiting[0])) waiting.shift()?.answer(null);
    callNext();
    return waiting.length + places.working() >= pace.atOnce();
  }

  return {
    isFull,
    enter(isGone) {
      if (isFull()) return Promise.resolve(null);
      return new Promise((answer) => {
        waiting.push({ since: now(), isGone, answer });
        callNext();
      });
    },
  };
}

interface Places {
  hasRoom(): boolean;
  /** Places that are taken, without those of the slow. */
  working(): number;
  /** Gives what gives it back, which says whether it was still taken. */
  take(): () => boolean;
}

function createPlaces({ workingMax, slowMs, slowMax }: AdmissionBounds, now: () => number): Places {
  // Both in order of arrival: the oldest is always the first.
  const working = new Map<symbol, number>();
  const slow = new Set<symbol>();

  function tellSlow(): void {
    const slowSince = now() - slowMs;
    for (const [place, since] of working) {
      if (since > slowSince || slow.size >= slowMax) break;
      working.delete(place);
      slow.add(place);
    }
  }

  return {
    hasRoom() {
      tellSlow();
      return working.size < workingMax;
    },
    working() {
      tellSlow();
      return working.size;
    },
    take() {
      const place = Symbol('place');
      working.set(place, now());
      return () => working.delete(place) || slow.delete(place);
    },
  };
}
