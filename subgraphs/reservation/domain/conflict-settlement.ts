// What it takes to settle a contradiction between the supplier and us, by kind and resolution: pure.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { BookingGroup } from './booking.ts';
import { toDownstreamRequest } from './downstream.ts';
import type { DownstreamConfirmation } from './downstream.ts';
import { errandTo } from './errand.ts';
import type { NewErrand } from './errand.ts';
import type { ConflictKind } from './landing.ts';

export interface SettlePlan {
  /** What becomes of our group; null: nothing. */
  readonly ours: 'CANCEL' | 'CONFIRM' | null;
  readonly supplierReference: string;
  /** What the supplier has to hear; null: nothing. */
  readonly errand: NewErrand | null;
}

interface OpenConflict {
  readonly kind: ConflictKind;
  readonly hotelId: string;
  readonly theirs: DownstreamConfirmation;
}

interface Ours {
  /** As it stands now; null where we have none. */
  readonly group: BookingGroup | null;
  /** Whether it has a sale order. */
  readonly sold: boolean;
}

/** What has to be done for the resolution, or why it is none for this conflict. */
export function planOf(
  conflict: OpenConflict,
  ours: Ours,
  resolution: 'KEEP_OURS' | 'ACCEPT_SUPPLIER' | 'DISMISS' | 'SUPERSEDED',
): Result<SettlePlan, Reason[]> {
  const { supplierReference } = conflict.theirs;
  const nothing = { ours: null, errand: null, supplierReference };
  if (resolution === 'ACCEPT_SUPPLIER') {
    const accepted = acceptTheirs(conflict.kind, ours);
    return accepted.ok ? ok({ ...nothing, ours: accepted.value }) : accepted;
  }
  if (resolution !== 'KEEP_OURS') return ok(nothing);
  const errand = keepOurs(conflict, ours.group);
  return errand ? ok({ ...nothing, errand }) : refused('The supplier gave no key to tell it by.');
}

function acceptTheirs(
  kind: ConflictKind,
  { group, sold }: Ours,
): Result<SettlePlan['ours'], Reason[]> {
  switch (kind) {
    case 'CANCELLED_BY_SUPPLIER':
      return group?.status === 'CONFIRMED' || group?.status === 'CANCELLED'
        ? ok('CANCEL')
        : refused('What was stayed cannot be cancelled any more.');
    case 'CONFIRMED_AFTER_CANCEL':
    case 'NOT_ENOUGH_ROOMS':
      return sold && group?.status === 'CANCELLED'
        ? refused('It was sold and cancelled here, and charged so: have it cancelled there.')
        : ok('CONFIRM');
    case 'OTHER_STATE':
      return ok(null);
    case 'UNKNOWN_BOOKING':
      return refused('Nobody here knows for whom it would be: book it, then dismiss this.');
    case 'OTHER_CONTENT':
      return refused('Amend the booking to what the supplier has, then dismiss this.');
  }
}

/** The supplier is told what we have: the lines of what lives, or that there is nothing. */
function keepOurs({ hotelId, theirs }: OpenConflict, group: BookingGroup | null): NewErrand | null {
  const bookingKey = group?.id ?? theirs.key;
  if (bookingKey === null) return null;
  const why = 'an operator keeps what we have';
  const about = { hotelId: group?.hotelId ?? hotelId, bookingKey, groupId: group?.id ?? null, why };
  const stands = group && LIVES.has(group.status) ? toDownstreamRequest(group) : null;
  return errandTo(about, stands);
}

const LIVES: ReadonlySet<string> = new Set([
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
  'COMPLETED',
  'NO_SHOW',
]);

function refused(detail: string): Result<never, Reason[]> {
  return err([{ code: 'PREVIEW_STALE', path: '/resolution', detail }]);
}
