// What the supplier has yet to hear of what we decided: pure. Written with the decision, told by
// services/run-errands.ts.
import type { BookingGroup } from './booking.ts';
import { toDownstreamRequest } from './downstream.ts';
import type {
  DownstreamAmendment,
  DownstreamCancellation,
  DownstreamRequest,
} from './downstream.ts';

export interface NewErrand {
  readonly hotelId: string;
  /** The supplier's key of the booking. */
  readonly bookingKey: string;
  readonly groupId: string | null;
  readonly kind: 'CANCEL' | 'AMEND';
  /** With `AMEND`: what the booking is to become. */
  readonly request: DownstreamRequest | null;
  readonly why: string;
}

/** That the supplier has what stands: these lines, or no booking at all. */
export function errandTo(
  about: Omit<NewErrand, 'kind' | 'request'>,
  stands: DownstreamRequest | null,
): NewErrand {
  return stands === null || stands.lines.length === 0
    ? { ...about, kind: 'CANCEL', request: null }
    : { ...about, kind: 'AMEND', request: stands };
}

/**
 * What follows for the supplier when rooms of a group were cancelled or changed; null where it never had
 * them: a hold, or rooms of operators' own.
 */
export function errandAfterChange(
  before: BookingGroup,
  after: BookingGroup,
  why: string,
): NewErrand | null {
  if (!standsThere(before)) return null;
  const stood = toDownstreamRequest(before);
  if (stood.lines.length === 0) return null;
  const about = { hotelId: before.hotelId, bookingKey: before.id, groupId: before.id, why };
  const stands = after.status === 'CANCELLED' ? null : toDownstreamRequest(after);
  const isSame = JSON.stringify(stands?.lines) === JSON.stringify(stood.lines);
  return isSame ? null : errandTo(about, stands);
}

/** What was granted as a request, and hence has no end of its own, the supplier has never heard of. */
function standsThere({ status, expiresAt }: BookingGroup): boolean {
  return status === 'CONFIRMED' || (status === 'ON_REQUEST' && expiresAt !== undefined);
}

export type ErrandEnd =
  | { readonly state: 'DONE'; readonly answer: string; readonly version: number | null }
  | { readonly state: 'FAILED'; readonly answer: string }
  | { readonly state: 'WAITING'; readonly answer: string };

/** What the supplier's answer to the try number `tries` makes of an errand. */
export function errandEnd(
  errand: Pick<NewErrand, 'kind'>,
  answer: DownstreamCancellation | DownstreamAmendment,
  tries: number,
  triesMax: number,
): ErrandEnd {
  switch (answer.kind) {
    case 'CANCELLED':
    case 'AMENDED':
      return { state: 'DONE', answer: answer.kind.toLowerCase(), version: answer.version };
    case 'NOT_FOUND':
      // What is not there need not be cancelled; but what is not there cannot be amended either.
      return errand.kind === 'CANCEL'
        ? { state: 'DONE', answer: 'the supplier has no such booking', version: null }
        : { state: 'FAILED', answer: 'the supplier has no such booking' };
    case 'REFUSED':
      return { state: 'FAILED', answer: `refused: ${answer.reason}` };
    case 'UNKNOWN': {
      const told = `no answer: ${answer.why} ${answer.detail}`.trim();
      return { state: tries >= triesMax ? 'FAILED' : 'WAITING', answer: told };
    }
  }
}
