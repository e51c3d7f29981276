// Tells a process from a later one that was given the same number: by when it was started.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const STARTED_AT_FIELD = 19;

/** When process `pid` was started, in whatever form the system has it; undefined when it is gone. */
export function processMark(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return markByPs(pid);
    // The name stands in brackets and may hold anything, so count the fields behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[STARTED_AT_FIELD];
  } catch {
    return undefined;
  }
}

function markByPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const mark = stdout.trim();
  return mark === '' ? undefined : mark;
}
