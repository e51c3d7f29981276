// What a booking consists of once it is changed: the rooms that it keeps, in the parts that they are in,
// and those newly granted as a part of their own. Pure; amend.ts says what is granted and when.
import { invariant } from '../../../shared/domain/invariant.ts';
import { factIdOf } from './booking.ts';
import type { Booking, BookingNight, BookingPart } from './booking.ts';
import { newPart } from './booking-parts.ts';
import type { Grant, GrantedNight } from './room-request.ts';

type Stay = Pick<Booking, 'roomType' | 'checkIn' | 'checkOut' | 'rooms'>;

/** The booking as the granted line `lineIndex` has it; itself when nothing of it changes. */
export function rebuilt(booking: Booking, to: Stay, grant: Grant, lineIndex: number): Booking {
  const granted = grant.nights.filter((night) => night.lineIndex === lineIndex);
  const kept = Map.groupBy(granted, ({ keptFrom }) => keptFrom);
  const added = (kept.get(undefined) ?? []).map(asNight);
  const left = booking.parts.map((part) =>
    part.live ? leftOf(part, kept.get(factIdOf(booking.id, part.part)) ?? []) : part,
  );
  if (added.length === 0 && left.every((part, at) => part === booking.parts[at])) return booking;
  const { status } = booking;
  const since = { status, heldAt: grant.asOf, decidedSeq: grant.seq, nights: added };
  const parts = added.length === 0 ? left : [...left, newPart(booking, since, true)];
  const { roomType, checkIn, checkOut, rooms } = to;
  return { ...booking, roomType, checkIn, checkOut, rooms, rev: booking.rev + 1, parts };
}

function asNight({ lineIndex: _index, keptFrom: _fact, ...night }: GrantedNight): BookingNight {
  return night;
}

/** The part with the rooms that it keeps; without any, its fact gives all of them back. */
function leftOf(part: BookingPart, kept: readonly GrantedNight[]): BookingPart {
  const left = new Map<string, number>();
  for (const night of kept) left.set(cellOf(night), (left.get(cellOf(night)) ?? 0) + night.rooms);
  const nights = part.nights.flatMap((night) => {
    const wanted = left.get(cellOf(night)) ?? 0;
    const rooms = Math.min(night.rooms, wanted);
    left.set(cellOf(night), wanted - rooms);
    if (rooms === night.rooms) return [night];
    return rooms === 0 ? [] : [{ ...night, rooms }];
  });
  const isAllThere = [...left.values()].every((rooms) => rooms === 0);
  invariant(isAllThere, 'what a booking keeps it had');
  if (
    nights.length === part.nights.length &&
    nights.every((night, at) => night === part.nights[at])
  )
    return part;
  const rev = part.rev + 1;
  return nights.length === 0
    ? { ...part, live: false, status: 'CANCELLED', rev }
    : { ...part, rev, nights };
}

function cellOf({ night, line, block }: BookingNight): string {
  return [night, line, block ?? ''].join('\n');
}
