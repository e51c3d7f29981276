// How many requests a process may take on, learnt from how long they take. A queue that stands shows in
// the quickest of them: while even that one takes long, fewer are let in; a slow supplier, which keeps
// some waiting and not all, changes nothing.

export interface PaceBounds {
  readonly atOnceMin: number;
  readonly atOnceMax: number;
  /** The quickest of a window may take so long. */
  readonly quickestMs: number;
  readonly windowMs: number;
}

export interface Pace {
  /** Requests that may be under way now. */
  atOnce(): number;
  /** One that came at `since` has been answered. */
  answered(since: number): void;
}

const LESS = 0.7;
const MORE = 1.25;

/** `now` is in milliseconds of any steady clock. */
export function createPace(bounds: PaceBounds, now: () => number): Pace {
  const { atOnceMin, atOnceMax, quickestMs, windowMs } = bounds;
  let atOnce = atOnceMax;
  let windowUntil = now() + windowMs;
  let quickest = Infinity;
  return {
    atOnce: () => atOnce,
    answered(since) {
      const at = now();
      quickest = Math.min(quickest, at - since);
      if (at < windowUntil) return;
      atOnce =
        quickest > quickestMs
          ? Math.max(atOnceMin, Math.floor(atOnce * LESS))
          : Math.min(atOnceMax, Math.ceil(atOnce * MORE));
      windowUntil = at + windowMs;
      quickest = Infinity;
    },
  };
}
