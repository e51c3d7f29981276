// What an answer of the supplier makes of a group that waits for one: pure decisions. The batch
// applies them under the hotel's head.
import type { Result } from '../../../shared/domain/result.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { BookingGroup } from './booking.ts';
import type { DownstreamAnswer } from './downstream.ts';
import { moveLiving, stateReason } from './transitions.ts';
import type { Transition } from './transitions.ts';

export interface Settlement {
  readonly status: 'CONFIRMED' | 'REJECTED' | 'ON_REQUEST' | 'UNKNOWN_DOWNSTREAM';
  readonly supplierReference: string | null;
  /** For the audit log: what the supplier said. */
  readonly why: string;
}

/** Statuses in which the supplier owes an answer. */
const WAITING: ReadonlySet<string> = new Set(['CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST']);

export function waitsForSupplier(group: Pick<BookingGroup, 'status'>): boolean {
  return WAITING.has(group.status);
}

/**
 * What to write down of an answer; null where the group stays as it is: the supplier keeps the rooms
 * for us and somebody there has yet to say yes.
 */
export function settlementOf(answer: DownstreamAnswer): Settlement | null {
  switch (answer.kind) {
    case 'CONFIRMED': {
      const { supplierReference } = answer;
      return { status: 'CONFIRMED', supplierReference, why: 'the supplier confirmed' };
    }
    case 'REFUSED':
      return {
        status: 'REJECTED',
        supplierReference: null,
        why: `the supplier refused: ${answer.reason}`,
      };
    case 'PENDING': {
      const { supplierReference, keepsRooms } = answer;
      const why = 'the supplier takes it as a request';
      return keepsRooms ? null : { status: 'ON_REQUEST', supplierReference, why };
    }
    case 'UNKNOWN':
      return {
        status: 'UNKNOWN_DOWNSTREAM',
        supplierReference: null,
        why: `the supplier’s answer is unknown: ${answer.why} ${answer.detail}`.trim(),
      };
  }
}

/** The group after the supplier's word. One that has left waiting hears nothing new: no change. */
export function decideSettle(
  group: BookingGroup,
  settlement: Settlement,
): Result<Transition, Reason[]> {
  const { status } = settlement;
  if (group.status === status) return ok({ group, changed: [] });
  // A yes to what ended otherwise is for people to look at, not to be lost here.
  if (!waitsForSupplier(group)) {
    return status === 'CONFIRMED' ? err([stateReason(group)]) : ok({ group, changed: [] });
  }
  // Not knowing takes nothing away from knowing that it is a request.
  if (status === 'UNKNOWN_DOWNSTREAM' && group.status === 'ON_REQUEST') {
    return ok({ group, changed: [] });
  }
  return ok(moveLiving(group, status));
}

/** Milliseconds until the supplier is asked again, after `asks` tries: doubling up to a bound. */
export function askAgainAfterMs(
  asks: number,
  bounds: { readonly askAgainMs: number; readonly askAgainMsMax: number },
): number {
  return Math.min(bounds.askAgainMsMax, bounds.askAgainMs * 2 ** Math.max(0, asks - 1));
}
