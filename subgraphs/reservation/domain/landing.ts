// What the supplier's word makes of a group, whenever it comes: before our own confirmation, after it
// or instead of it. Pure; the batch applies it under the hotel's head.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { BookingGroup } from './booking.ts';
import { differsFromRequest, toDownstreamRequest } from './downstream.ts';
import type { DownstreamConfirmation } from './downstream.ts';
import { confirmFound, roomsToFind } from './found-rooms.ts';
import type { Grant, RoomRequest } from './room-request.ts';
import { waitsForSupplier } from './settlement.ts';
import { holdIsOver, moveLiving, whileHeld } from './transitions.ts';
import type { Transition, TransitionDecision } from './transitions.ts';

/** What is known of the supplier's booking besides the message, read under the head. */
export interface KnownOfBooking {
  /** Version of the newest word that was decided; null: there was none. */
  readonly newestVersion: number | null;
  /** Something of ours is still on its way there; or a cancellation has been told. */
  readonly errand: 'NONE' | 'WAITING' | 'CANCEL_TOLD';
  /** Whether it has a sale order: what was sold and cancelled is not brought back by a word alone. */
  readonly sold: boolean;
}

export type ConflictKind =
  | 'UNKNOWN_BOOKING'
  /** Other rooms, dates or price; another hotel. */
  | 'OTHER_CONTENT'
  /** It was confirmed, and the supplier takes that back. */
  | 'CANCELLED_BY_SUPPLIER'
  /** It was sold and cancelled, or the supplier has heard that we cancelled, and it confirms. */
  | 'CONFIRMED_AFTER_CANCEL'
  /** Confirmed late, the rooms are gone, and the supplier does not say that it is real. */
  | 'NOT_ENOUGH_ROOMS'
  /** It says neither yes nor no of what was confirmed. */
  | 'OTHER_STATE';

export type Verdict =
  /** Something newer has been decided. */
  | { readonly kind: 'STALE' }
  /** It says what is so already. */
  | { readonly kind: 'AGREES' }
  /** The supplier has not heard yet what we decided: judged once it has. */
  | { readonly kind: 'WAIT' }
  | { readonly kind: 'CONFIRM' | 'REVIVE' | 'REJECT' }
  | { readonly kind: 'CONFLICT'; readonly conflict: ConflictKind; readonly field: string | null };

/** Statuses in which a group has its sale order, and what is said of it now concerns people. */
const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED', 'NO_SHOW']);
const AWAITED: ReadonlySet<string> = new Set(['CONFIRMING', 'UNKNOWN_DOWNSTREAM']);

/** What a message means for its group at `clock`; `told` null: the supplier said yes when we asked. */
export function judge(
  group: BookingGroup,
  told: DownstreamConfirmation | null,
  known: KnownOfBooking,
  clock: string,
): Verdict {
  if (told === null) return judgeYes(group, known, clock);
  if (known.newestVersion !== null && told.version < known.newestVersion) return { kind: 'STALE' };
  const verdict = judgeFresh(group, told, known, clock);
  return verdict.kind === 'CONFLICT' && known.errand === 'WAITING' ? { kind: 'WAIT' } : verdict;
}

function judgeFresh(
  group: BookingGroup,
  told: DownstreamConfirmation,
  known: KnownOfBooking,
  clock: string,
): Verdict {
  if (told.hotelId !== group.hotelId) return conflict('OTHER_CONTENT', '/hotelId');
  const sold = SOLD.has(group.status);
  switch (told.outcome) {
    case 'CONFIRMED': {
      const field = differsFromRequest(toDownstreamRequest(group), told);
      return field === null ? judgeYes(group, known, clock) : conflict('OTHER_CONTENT', field);
    }
    case 'REFUSED':
      if (sold) return conflict('CANCELLED_BY_SUPPLIER', '/status');
      return { kind: waitsForSupplier(group) ? 'REJECT' : 'AGREES' };
    case 'PENDING':
    case 'UNKNOWN':
      return sold ? conflict('OTHER_STATE', '/status') : { kind: 'AGREES' };
  }
}

function judgeYes(group: BookingGroup, known: KnownOfBooking, clock: string): Verdict {
  if (SOLD.has(group.status)) return { kind: 'AGREES' };
  if (holdsRooms(group, clock)) return { kind: 'CONFIRM' };
  if (group.status !== 'CANCELLED') return { kind: 'REVIVE' };
  // While our cancellation is on its way a conflict waits for it; after it, it is one.
  return known.errand === 'NONE' && !known.sold
    ? { kind: 'REVIVE' }
    : conflict('CONFIRMED_AFTER_CANCEL', '/status');
}

function holdsRooms(group: BookingGroup, clock: string): boolean {
  return AWAITED.has(group.status) || (group.status === 'HELD' && !holdIsOver(group, clock));
}

function conflict(kind: ConflictKind, field: string | null): Verdict {
  return { kind: 'CONFLICT', conflict: kind, field };
}

/** The rooms that have to be free for a late yes; null where the group holds its own, or says no. */
export function landWants(
  group: BookingGroup,
  told: DownstreamConfirmation | null,
  clock: string,
): RoomRequest | null {
  const known = { newestVersion: null, errand: 'NONE', sold: false } as const;
  if (judge(group, told, known, clock).kind !== 'REVIVE') return null;
  return roomsToFind(group);
}

/** What the supplier says when it is asked whether a late yes is real. */
export type SupplierSays = 'UNASKED' | 'REAL' | 'NOT_REAL';

export interface Landed {
  readonly verdict: Verdict;
  /** The group after it, or the rooms that are not there: then the supplier is to be asked. */
  readonly decision: TransitionDecision;
  /** Confirmed though these were not there: the supplier has sold them. */
  readonly missing: readonly Reason[];
}

/** `answer`: allotment's word on what was wanted; null where nothing was. */
export function land(
  group: BookingGroup,
  verdict: Verdict,
  says: SupplierSays,
  answer: Result<Grant, Reason[]> | null,
): Landed {
  const done = (transition: Transition): Landed => ({
    verdict,
    decision: ok(transition),
    missing: [],
  });
  switch (verdict.kind) {
    case 'CONFIRM':
      return done(whileHeld(group, moveLiving(group, 'CONFIRMED')));
    case 'REJECT':
      return done(moveLiving(group, 'REJECTED'));
    case 'REVIVE':
      return revive(group, says, answer);
    case 'STALE':
    case 'AGREES':
    case 'WAIT':
    case 'CONFLICT':
      return done({ group, changed: [] });
  }
}

function revive(
  group: BookingGroup,
  says: SupplierSays,
  answer: Result<Grant, Reason[]> | null,
): Landed {
  const verdict = { kind: 'REVIVE' } as const;
  if (answer?.ok === false) {
    if (says === 'UNASKED') return { verdict, decision: answer, missing: [] };
    if (says === 'NOT_REAL') {
      const gone = conflict('NOT_ENOUGH_ROOMS', null);
      return { verdict: gone, decision: ok({ group, changed: [] }), missing: [] };
    }
    // It is sold there: on the lines that it was held on, and visible as more than there is.
    const decision = ok(moveLiving(group, 'CONFIRMED'));
    return { verdict, decision, missing: answer.error };
  }
  const found = confirmFound(group, answer?.value ?? null);
  return { verdict, decision: ok(found), missing: [] };
}
