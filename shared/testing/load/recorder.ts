// Writes a history while it happens. Each line is in the file before the driver goes on, so that a run
// that is killed leaves what it knew.
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Ending, HistoryEvent, Invoke } from './history.ts';

type Without<Event, Key extends PropertyKey> = Event extends unknown ? Omit<Event, Key> : never;
export type Asked = Without<Invoke, 'type' | 'at' | 'client' | 'op'>;
export type Ended = Without<Ending, 'at' | 'client' | 'op'>;

export interface Recorder {
  readonly file: string;
  /** Prefix of every client reference of the run. */
  readonly run: string;
  /** Milliseconds of the clock that all events carry. */
  now(): number;
  /** Writes an event that belongs to no operation. */
  note(event: Without<Extract<HistoryEvent, { type: 'clock' | 'stock' }>, 'at'>, at?: number): void;
  /** Writes that a client asks; gives how to write what came of it, once. */
  invoke(client: number, asked: Asked): (ended: Ended) => void;
  /** Writes what another process has seen, as it is: on this clock, with numbers that nobody else uses. */
  add(events: readonly HistoryEvent[]): void;
  close(): void;
}

/** Begins a new file; the run's name tells its references from those of other runs. */
export function openRecorder(file: string, run: string, seed: number): Recorder {
  const descriptor = openSync(file, 'w');
  let ops = 0;
  const now = (): number => Math.round(performance.now() * 1_000) / 1_000;
  const write = (event: HistoryEvent): void => {
    writeSync(descriptor, `${JSON.stringify(event)}\n`);
  };
  write({ type: 'start', at: now(), run, seed });
  return {
    file,
    run,
    now,
    note: (event, at = now()) => write({ ...event, at }),
    invoke(client, asked) {
      ops += 1;
      const operation = { client, op: ops };
      write({ type: 'invoke', at: now(), ...operation, ...asked });
      return (ended) => write({ ...ended, at: now(), ...operation });
    },
    add: (events) => {
      for (const event of events) write(event);
    },
    close: () => closeSync(descriptor),
  };
}
