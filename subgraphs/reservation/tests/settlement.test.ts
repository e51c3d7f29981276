// What the supplier's word makes of a group, whatever the group's status.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { DownstreamAnswer } from '../domain/downstream.ts';
import { askAgainAfterMs, decideSettle, settlementOf } from '../domain/settlement.ts';
import type { Settlement } from '../domain/settlement.ts';
import { decideTransitions } from '../services/decide-transitions.ts';
import type { SettleCommand } from '../services/hotel-command.ts';
import { bookingOf, groupIn } from './groups.ts';

const words = ['CONFIRMED', 'REJECTED', 'ON_REQUEST', 'UNKNOWN_DOWNSTREAM'] as const;

function settlementTo(status: Settlement['status']): Settlement {
  return { status, supplierReference: null, why: 'so it said' };
}

describe('an answer becomes', () => {
  const answers: [string, DownstreamAnswer, Settlement['status'] | null][] = [
    ['a yes', { kind: 'CONFIRMED', supplierReference: 'MHG-1' }, 'CONFIRMED'],
    ['a no', { kind: 'REFUSED', reason: 'Sold out' }, 'REJECTED'],
    ['a request', { kind: 'PENDING', supplierReference: 'MHG-1', keepsRooms: false }, 'ON_REQUEST'],
    ['no change', { kind: 'PENDING', supplierReference: 'MHG-1', keepsRooms: true }, null],
    ['unknown', { kind: 'UNKNOWN', why: 'TIMEOUT', detail: '' }, 'UNKNOWN_DOWNSTREAM'],
    ['unknown', { kind: 'UNKNOWN', why: 'NOT_SENT', detail: '' }, 'UNKNOWN_DOWNSTREAM'],
  ];
  test.each(answers)('%s', (_what, answer, status) => {
    expect(settlementOf(answer)?.status ?? null).toBe(status);
  });

  test('an audit entry that quotes the supplier', () => {
    expect(settlementOf({ kind: 'REFUSED', reason: 'Sold out' })?.why).toContain('Sold out');
    const unknown = settlementOf({ kind: 'UNKNOWN', why: 'HTTP_STATUS', detail: 'status 500' });
    expect(unknown?.why).toContain('HTTP_STATUS status 500');
  });
});

describe('a group in each status hears yes, no, a request, nothing', () => {
  const late = 'ALREADY_CONFIRMED';
  const over = 'HOLD_EXPIRED';
  const table: [BookingStatus, string[]][] = [
    ['CONFIRMING', ['CONFIRMED', 'REJECTED', 'ON_REQUEST', 'UNKNOWN_DOWNSTREAM']],
    ['UNKNOWN_DOWNSTREAM', ['CONFIRMED', 'REJECTED', 'ON_REQUEST', '-']],
    ['ON_REQUEST', ['CONFIRMED', 'REJECTED', '-', '-']],
    ['CONFIRMED', ['-', '-', '-', '-']],
    ['REJECTED', [over, '-', '-', '-']],
    ['HELD', [over, '-', '-', '-']],
    ['EXPIRED', [over, '-', '-', '-']],
    ['CANCELLED', [over, '-', '-', '-']],
    ['COMPLETED', [late, '-', '-', '-']],
    ['NO_SHOW', [late, '-', '-', '-']],
  ];
  test.each(table)('%s', (status, expected) => {
    const outcomes = words.map((word) => {
      const decision = decideSettle(groupIn(status), settlementTo(word));
      if (!decision.ok) return decision.error.map(({ code }) => code).join();
      return decision.value.changed.length === 0 ? '-' : decision.value.group.status;
    });
    expect(outcomes).toEqual(expected);
  });
});

test('what was cancelled before stays cancelled, whatever the supplier says', () => {
  const gone = bookingOf('bkg_1', { status: 'CANCELLED', rev: 2 });
  const kept = bookingOf('bkg_2', { position: 1, status: 'CONFIRMING', rev: 2 });
  const group = groupIn('CONFIRMING', { bookings: [gone, kept] });
  expect(decideSettle(group, settlementTo('CONFIRMED'))).toMatchObject({
    value: { changed: [{ id: 'bkg_2', rev: 3 }], group: { bookings: [gone, { rev: 3 }] } },
  });
});

describe('who lost the lease', () => {
  const command = (status: Settlement['status']): SettleCommand => ({
    kind: 'settle',
    groupId: 'grp_1',
    settlement: settlementTo(status),
    leaseOwner: 'first',
    actor: { subject: 'uid', role: 'AGENT', requestId: 'r' },
    why: 'so it said',
  });
  const heard = (status: Settlement['status'], owners: [string, string][]): number => {
    const groups = new Map([['grp_1', groupIn('CONFIRMING')]]);
    const clock = '2099-03-01T00:00:00Z';
    const known = { clock, leaseOwners: new Map(owners), wishes: new Map(), landings: new Map() };
    return decideTransitions(groups, [command(status)], known).moved.length;
  };

  test.each([
    ['CONFIRMED', 1],
    ['REJECTED', 0],
    ['ON_REQUEST', 0],
    ['UNKNOWN_DOWNSTREAM', 0],
  ] as const)('is believed a yes and nothing else: %s', (status, changes) => {
    expect(heard(status, [['grp_1', 'second']])).toBe(changes);
    expect(heard(status, [])).toBe(changes);
    expect(heard(status, [['grp_1', 'first']])).toBe(1);
  });
});

test('the supplier is asked ever less often, and never less than once in the bound', () => {
  const bounds = { askAgainMs: 2_000, askAgainMsMax: 60_000 };
  const waits = [1, 2, 3, 5, 6, 2_000].map((asks) => askAgainAfterMs(asks, bounds));
  expect(waits).toEqual([2_000, 4_000, 8_000, 32_000, 60_000, 60_000]);
});
