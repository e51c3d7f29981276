// Keeps one process up for as long as the system runs: one that ends unasked is started again after a
// pause that grows, and given up when it keeps ending. Used by the launcher for every process of
// StaySync, which all bear being killed at any moment; not for Postgres and Redis, whose data is theirs.
import { reasonOf } from './launch-error.ts';
import type { Part } from './parts.ts';
import { waits } from './waits.ts';

/** What is kept up; a `RunningProcess` is one. */
export interface Mortal {
  readonly name: string;
  readonly logFile: string;
  readonly exited: Promise<number>;
  stop(): Promise<unknown>;
}

export interface KeepUpOptions<Process extends Mortal> {
  /** Starts it; `again` is false the first time. */
  readonly start: (again: boolean) => Promise<Process>;
  /** Hears how each end is dealt with, as a sentence for a person. */
  readonly tell: (what: string) => void;
  /** Resolves after so long; arrives from outside, so that tests need not wait. */
  readonly wait: (ms: number) => Promise<unknown>;
  readonly now: () => number;
}

/**
 * Resolves once it runs for the first time, and throws when it cannot. `exited` resolves when it is
 * given up or was stopped.
 */
export async function keepUp<Process extends Mortal>(
  options: KeepUpOptions<Process>,
): Promise<Required<Part>> {
  let current = await options.start(false);
  let stopRequested = false;
  const isStopping = (): boolean => stopRequested;
  const { name, logFile } = current;
  const { restartsMax, restartsWithinMs } = waits;
  const restarts: number[] = [];

  /** Undefined once it runs again; else why it will not. */
  async function startAgain(code: number): Promise<number | undefined> {
    for (;;) {
      const since = options.now() - restartsWithinMs;
      const recent = restarts.filter((at) => at > since).length;
      if (recent >= restartsMax) return code;
      restarts.push(options.now());
      options.tell(`${name} ended unexpectedly (exit ${code}) and is started again.`);
      await options.wait(Math.min(waits.restartDelayMsMax, waits.restartDelayMs * 2 ** recent));
      if (isStopping()) return code;
      try {
        current = await options.start(true);
        options.tell(`${name} serves again.`);
        // Stopped while it started: whoever stops could not see it yet.
        if (isStopping()) await current.stop();
        return undefined;
      } catch (error) {
        options.tell(reasonOf(error));
      }
    }
  }

  async function watch(): Promise<number> {
    for (;;) {
      const code = await current.exited;
      if (isStopping()) return code;
      const end = await startAgain(code);
      if (end !== undefined) return end;
    }
  }

  const exited = watch();
  return {
    name,
    logFile,
    exited,
    async stop() {
      stopRequested = true;
      await current.stop();
      await exited;
    },
  };
}
