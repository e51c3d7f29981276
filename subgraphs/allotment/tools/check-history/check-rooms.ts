// Never more rooms acknowledged at once than there are: a group surely has its rooms from the answer
// that says so until somebody sets out to give them back, or its hold runs out.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { HistoryEvent } from '../../../../shared/testing/load/history.ts';
import { reporter } from '../verify/violation.ts';
import type { Violation } from '../verify/violation.ts';
import type { ClockBounds } from './clock-bounds.ts';
import { isHold, operationsByGroup } from './operations.ts';
import type { HoldInvoke, Operation } from './operations.ts';

interface Certain {
  readonly hold: HoldInvoke;
  readonly from: number;
  readonly to: number;
}

export function checkRooms(
  events: readonly HistoryEvent[],
  operations: readonly Operation[],
  clock: ClockBounds | null,
): Violation[] {
  const groups = [...operationsByGroup(operations).values()];
  const certain = groups.flatMap((ofGroup) => certainlyHeld(ofGroup, clock));
  return events.flatMap((event) => (event.type === 'stock' ? overfull(event, certain) : []));
}

/** When a group surely had its rooms; an answer that lies in between others makes nothing surer. */
function certainlyHeld(ofGroup: readonly Operation[], clock: ClockBounds | null): Certain[] {
  const held = ofGroup.find((operation) => isHold(operation) && operation.end?.type === 'ok');
  if (!held || !isHold(held) || held.end?.type !== 'ok') return [];
  const { group, at: from } = held.end;
  if (group.status !== 'HELD') return [];
  const cancels = ofGroup.filter(({ invoke }) => invoke.do === 'cancelBooking');
  const confirms = ofGroup.filter(({ invoke }) => invoke.do === 'confirmBooking');
  const confirmed = confirms.some(
    ({ end }) => end?.type === 'ok' && end.group.status === 'CONFIRMED',
  );
  const ends = cancels.map(({ invoke }) => invoke.at);
  if (!confirmed) {
    ends.push(...confirms.map(({ invoke }) => invoke.at));
    // Without a reading of the clock nobody knows when a hold ran out: nothing is certain of it.
    if (group.expiresAt !== null) ends.push(whenClockShows(clock, group.expiresAt, from));
  }
  return [{ hold: held.invoke, from, to: Math.min(Infinity, ...ends) }];
}

/** The driver's moment at which the ledger's clock may first have shown `instant`. */
function whenClockShows(clock: ClockBounds | null, instant: string, from: number): number {
  if (clock === null) return from;
  return (instantOf(instant) - clock.latest(0)) / 1_000;
}

function overfull(
  stock: Extract<HistoryEvent, { type: 'stock' }>,
  certain: readonly Certain[],
): Violation[] {
  const { violations, expect } = reporter(stock.hotelId);
  const first = nightOf(stock.from);
  stock.rooms.forEach((rooms, index) => {
    const night = first + index;
    const most = fullest(
      certain.flatMap(({ hold, from, to }) => {
        const taken = roomsOn(hold, stock, night);
        return taken > 0 && from < to ? [{ from, to, rooms: taken }] : [];
      }),
    );
    expect(
      most <= rooms,
      'never more rooms are acknowledged at once than there are',
      () => `${most} of ${rooms} rooms ${stock.roomType} on ${formatNight(night)}`,
    );
  });
  return violations;
}

function roomsOn(
  { hotelId, lines }: HoldInvoke,
  stock: { readonly hotelId: string; readonly roomType: string },
  night: number,
): number {
  if (hotelId !== stock.hotelId) return 0;
  const there = lines.filter(
    (line) =>
      line.roomType === stock.roomType &&
      nightOf(line.checkIn) <= night &&
      night < nightOf(line.checkOut),
  );
  return there.reduce((sum, line) => sum + line.rooms, 0);
}

/** The most rooms that intervals have in common; one that begins where another ends shares nothing. */
function fullest(
  takes: readonly { readonly from: number; readonly to: number; readonly rooms: number }[],
): number {
  const steps = takes
    .flatMap(({ from, to, rooms }) => [
      { at: from, rooms },
      { at: to, rooms: -rooms },
    ])
    .toSorted((a, b) => a.at - b.at || a.rooms - b.rooms);
  let now = 0;
  let most = 0;
  for (const { rooms } of steps) {
    now += rooms;
    most = Math.max(most, now);
  }
  return most;
}
