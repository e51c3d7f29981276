// The last lines of a log file, for messages about something that died.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { waits } from './waits.ts';

/** At most the last twenty lines; empty when there is no such file. */
export function logTail(file: string): string {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const length = Math.min(fstatSync(fd).size, waits.logTailBytes);
    const buffer = Buffer.alloc(length);
    readSync(fd, buffer, 0, length, fstatSync(fd).size - length);
    return buffer.toString().trimEnd().split('\n').slice(-waits.logTailLines).join('\n');
  } finally {
    closeSync(fd);
  }
}
