// Work that a worker process does every so often. Never two turns at once; a turn that fails is
// reported and the next one tries again.
import type { Logger } from '../telemetry/logger.ts';

export interface Timer {
  /** No further turns; waits for the one under way. */
  stop(): Promise<void>;
}

/** Starts the timer; the first turn comes after `everyMs`. */
export function startTimer(
  options: { readonly name: string; readonly everyMs: number; readonly logger: Logger },
  turn: () => Promise<unknown>,
): Timer {
  let running: Promise<unknown> | null = null;
  const handle = setInterval(() => {
    running ??= turn()
      .catch((error: unknown) => {
        options.logger.warn({ err: error }, `${options.name} failed, the next turn tries again`);
      })
      .finally(() => {
        running = null;
      });
  }, options.everyMs);
  return {
    async stop() {
      clearInterval(handle);
      await running;
    },
  };
}
