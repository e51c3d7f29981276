// From what a batch decided to what one transaction writes.
import type { Actor, BookingGroup } from '../domain/booking.ts';
import { decideSettle } from '../domain/settlement.ts';
import type { Settlement } from '../domain/settlement.ts';
import type { Transition } from '../domain/transitions.ts';
import { decideCancel } from '../domain/cancel.ts';
import { decideConfirm, decideExpire } from '../domain/transitions.ts';
import { toWrites } from '../services/batch-writes.ts';
import type { BatchDecision } from '../services/batch-writes.ts';
import type { HoldsDecided } from '../services/decide-holds.ts';
import type { Moved } from '../services/decide-transitions.ts';
import type { MoveCommand } from '../services/hotel-command.ts';
import { expiresAt, groupIn, heldAt } from './groups.ts';

const actor: Actor = { subject: 'uid-agent', role: 'AGENT', requestId: 'req-1' };
const clock = '2099-03-01T00:10:00Z';
const late = '2099-03-01T00:20:00Z';
const request = { hotelId: 'H1', agencyId: 'SIAM', clientReference: 'R-1', lines: [] };

function moved(
  kind: MoveCommand['kind'],
  before: BookingGroup,
  decision: { readonly ok: boolean; readonly value?: Transition },
  bookingId?: string,
): Moved {
  const named = bookingId === undefined ? {} : { bookingId };
  const command = { kind, groupId: before.id, ...named, actor, why: `${kind} it` };
  return { before, transition: decision.value!, command };
}

function writes(changes: { holds?: Partial<HoldsDecided>; moved?: readonly Moved[] }) {
  const decision: BatchDecision = {
    hotelId: 'H1',
    commands: [
      ...(changes.holds?.held ?? []).map(({ command }) => command),
      ...(changes.moved ?? []).map(({ command }) => command),
    ],
    clock,
    holds: { answers: new Map(), held: [], wishes: new Map(), ...changes.holds },
    moved: { answers: new Map(), moved: changes.moved ?? [], landings: new Map() },
    newId: (prefix) => `${prefix}_new`,
  };
  return toWrites(decision);
}

const held = groupIn('HELD', { id: 'grp_new' });
const aHold = { command: { kind: 'hold' as const, request, actor }, group: held };

test('a decision that changes nothing writes nothing', () => {
  const written = writes({ holds: { seq: 7, asOf: heldAt, validUntil: expiresAt } });
  expect(written).toMatchObject({
    facts: [],
    references: [],
    groups: [],
    changes: [],
    orders: [],
  });
  expect(written).not.toHaveProperty('asOf');
  expect(written).not.toHaveProperty('validUntil');
  expect([...written.audit, ...written.messages]).toEqual([]);
});

test('a hold is one fact per booking, its rows, its reference, one audit entry, one message', () => {
  const written = writes({ holds: { held: [aHold], seq: 7, asOf: heldAt, validUntil: expiresAt } });
  expect(written).toMatchObject({ asOf: heldAt, validUntil: expiresAt, groups: [held] });
  expect(written.facts).toEqual([
    expect.objectContaining({ kind: 'BOOKING', id: 'bkg_1', rev: 1, status: 'HELD', heldAt }),
    expect.objectContaining({ id: 'bkg_2', agency: 'SIAM', expiresAt }),
  ]);
  expect(written.facts[0]).toMatchObject({
    allocations: [
      { line: 'K1/A', date: '2099-03-10', rooms: 2 },
      { line: 'K1/A', date: '2099-03-11', rooms: 2 },
    ],
  });
  expect(written.references).toEqual([
    { agencyId: 'SIAM', clientReference: 'R-1', groupId: 'grp_new', request },
  ]);
  expect(written.audit).toEqual([
    expect.objectContaining({ groupId: 'grp_new', toStatus: 'HELD', actor }),
  ]);
  expect(written.audit[0]).not.toHaveProperty('fromStatus');
  expect(written.messages).toEqual([
    {
      hotelId: 'H1',
      type: 'booking.held',
      v: 1,
      agencyId: 'SIAM',
      payload: { groupId: 'grp_new', status: 'HELD', bookingIds: ['bkg_1', 'bkg_2'], expiresAt },
    },
  ]);
});

test('rooms that a neighbour gave back come after what was granted without them, whoever came first', () => {
  const given = groupIn('HELD', { id: 'grp_given' });
  const cancel = moved('cancel', given, decideCancel(given, clock));
  const { facts } = toWrites({
    hotelId: 'H1',
    commands: [cancel.command, aHold.command],
    clock,
    holds: { answers: new Map(), held: [aHold], wishes: new Map() },
    moved: { answers: new Map(), moved: [cancel], landings: new Map() },
    newId: (prefix) => `${prefix}_new`,
  });
  const statuses = facts.map((fact) => ('status' in fact ? fact.status : null));
  expect(statuses).toEqual(['HELD', 'HELD', 'CANCELLED', 'CANCELLED']);
});

function settled(before: BookingGroup, settlement: Settlement): Moved {
  const why = settlement.why;
  const command = { groupId: before.id, settlement, leaseOwner: 'me', actor, why };
  const decision = decideSettle(before, settlement);
  if (!decision.ok) throw new Error('refused');
  return { before, transition: decision.value, command: { kind: 'settle', ...command } };
}

const yes: Settlement = { status: 'CONFIRMED', supplierReference: 'MHG-1', why: 'yes' };

test('a confirmation that begins opens the question to the supplier and makes no sale order yet', () => {
  const group = groupIn('HELD');
  const began = moved('confirm', group, decideConfirm(group, clock));
  const written = writes({
    moved: [{ ...began, command: { ...began.command, kind: 'confirm', leaseOwner: 'me' } }],
  });
  expect(written).toMatchObject({
    orders: [],
    opened: [{ groupId: 'grp_1', hotelId: 'H1', owner: 'me' }],
    settled: [],
  });
  expect(written.messages.map(({ type }) => type)).toEqual(['booking.confirming']);
});

describe('the supplier’s word', () => {
  const ends: [Settlement['status'], string, boolean][] = [
    ['CONFIRMED', 'booking.confirmed', true],
    ['REJECTED', 'booking.rejected', true],
    ['ON_REQUEST', 'booking.on-request', false],
    ['UNKNOWN_DOWNSTREAM', 'booking.unknown', false],
  ];
  test.each(ends)('%s is told as %s; whether it is the last: %s', (status, type, closed) => {
    const settlement: Settlement = { status, supplierReference: 'MHG-1', why: 'so it said' };
    const written = writes({ moved: [settled(groupIn('CONFIRMING'), settlement)] });
    expect(written.orders).toHaveLength(status === 'CONFIRMED' ? 1 : 0);
    expect(written.opened).toEqual([]);
    expect(written.settled).toEqual([
      { groupId: 'grp_1', answer: 'so it said', supplierReference: 'MHG-1', closed },
    ]);
    expect(written.facts).toMatchObject([{ status }, { status }]);
    expect(written.messages.map((message) => message.type)).toEqual([type]);
    expect(written.audit).toMatchObject([
      { fromStatus: 'CONFIRMING', toStatus: status, why: 'so it said' },
    ]);
  });
});

test('only a confirmation makes a sale order, at the clock under the head', () => {
  const group = groupIn('CONFIRMING');
  const live = groupIn('HELD');
  const one = { id: 'grp_2' };
  const { orders, changes } = writes({
    moved: [
      settled(group, yes),
      moved('cancel', { ...live, ...one }, decideCancel({ ...live, ...one }, clock)),
      moved('expire', { ...live, id: 'grp_3' }, decideExpire({ ...live, id: 'grp_3' }, late)),
    ],
  });
  expect(orders).toEqual([
    expect.objectContaining({ id: 'so_new', groupId: 'grp_1', confirmedAt: clock, total: 60_000 }),
  ]);
  expect(changes.map(({ after }) => after.status)).toEqual(['CONFIRMED', 'CANCELLED', 'EXPIRED']);
});

test('facts, audit and messages tell of the state after the change, holds first', () => {
  const group = groupIn('HELD');
  const written = writes({
    holds: { held: [aHold], seq: 7, asOf: heldAt },
    moved: [moved('expire', group, decideExpire(group, late))],
  });
  expect(written.facts.map((fact) => [fact.id, fact.rev])).toEqual([
    ['bkg_1', 1],
    ['bkg_2', 1],
    ['bkg_1', 2],
    ['bkg_2', 2],
  ]);
  expect(written.audit.map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual([
    [undefined, 'HELD'],
    ['HELD', 'EXPIRED'],
  ]);
  expect(written.messages.map(({ type }) => type)).toEqual(['booking.held', 'booking.expired']);
});

describe('the audit entry of a cancelled booking', () => {
  const two = groupIn('CONFIRMED');

  test('names the booking while the group goes on', () => {
    const one = moved('cancel', two, decideCancel(two, clock, 'bkg_1'), 'bkg_1');
    expect(writes({ moved: [one] }).audit).toEqual([
      expect.objectContaining({
        groupId: 'grp_1',
        bookingId: 'bkg_1',
        fromStatus: 'CONFIRMED',
        toStatus: 'CANCELLED',
        why: 'cancel it',
      }),
    ]);
  });

  test('is the group’s own when the last booking takes the group with it', () => {
    const [first, second] = two.bookings;
    const half = { ...two, bookings: [{ ...first!, status: 'CANCELLED' as const }, second!] };
    const last = moved('cancel', half, decideCancel(half, clock, 'bkg_2'), 'bkg_2');
    const [entry, ...more] = writes({ moved: [last] }).audit;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ fromStatus: 'CONFIRMED', toStatus: 'CANCELLED' });
    expect(entry).not.toHaveProperty('bookingId');
  });
});

describe('until when a batch is good', () => {
  const group = groupIn('HELD');
  const confirm = moved('confirm', group, decideConfirm(group, clock));
  const cases: [string, string | undefined, readonly Moved[], string | undefined][] = [
    [
      'until the first release that allotment named',
      '2099-03-01T00:12:00Z',
      [confirm],
      '2099-03-01T00:12:00Z',
    ],
    ['until the first hold ends that it confirms', '2099-03-01T00:16:00Z', [confirm], expiresAt],
    ['for ever when nothing is to come', undefined, [], undefined],
  ];
  test.each(cases)('%s', (_what, validUntil, all, expected) => {
    const holds = { held: [aHold], seq: 7, asOf: heldAt, ...(validUntil ? { validUntil } : {}) };
    expect(writes({ holds, moved: all }).validUntil).toBe(expected);
  });
});
