// The history against the database: what was acknowledged is there with its state, what nobody knows
// of is whole or absent, what was refused left nothing, and nothing is there that nobody asked for.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { nightsOf } from '../verify/read-hotel.ts';
import type { BookingRow, GroupRow, HotelState } from '../verify/read-hotel.ts';
import { reporter } from '../verify/violation.ts';
import type { Violation } from '../verify/violation.ts';
import { isHold, keyOf, operationsByGroup } from './operations.ts';
import type { HoldInvoke, Operation } from './operations.ts';
import { possibleStatuses } from './possible-statuses.ts';

type Hold = Operation & { readonly invoke: HoldInvoke };

const PRESENT = 'every acknowledged booking is present with its state';
const WHOLE = 'an unknown outcome is whole or absent, and found by its key';

/** `run` is what every client reference of the history begins with. */
export function checkPresence(
  run: string,
  operations: readonly Operation[],
  states: ReadonlyMap<string, HotelState>,
): Violation[] {
  const byKey = Map.groupBy(operations.filter(isHold), ({ invoke }) => keyOf(invoke));
  const byGroup = operationsByGroup(operations);
  const found = findAll([...states.values()]);
  return [
    ...[...byKey].flatMap(([key, holds]) => [
      ...checkKey(key, holds, found.get(key)),
      ...checkFound(key, holds, found.get(key), byGroup),
    ]),
    ...[...states.values()].flatMap((state) => checkIntents(run, byKey, state)),
  ];
}

/** What the database has under one key. */
interface Found {
  readonly state: HotelState;
  /** Of the row in the table of keys. */
  readonly claimedFor?: string;
  readonly group?: GroupRow;
}

function findAll(states: readonly HotelState[]): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const state of states) {
    for (const { key, groupId } of state.references) {
      found.set(key, { state, claimedFor: groupId });
    }
    for (const group of state.groups.values()) {
      const key = `${group.agencyId} ${group.clientReference}`;
      found.set(key, { ...found.get(key), state, group });
    }
  }
  return found;
}

/** The key against what came of it. */
function checkKey(key: string, holds: readonly Hold[], found: Found | undefined): Violation[] {
  const { violations, expect } = reporter(holds[0]?.invoke.hotelId ?? '');
  const { group, claimedFor } = found ?? {};
  const acknowledged = holds.flatMap(({ end }) => (end?.type === 'ok' ? [end.group.id] : []));
  for (const id of acknowledged) {
    expect(
      group?.id === id && claimedFor === id,
      PRESENT,
      () => `${key}: ${id} was acknowledged, ${group?.id ?? 'nothing'} is there`,
    );
  }
  const isRefused = holds.every(({ end }) => end?.type === 'fail');
  expect(
    !isRefused || found === undefined,
    'a refusal leaves nothing behind',
    () => `${key} was refused, and ${group?.id ?? 'its key'} is there`,
  );
  expect(
    acknowledged.length > 0 || group?.id === claimedFor,
    WHOLE,
    () => `${key} is claimed for ${claimedFor ?? 'none'}, and ${group?.id ?? 'nothing'} is there`,
  );
  return violations;
}

/** The group that is there against what was asked and heard of it. */
function checkFound(
  key: string,
  holds: readonly Hold[],
  found: Found | undefined,
  byGroup: ReadonlyMap<string, readonly Operation[]>,
): Violation[] {
  if (!found?.group) return [];
  const { state, group } = found;
  const { violations, expect } = reporter(state.hotelId);
  const lacking = whatIsLacking(group, holds, state);
  expect(lacking === null, WHOLE, () => `${key}: ${group.id} ${lacking ?? ''}`);
  const possible = possibleStatuses(byGroup.get(group.id) ?? holds, isOver(group, state));
  expect(
    possible.has(group.status),
    PRESENT,
    () => `${key}: ${group.id} is ${group.status}, not ${[...possible].join(' or ')}`,
  );
  return violations;
}

/** What a group lacks of the whole that was asked for, as the end of a sentence. */
function whatIsLacking(group: GroupRow, holds: readonly Hold[], state: HotelState): string | null {
  const bookings = [...state.bookings.values()].filter(({ groupId }) => groupId === group.id);
  const there = textOf(bookings);
  if (!holds.some(({ invoke }) => textOf(invoke.lines) === there)) {
    return `holds ${there}, which nobody asked for`;
  }
  const short = bookings.find((booking) => !hasAllNights(booking));
  if (short) return `lacks nights of ${short.id}`;
  const recorded = new Set(
    state.facts.flatMap(({ fact }) => (fact.kind === 'BOOKING' ? [fact.id] : [])),
  );
  const unrecorded = bookings.find(({ id }) => !recorded.has(id));
  if (unrecorded) return `has no fact of ${unrecorded.id}`;
  return state.audit.some(({ groupId }) => groupId === group.id) ? null : 'was never audited';
}

function textOf(
  lines: readonly Pick<BookingRow, 'roomType' | 'checkIn' | 'checkOut' | 'rooms'>[],
): string {
  return lines
    .map(({ roomType, checkIn, checkOut, rooms }) => `${rooms} ${roomType} ${checkIn}/${checkOut}`)
    .toSorted()
    .join(', ');
}

function hasAllNights(booking: BookingRow): boolean {
  const { checkIn, checkOut, rooms } = booking;
  const taken = new Map<string, number>();
  for (const { date, rooms: count } of nightsOf(booking)) {
    taken.set(date, (taken.get(date) ?? 0) + count);
  }
  for (let night = nightOf(checkIn); night < nightOf(checkOut); night += 1) {
    if (taken.get(formatNight(night)) !== rooms) return false;
  }
  return taken.size === nightOf(checkOut) - nightOf(checkIn);
}

function isOver({ expiresAt }: GroupRow, state: HotelState): boolean {
  return expiresAt !== null && instantOf(state.clock) >= instantOf(expiresAt);
}

function checkIntents(
  run: string,
  byKey: ReadonlyMap<string, readonly Hold[]>,
  state: HotelState,
): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  for (const { id, agencyId, clientReference } of state.groups.values()) {
    expect(
      !clientReference.startsWith(run) || byKey.has(`${agencyId} ${clientReference}`),
      'no booking without an intent',
      () => `${id} is there under ${clientReference}, which nobody sent`,
    );
  }
  return violations;
}
