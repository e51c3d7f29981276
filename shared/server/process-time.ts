// How time passes within a process: waiting, patience, how long something took. No decision goes by
// it (those go by ledger.clock()); it arrives from outside wherever a run must be replayed.
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessTime {
  wait(ms: number): Promise<unknown>;
  /** Does `act` after so many milliseconds, unless what it answers is called before. */
  later(ms: number, act: () => void): () => void;
  /** Milliseconds since some moment in the past; never goes back. */
  now(): number;
}

/** By the clock and the timers of the machine. */
export const processTime: ProcessTime = {
  wait: (ms) => sleep(ms),
  later(ms, act) {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  now: () => performance.now(),
};
