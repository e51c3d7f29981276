// What settling a contradiction takes, by its kind, the resolution and the group as it stands.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { planOf } from '../domain/conflict-settlement.ts';
import { toDownstreamRequest } from '../domain/downstream.ts';
import type { DownstreamConfirmation } from '../domain/downstream.ts';
import type { ConflictKind } from '../domain/landing.ts';
import { bookingOf, groupIn } from './groups.ts';

const theirs: DownstreamConfirmation = {
  deliveryId: 'd-1',
  key: 'grp_1',
  supplierReference: 'MHG-1',
  hotelId: 'H1',
  version: 2,
  outcome: 'REFUSED',
  word: 'XX',
  reason: null,
  currency: 'THB',
  lines: [],
};
const conflict = (kind: ConflictKind, changes: Partial<DownstreamConfirmation> = {}) => ({
  kind,
  hotelId: 'H1',
  theirs: { ...theirs, ...changes },
});

describe('accepting what the supplier has', () => {
  const table: [ConflictKind, BookingStatus, 'CANCEL' | 'CONFIRM' | null | 'refused'][] = [
    ['CANCELLED_BY_SUPPLIER', 'CONFIRMED', 'CANCEL'],
    ['CANCELLED_BY_SUPPLIER', 'CANCELLED', 'CANCEL'],
    ['CANCELLED_BY_SUPPLIER', 'COMPLETED', 'refused'],
    ['CANCELLED_BY_SUPPLIER', 'NO_SHOW', 'refused'],
    ['CONFIRMED_AFTER_CANCEL', 'CANCELLED', 'CONFIRM'],
    ['NOT_ENOUGH_ROOMS', 'EXPIRED', 'CONFIRM'],
    ['OTHER_STATE', 'CONFIRMED', null],
    ['OTHER_CONTENT', 'CONFIRMED', 'refused'],
  ];
  test.each(table)('%s of what is %s: %s', (kind, status, expected) => {
    const plan = planOf(conflict(kind), { group: groupIn(status), sold: false }, 'ACCEPT_SUPPLIER');
    expect(plan.ok ? plan.value.ours : 'refused').toBe(expected);
    if (plan.ok) expect(plan.value.errand).toBeNull();
  });

  test('is no way for what was sold and cancelled here', () => {
    const there = { group: groupIn('CANCELLED'), sold: true };
    expect(planOf(conflict('CONFIRMED_AFTER_CANCEL'), there, 'ACCEPT_SUPPLIER')).toMatchObject({
      ok: false,
      error: [{ code: 'PREVIEW_STALE', path: '/resolution' }],
    });
  });

  test('is no way for what nobody here knows', () => {
    expect(
      planOf(conflict('UNKNOWN_BOOKING'), { group: null, sold: false }, 'ACCEPT_SUPPLIER'),
    ).toMatchObject({
      ok: false,
      error: [{ code: 'PREVIEW_STALE', path: '/resolution' }],
    });
  });
});

describe('keeping what we have tells the supplier', () => {
  test('all lines of what lives, and of nothing else', () => {
    const gone = bookingOf('bkg_1', { status: 'CANCELLED' });
    const kept = bookingOf('bkg_2', { position: 1, status: 'CONFIRMED', rooms: 1 });
    const group = groupIn('CONFIRMED', { bookings: [gone, kept] });
    expect(planOf(conflict('OTHER_CONTENT'), { group, sold: false }, 'KEEP_OURS')).toMatchObject({
      value: {
        ours: null,
        errand: { kind: 'AMEND', bookingKey: 'grp_1', request: toDownstreamRequest(group) },
      },
    });
  });

  test('to cancel what we have not, by our key or by its own', () => {
    const cancel = { kind: 'CANCEL', request: null };
    const over = planOf(
      conflict('NOT_ENOUGH_ROOMS'),
      { group: groupIn('EXPIRED'), sold: false },
      'KEEP_OURS',
    );
    expect(over).toMatchObject({ value: { errand: { ...cancel, bookingKey: 'grp_1' } } });
    const foreign = conflict('UNKNOWN_BOOKING', { key: 'grp_theirs' });
    expect(planOf(foreign, { group: null, sold: false }, 'KEEP_OURS')).toMatchObject({
      value: { errand: { ...cancel, bookingKey: 'grp_theirs', groupId: null, hotelId: 'H1' } },
    });
  });

  test('and is refused where it gave no key to be told by', () => {
    const plan = planOf(
      conflict('UNKNOWN_BOOKING', { key: null }),
      { group: null, sold: false },
      'KEEP_OURS',
    );
    expect(plan).toMatchObject({ ok: false, error: [{ path: '/resolution' }] });
  });
});

test('dismissing does neither', () => {
  const plan = planOf(
    conflict('OTHER_CONTENT'),
    { group: groupIn('CONFIRMED'), sold: false },
    'DISMISS',
  );
  expect(plan).toMatchObject({ value: { ours: null, errand: null } });
});
