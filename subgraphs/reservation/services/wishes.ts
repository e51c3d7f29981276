// What the commands of a batch want of allotment for groups that exist, read before it is asked and
// compared under the hotel's head. Called by commit-batch.ts.
import type { DataSource, EntityManager } from 'typeorm';
import { readClock } from '../../../shared/ledger/ledger.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { RoomRequest } from '../domain/room-request.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import type { Wishes } from './decide-holds.ts';
import { wantsRooms } from './hotel-command.ts';
import type { HotelCommand, RoomsCommand, TransitionCommand } from './hotel-command.ts';
import { roomsWantedBy } from './room-changes.ts';

/** What commands want of allotment for their groups as these stand now. */
export async function loadWishes(
  dataSource: DataSource,
  hotelId: string,
  commands: readonly HotelCommand[],
): Promise<Wishes> {
  const wanting = commands.filter(wantsRooms);
  if (wanting.length === 0) return new Map();
  const groups = await loadGroups(dataSource, hotelId, wanting);
  const clock = await readClock(dataSource);
  return new Map(
    wanting.flatMap((command) => {
      const request = wantedOf(groups, command, clock);
      const group = groups.get(command.groupId);
      return request && group ? [[command, { request, group }] as const] : [];
    }),
  );
}

function wantedOf(
  groups: ReadonlyMap<string, BookingGroup>,
  command: RoomsCommand,
  clock: string,
): RoomRequest | null {
  const group = groups.get(command.groupId);
  return group ? roomsWantedBy(command, group, clock) : null;
}

/** Whether every command wants under the head what was asked for it; a group may have changed since. */
export function areStillWanted(
  groups: ReadonlyMap<string, BookingGroup>,
  commands: readonly TransitionCommand[],
  clock: string,
  wishes: Wishes,
): boolean {
  return commands.filter(wantsRooms).every((command) => {
    const asked = wishes.get(command)?.request ?? null;
    return JSON.stringify(wantedOf(groups, command, clock)) === JSON.stringify(asked);
  });
}

/** By id; those of other hotels are left out. */
export async function loadGroups(
  connection: DataSource | EntityManager,
  hotelId: string,
  commands: readonly TransitionCommand[],
): Promise<ReadonlyMap<string, BookingGroup>> {
  const ids = commands.map((command) => command.groupId);
  const groups = await findGroupsByIds(connection, ids);
  return new Map(
    groups.filter((group) => group.hotelId === hotelId).map((group) => [group.id, group]),
  );
}
