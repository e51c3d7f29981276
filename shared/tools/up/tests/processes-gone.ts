// Waiting for processes to be gone, for tests that kill their parents.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when none of them runs any more; jest's timeout is the bound. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(runs)) await delay(10);
}

/** A dead process whose new parent has not looked yet still has its number, and state Z. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return (
      process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    );
  } catch {
    return false;
  }
}
