// One room type's nights as a seller reads them: rooms and what stands in the way, over all lines
// that the asker may see. Pure; used by calendars in both of their shapes.
import { CLOSED_FULL, CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE } from './pipeline/closure.ts';
import { covers } from './pipeline/contract-resolver.ts';
import type { Resolution } from './pipeline/pipeline.ts';
import { sellsWithoutNumber } from './pipeline/pool-budget.ts';
import type { ResolvedLine } from './pipeline/resolved.ts';

export const MISSING = 8;
export const REQUESTABLE = 16;
export const NOT_COVERED = 32;
/** Stands for "unlimited" where numbers are packed. */
export const UNLIMITED = -1;

const EVERY_STOP = CLOSED_TO_ARRIVAL | CLOSED_TO_DEPARTURE | CLOSED_FULL;

/** Index i is night `from` + i. */
export interface RoomTypeDays {
  readonly roomType: string;
  /** Rooms, or `UNLIMITED`. */
  readonly available: readonly number[];
  /** closure.ts's bits where every line is stopped, MISSING where every line is, and the others. */
  readonly flags: readonly number[];
}

/** Every room type with at least one visible line in the span, in the order of the resolution. */
export function roomTypeDays(resolution: Resolution): RoomTypeDays[] {
  const lines = Map.groupBy(resolution.lines, (line) => line.line.roomType);
  return resolution.roomTypes.map(({ roomType, available }) => ({
    roomType,
    available: Array.from(available, (rooms) => (rooms === Infinity ? UNLIMITED : rooms)),
    flags: flagColumn(resolution, lines.get(roomType) ?? []),
  }));
}

function flagColumn({ span }: Resolution, lines: readonly ResolvedLine[]): number[] {
  const flags = new Array<number>(span.nights).fill(NOT_COVERED);
  for (const line of lines) {
    for (let at = line.first; at < line.end; at += 1) {
      if (!covers(line, span, at)) continue;
      const before = flags[at] ?? NOT_COVERED;
      flags[at] = before === NOT_COVERED ? lineFlags(line, at) : merge(before, lineFlags(line, at));
    }
  }
  return flags;
}

function lineFlags({ term, base, closed }: ResolvedLine, at: number): number {
  const onRequest = term.contract.kind === 'ON_REQUEST';
  const counted = !onRequest && !sellsWithoutNumber(term);
  const missing = counted && Number.isNaN(base[at]);
  return (closed[at] ?? 0) | (missing ? MISSING : 0) | (onRequest ? REQUESTABLE : 0);
}

/** A stop or a gap counts when no line is without it; a request is possible when any line takes it. */
function merge(a: number, b: number): number {
  return (a & b & (EVERY_STOP | MISSING)) | ((a | b) & REQUESTABLE);
}
