// What happened, one JSON line per step and per answer: the same seed writes the same bytes. Kept as a
// file when a guarantee breaks, or when asked for.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Entry = Readonly<Record<string, unknown>>;

export interface History {
  add(entry: Entry): void;
  /** All lines. */
  text(): string;
  /** The last lines, oldest first. */
  tail(lines: number): string[];
  /** Writes all lines to a file and gives its path. */
  keep(folder: string, name: string): string;
}

/** `names` are how the system's ids are written down: those of hotels differ from run to run. */
export function createHistory(names: ReadonlyMap<string, string>): History {
  const lines: string[] = [];
  const told = (line: string): string =>
    [...names].reduce((text, [id, name]) => text.replaceAll(id, name), line);
  return {
    add: (entry) => {
      lines.push(told(JSON.stringify(entry)));
    },
    text: () => `${lines.join('\n')}\n`,
    tail: (count) => lines.slice(-count),
    keep(folder, name) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${name}.jsonl`);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    },
  };
}
