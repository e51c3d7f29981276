// Waits for a server that was just started: until it answers, until it ends, or until it takes too long.
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardedProgram } from './guard.ts';
import { LaunchError } from './launch-error.ts';
import { logTail } from './log-tail.ts';
import { waits } from './waits.ts';

export interface Starting {
  /** What it is called in messages. */
  readonly name: string;
  readonly program: Pick<GuardedProgram, 'exited'>;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly timeoutMs: number;
  readonly logFile: string;
  /** A better explanation of an early end than the end of its log. */
  readonly explainEnd?: () => string | undefined;
}

/** Resolves when `isReady`; throws a LaunchError with the end of the log otherwise. */
export async function untilReady(starting: Starting): Promise<void> {
  const { name, logFile, timeoutMs } = starting;
  const ended = starting.program.exited.then(() => 'ended' as const);
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt) {
    if (await starting.isReady()) return;
    if ((await Promise.race([ended, delay(waits.pollMs)])) === 'ended') {
      throw new LaunchError(
        starting.explainEnd?.() ?? `${name} ended while starting. ${endOf(logFile)}`,
      );
    }
  }
  throw new LaunchError(`${name} was not ready after ${timeoutMs / 1_000} s. ${endOf(logFile)}`);
}

function endOf(logFile: string): string {
  return `End of ${logFile}:\n${logTail(logFile)}`;
}
