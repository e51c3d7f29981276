// Between our words and the supplier's, for bookings: the request that goes out and what an answer
// means. Pure. Used by client.ts; the supplier's vocabulary goes no further than this file.
import { limits } from '../../../../shared/config/limits.ts';
import { decimalTextOf } from '../../../../shared/domain/money.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type {
  DownstreamAmendment,
  DownstreamAnswer,
  DownstreamCancellation,
  DownstreamRequest,
  DownstreamStatus,
  UnknownAnswer,
  UnknownCause,
} from '../../domain/downstream.ts';
import { bookingAnswer, notFoundAnswer } from './decode.ts';
import { classOfWord } from './status-words.ts';
import type { StatusWords } from './status-words.ts';

/** A response that arrived whole: its status, and its body if it was JSON. */
export interface HttpAnswer {
  readonly status: number;
  /** Undefined where the body is no JSON text in UTF-8. */
  readonly json: unknown;
}

/** The body of a booking. The supplier's last night is inclusive, our check-out is not. */
export function bookingBody(request: DownstreamRequest): unknown {
  const { currency } = request;
  return {
    hotel_code: request.hotelId,
    agency_reference: request.reference,
    currency,
    rooms: request.lines.map((line) => ({
      room_type: line.roomType,
      stay_from: line.checkIn,
      stay_to: formatNight(nightOf(line.checkOut) - 1),
      rooms: line.rooms,
      amount:
        line.amount === null || currency === null ? null : decimalTextOf(line.amount, currency),
    })),
  };
}

/** What the answer to a booking means. Whatever is not plainly a yes, a no or a wait is unknown. */
export function bookOutcome(key: string, answer: HttpAnswer, words: StatusWords): DownstreamAnswer {
  const { status } = answer;
  if (status === 200 || status === 201 || status === 202) return wordOutcome(key, answer, words);
  if (status !== 409 && status !== 422) return otherStatus(status);
  const read = wordOutcome(key, answer, words);
  if (read.kind === 'REFUSED') return read;
  // 409 without a refusal: the key was booked before, with something else. 422: nothing was read.
  if (status === 409) return unknownAnswer('KEY_TAKEN', 'the key has other content');
  return otherStatus(status);
}

/** What the answer to a question about a key means. */
export function statusOutcome(
  key: string,
  answer: HttpAnswer,
  words: StatusWords,
): DownstreamStatus {
  if (isNotFound(key, answer)) return { kind: 'NOT_FOUND' };
  return answer.status === 200 ? wordOutcome(key, answer, words) : otherStatus(answer.status);
}

/** What the answer to a cancellation means. */
export function cancelOutcome(
  key: string,
  answer: HttpAnswer,
  words: StatusWords,
): DownstreamCancellation {
  if (isNotFound(key, answer)) return { kind: 'NOT_FOUND' };
  if (answer.status !== 200 && answer.status !== 409) return otherStatus(answer.status);
  const parsed = bookingAnswer.safeParse(answer.json);
  if (!parsed.success) return unknownAnswer('UNREADABLE', firstIssue(parsed.error));
  if (parsed.data.key !== key) return unknownAnswer('OTHER_BOOKING', `about ${parsed.data.key}`);
  const { reason, status, version } = parsed.data;
  if (classOfWord(status, words) === 'CANCELLED') return { kind: 'CANCELLED', version };
  // It stands as it stood: only 409 says so on purpose.
  return answer.status === 409
    ? { kind: 'REFUSED', reason: reason ?? status }
    : unknownAnswer('UNKNOWN_STATUS', `cancelled, yet ${status}`);
}

/**
 * What the answer to an amendment means. Only 409 and 422 say on purpose that it stands as it stood:
 * a 200 with any other word than a yes leaves open what stands there now.
 */
export function amendOutcome(
  key: string,
  answer: HttpAnswer,
  words: StatusWords,
): DownstreamAmendment {
  if (isNotFound(key, answer)) return { kind: 'NOT_FOUND' };
  const { status: httpStatus } = answer;
  if (httpStatus !== 200 && httpStatus !== 409 && httpStatus !== 422)
    return otherStatus(httpStatus);
  const parsed = bookingAnswer.safeParse(answer.json);
  // 409: the amendment's key was used with other content. 422: nothing was read.
  if (!parsed.success && httpStatus === 409) return unknownAnswer('KEY_TAKEN', 'other content');
  if (!parsed.success && httpStatus === 422) return otherStatus(httpStatus);
  if (!parsed.success) return unknownAnswer('UNREADABLE', firstIssue(parsed.error));
  const { key: toldKey, status, reason, supplier_reference, version } = parsed.data;
  if (toldKey !== key) return unknownAnswer('OTHER_BOOKING', `about ${toldKey}`);
  if (httpStatus !== 200) return { kind: 'REFUSED', reason: reason ?? status };
  if (classOfWord(status, words) !== 'CONFIRMED') return unknownAnswer('UNKNOWN_STATUS', status);
  return supplier_reference == null
    ? unknownAnswer('UNREADABLE', `${status} without a reference`)
    : { kind: 'AMENDED', supplierReference: supplier_reference, version };
}

/** The answer that claims nothing. */
export function unknownAnswer(why: UnknownCause, detail: string): UnknownAnswer {
  return { kind: 'UNKNOWN', why, detail: detail.slice(0, limits.downstream.textCharsMax) };
}

function wordOutcome(key: string, { json }: HttpAnswer, words: StatusWords): DownstreamAnswer {
  const parsed = bookingAnswer.safeParse(json);
  if (!parsed.success) return unknownAnswer('UNREADABLE', firstIssue(parsed.error));
  const { key: toldKey, status, reason, supplier_reference } = parsed.data;
  if (toldKey !== key) return unknownAnswer('OTHER_BOOKING', `about ${toldKey}`);
  const supplierReference = supplier_reference ?? null;
  switch (classOfWord(status, words)) {
    case 'CONFIRMED':
      return supplierReference === null
        ? unknownAnswer('UNREADABLE', `${status} without a reference`)
        : { kind: 'CONFIRMED', supplierReference };
    case 'CANCELLED':
      return { kind: 'REFUSED', reason: reason ?? status };
    case 'TENTATIVE':
      return { kind: 'PENDING', supplierReference, keepsRooms: true };
    case 'DRAFT':
    case 'ON_REQUEST':
      return { kind: 'PENDING', supplierReference, keepsRooms: false };
    // A booking just made is neither a no-show nor released: whatever it is, no room comes back.
    case 'UNKNOWN_DOWNSTREAM':
    case 'NO_SHOW':
    case 'RELEASED':
    case null:
      return unknownAnswer('UNKNOWN_STATUS', status);
  }
}

/** A 404 of a proxy or of a wrong path says nothing about the key. */
function isNotFound(key: string, answer: HttpAnswer): boolean {
  if (answer.status !== 404) return false;
  const parsed = notFoundAnswer.safeParse(answer.json);
  return parsed.success && parsed.data.key === key;
}

function otherStatus(status: number): UnknownAnswer {
  return unknownAnswer('HTTP_STATUS', `status ${status}`);
}

function firstIssue(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const issue = error.issues[0];
  return issue ? `/${issue.path.map(String).join('/')}: ${issue.message}` : 'unreadable';
}
