// `--rooms`: how many rooms the house has of each type. Pure; called by main.ts.
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { replayLimits } from './limits.ts';

/** Rooms by type; `*` stands for every type that is not named. */
export type RoomCounts = ReadonlyMap<string, number>;

const EVERY_OTHER = '*';

/** `50` is 50 of each type, `A=200,D=20,*=5` says it type by type. */
export function parseRoomCounts(text: string): Result<RoomCounts, string> {
  const counts = new Map<string, number>();
  const parts = /^\d+$/.test(text.trim()) ? [`${EVERY_OTHER}=${text}`] : text.split(',');
  for (const part of parts) {
    const [, type, digits] = /^\s*(\*|[A-Z0-9][A-Z0-9-]*)\s*=\s*(\d+)\s*$/.exec(part) ?? [];
    if (type === undefined) return err(`"${part}" is not like 50, A=200 or *=5`);
    if (counts.has(type)) return err(`${type} is named twice`);
    const rooms = Number(digits);
    if (rooms > replayLimits.roomsPerTypeMax) {
      return err(`${type}: at most ${replayLimits.roomsPerTypeMax} rooms`);
    }
    counts.set(type, rooms);
  }
  return ok(counts);
}

/** Rooms of each of `types`, or which of them nothing was said about. */
export function roomsOf(
  counts: RoomCounts,
  types: readonly string[],
): Result<ReadonlyMap<string, number>, string> {
  const named = types.map((type) => [type, counts.get(type) ?? counts.get(EVERY_OTHER)] as const);
  const unnamed = named.flatMap(([type, rooms]) => (rooms === undefined ? [type] : []));
  return unnamed.length > 0
    ? err(`says nothing about ${unnamed.join(', ')}; add ${EVERY_OTHER}=N for all others`)
    : ok(new Map(named.map(([type, rooms]) => [type, rooms ?? 0])));
}
