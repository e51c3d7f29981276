// What becomes of a group after its hold (domain.md §4): only what that page allows, only in time, and
// only because somebody asked for it or the supplier said it.
import type { BookingFact } from '../../../../../shared/domain/facts.ts';
import { instant, plusDays, wallInstant } from '../../../../../shared/testing/model/time.ts';
import type { PictureGroup } from '../picture.ts';
import { auditAmendment, isAmendment } from './audit-amendments.ts';
import { guarantee } from './broken.ts';
import { bookingOf, groupOf, hotelOf, latest, note, spellAllocations } from './memory.ts';
import type { GroupMemory, Memory } from './memory.ts';

export interface Move {
  readonly group: PictureGroup;
  readonly facts: readonly BookingFact[];
  /** At which it may have been decided: one, unless its stamp, the last of them, was pushed on. */
  readonly instants: readonly string[];
  /** Head after the append. */
  readonly seq: number;
}

/** From status to status, and what has to be true for it. */
const LIFE: Readonly<Record<string, readonly string[]>> = {
  HELD: ['CONFIRMING', 'CONFIRMED', 'CANCELLED', 'EXPIRED'],
  CONFIRMING: ['CONFIRMED', 'REJECTED', 'ON_REQUEST', 'UNKNOWN_DOWNSTREAM'],
  UNKNOWN_DOWNSTREAM: ['CONFIRMED', 'REJECTED', 'ON_REQUEST'],
  ON_REQUEST: ['CONFIRMED', 'REJECTED'],
  CONFIRMED: ['CANCELLED', 'COMPLETED', 'NO_SHOW'],
  COMPLETED: ['NO_SHOW'],
  // A yes that the supplier said in time may be heard late.
  EXPIRED: ['CONFIRMED'],
  CANCELLED: ['CONFIRMED'],
  REJECTED: ['CONFIRMED'],
};

export function auditMove(memory: Memory, { group: { id }, facts, instants, seq }: Move): void {
  const group = groupOf(memory, id);
  const before = latest(group);
  guarantee(
    new Set(facts.map((fact) => fact.id)).size === facts.length,
    'a change records each booking once',
    () => facts.map((fact) => `${fact.id} rev ${fact.rev}`).join(),
  );
  if (isAmendment(group, facts)) {
    auditAmendment(memory, group, facts);
    if (before.status === 'HELD') auditTime(group, 'HELD', instants, `${id} amended`);
    group.changes.push({ from: before.status, to: before.status, seq });
    group.messages += 1;
    recordMoment(memory, id, before.status, before.bookings);
    return;
  }
  for (const fact of facts) auditRevision(group, fact);
  const to = facts[0]?.status ?? '';
  const bookings = {
    ...before.bookings,
    ...Object.fromEntries(facts.map((fact) => [bookingOf(fact.id), fact.status])),
  };
  const from = bookingOf(facts[0]?.id ?? '');
  const was = before.bookings[from] ?? before.status;
  const living = Object.values(before.bookings).filter((status) => status === before.status).length;
  const moved = new Set(facts.map((fact) => bookingOf(fact.id)));
  const isWhole = moved.size === living;
  const what = `${id} from ${was} to ${to} at ${instants.join(' or ')}`;
  guarantee(
    facts.every((fact) => fact.status === to) && (isWhole || ALONE.has(to)),
    'a group goes on together, but for what concerns single bookings',
    () => what,
  );
  guarantee(
    facts.every((fact) => LIFE[before.bookings[bookingOf(fact.id)] ?? before.status]?.includes(to)),
    'a booking takes only the ways that the law knows',
    () => what,
  );
  auditStay(memory, group, facts, instants);
  if (before.status === 'HELD') auditTime(group, to, instants, what);
  guarantee(
    isWanted(memory, group, facts, to),
    'nothing happens that nobody asked for',
    () => what,
  );
  guarantee(
    isSaid(memory, group, before.status, to),
    'what the supplier did not say is not written',
    () => what,
  );
  const status = statusOf(Object.values(bookings));
  // A group that stays where it is has one row for each of its bookings that does not.
  const rows = status === before.status ? [...moved].map(() => to) : [status];
  for (const row of rows) group.changes.push({ from: before.status, to: row, seq });
  group.messages += 1;
  recordMoment(memory, id, status, bookings);
}

/** What may become of one booking while its neighbours stay as they are. */
const ALONE: ReadonlySet<string> = new Set(['CANCELLED', 'COMPLETED', 'NO_SHOW']);

/** A group is where that one of its bookings is that has the most before it. */
const MOST_BEFORE_IT = [
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
  'COMPLETED',
  'NO_SHOW',
  'EXPIRED',
  'REJECTED',
  'CANCELLED',
];

function statusOf(statuses: readonly string[]): string {
  return MOST_BEFORE_IT.find((status) => statuses.includes(status)) ?? '';
}

/** Nobody is missing before the first night is over, and no stay is over before its last. */
function auditStay(
  memory: Memory,
  group: GroupMemory,
  facts: readonly BookingFact[],
  instants: readonly string[],
): void {
  const { timezone } = hotelOf(memory, group.hotelId);
  for (const { status, allocations, id } of facts) {
    if (status !== 'COMPLETED' && status !== 'NO_SHOW') continue;
    const nights = allocations.map(({ date }) => date).sort();
    const night = (status === 'NO_SHOW' ? nights[0] : nights.at(-1)) ?? '';
    const over = wallInstant(plusDays(night, 1), '00:00', timezone);
    guarantee(
      instants.some((at) => instant(at) >= over),
      'guests are missing after their first night, and stays over after their last',
      () => `${id} ${status} at ${instants.join()}, night ${night}`,
    );
  }
}

function auditRevision(group: GroupMemory, fact: BookingFact): void {
  const rev = group.revs[fact.id] ?? 0;
  guarantee(
    fact.rev === rev + 1,
    'each revision of a booking is recorded once, in order',
    () => `${fact.id}: ${fact.rev} after ${rev}`,
  );
  group.revs[fact.id] = fact.rev;
  const allocations = spellAllocations(fact);
  if (fact.rev === 1) comeToLife(group, fact.id, allocations);
  guarantee(
    allocations === group.allocations[fact.id],
    'rooms stay on the lines they were taken from',
    () => fact.id,
  );
}

/** What the booking held before it ended is no part of it any more. */
function comeToLife(group: GroupMemory, id: string, allocations: string): void {
  for (const known of Object.keys(group.allocations)) {
    if (bookingOf(known) === bookingOf(id)) group.ended.add(known);
  }
  group.allocations[id] = allocations;
}

/** A hold is confirmed and cancelled before its end, and expires at it or after. */
function auditTime(
  group: GroupMemory,
  to: string,
  instants: readonly string[],
  what: string,
): void {
  const { expiresAt } = group;
  const recordedAt = instants.at(-1);
  if (expiresAt === null || recordedAt === undefined) return;
  guarantee(
    instant(recordedAt) >= instant(expiresAt) === (to === 'EXPIRED'),
    'a hold ends at the instant it was promised until',
    () => `${what}, which was held until ${expiresAt}`,
  );
}

function isWanted(
  memory: Memory,
  group: GroupMemory,
  facts: readonly BookingFact[],
  to: string,
): boolean {
  const { intents } = memory;
  if (to === 'CANCELLED') {
    return (
      intents.has(`cancel ${group.id}`) ||
      facts.every((fact) => intents.has(`cancel ${bookingOf(fact.id)}`))
    );
  }
  if (to === 'NO_SHOW') {
    return facts.every((fact) => intents.has(`no-show ${bookingOf(fact.id)}`));
  }
  return to === 'EXPIRED' || to === 'COMPLETED' || intents.has(`confirm ${group.id}`);
}

/** Of rooms that are the supplier's; of the operators' own it knows nothing. */
function isSaid(memory: Memory, group: GroupMemory, from: string, to: string): boolean {
  const said = memory.supplierSaid.get(group.id);
  if (to === 'CONFIRMED') return isOwnStock(group) ? from === 'HELD' : said?.has('OK') === true;
  if (to === 'REJECTED') return said?.has('XX') === true;
  if (to === 'ON_REQUEST') return said?.has('RQ') === true;
  return to !== 'CONFIRMING' || !isOwnStock(group);
}

/** Only operators' own contracts under what is still in the group. */
export function isOwnStock(group: GroupMemory): boolean {
  const { status, bookings } = latest(group);
  return Object.entries(group.allocations)
    .filter(([id]) => bookings[bookingOf(id)] === status && !group.ended.has(id))
    .every(([, allocations]) =>
      allocations.split(',').every((allocation) => allocation.split(' ')[1]?.startsWith('LOCAL-')),
    );
}

export function recordMoment(
  memory: Memory,
  groupId: string,
  status: string,
  bookings: Readonly<Record<string, string>>,
): void {
  const { step, clock } = memory;
  note(memory, status);
  groupOf(memory, groupId).moments.push({ step, clock, status, bookings });
}
