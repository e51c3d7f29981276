// Which houses a replay needs: one per hotel of the file. Pure; called by main.ts.
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { replayLimits } from './limits.ts';
import type { BookingRow } from './parse-rows.ts';
import { roomsOf } from './room-counts.ts';
import type { RoomCounts } from './room-counts.ts';
import type { Timeline } from './timeline.ts';

export interface House {
  readonly code: string;
  readonly name: string;
  /** All that is to be booked here, by line. */
  readonly bookings: readonly BookingRow[];
  /** Rooms by type. */
  readonly rooms: ReadonlyMap<string, number>;
  readonly nights: Pick<Timeline, 'from' | 'to'>;
}

const CODE_CHARS_MAX = 32;

/** `codes` are for the hotels in the order of the file; without them each gets one of its own. */
export function planHouses(
  timeline: Timeline,
  wanted: {
    readonly rooms: RoomCounts;
    readonly codes: readonly string[] | undefined;
    readonly runId: string;
  },
): Result<House[], string> {
  const { from, to } = timeline;
  if (to - from > replayLimits.nightsMax) {
    return err(`The stays span ${to - from} nights, ${replayLimits.nightsMax} at most.`);
  }
  const byName = Map.groupBy(bookingsOf(timeline), ({ hotelName }) => hotelName);
  if (wanted.codes !== undefined && wanted.codes.length !== byName.size) {
    const names = [...byName.keys()].join(', ');
    return err(`--hotel: ${wanted.codes.length} codes for ${byName.size} hotels (${names}).`);
  }
  const houses: House[] = [];
  for (const [name, bookings] of byName) {
    const types = [...new Set(bookings.map(({ roomType }) => roomType))].sort();
    const rooms = roomsOf(wanted.rooms, types);
    if (!rooms.ok) return err(`--rooms ${rooms.error}.`);
    const code = wanted.codes?.[houses.length] ?? freshCode(name, wanted.runId, houses.length);
    houses.push({ code, name, bookings, rooms: rooms.value, nights: { from, to } });
  }
  return ok(houses);
}

function bookingsOf({ steps }: Timeline): BookingRow[] {
  return steps
    .flatMap(({ kind, booking }) => (kind === 'BOOK' ? [booking] : []))
    .sort((a, b) => a.line - b.line);
}

/**
 * `City Hotel`, run `1F2E3D` → `CITY-HOTEL-1F2E3D`: a code that no hotel had before. Names may look
 * alike when only letters and digits are left of them, so further hotels of a file are numbered.
 */
function freshCode(name: string, runId: string, index: number): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  const words = plain.match(/[A-Z0-9]+/g) ?? ['HOTEL'];
  const suffix = index === 0 ? runId : `${runId}-${index + 1}`;
  const kept = words.join('-').slice(0, CODE_CHARS_MAX - suffix.length - 1);
  return `${kept.replace(/-$/, '')}-${suffix}`;
}
