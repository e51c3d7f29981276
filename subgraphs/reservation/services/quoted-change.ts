// An amendment as it was quoted: what it wants of allotment and what becomes of the group, asked by the
// batch like any other command that needs rooms (room-changes.ts). Only what was quoted is made: the same
// group, the same change, the same price, in time.
import { instantOf } from '../../../shared/domain/instants.ts';
import { REASONS } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { amendWants, decideAmend } from '../domain/amend.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Grant, RoomRequest } from '../domain/room-request.ts';
import type { TransitionDecision } from '../domain/transitions.ts';
import { digestOfLines, digestOfPrice, digestOfState, readToken } from './amendment-token.ts';
import type { AmendmentToken } from './amendment-token.ts';
import type { AmendCommand } from './hotel-command.ts';

/** Null where nothing is to be had: it is made already, was not quoted so, or cannot be. */
export function quotedWants(
  group: BookingGroup,
  { lines, token }: AmendCommand,
  clock: string,
): RoomRequest | null {
  const isMade = group.lastAmendment === token;
  return isMade || quoteOf(group, { lines, token }, clock) === null
    ? null
    : amendWants(group, lines, clock);
}

/** `answer` is allotment's word on what was wanted. */
export function decideQuoted(
  group: BookingGroup,
  { lines, token }: AmendCommand,
  clock: string,
  answer: Result<Grant, Reason[]> | null,
): TransitionDecision {
  if (group.lastAmendment === token) return madeBefore(group, { lines, token });
  const quote = quoteOf(group, { lines, token }, clock);
  if (quote === null) return err([...objections(group, lines, clock), STALE]);
  const decision = decideAmend(group, lines, clock, answer);
  if (!decision.ok) return decision;
  const { value } = decision;
  if (quote.price !== digestOfPrice(group, lines, value, clock)) {
    return err([{ code: 'PRICE_CHANGED', path: '/token' }]);
  }
  const { validUntil = quote.until } = value;
  const isSooner = instantOf(validUntil) < instantOf(quote.until);
  return ok({
    ...value,
    group: { ...value.group, lastAmendment: token },
    validUntil: isSooner ? validUntil : quote.until,
  });
}

const STALE: Reason = { code: 'PREVIEW_STALE', path: '/token' };

type Quoted = Pick<AmendCommand, 'lines' | 'token'>;

/** Asked for again after its answer was lost: the same is made once. Something else was never quoted. */
function madeBefore(group: BookingGroup, { lines, token }: Quoted): TransitionDecision {
  if (readToken(token)?.lines === digestOfLines(lines)) return ok({ group, changed: [] });
  const detail = 'Under this token something else was amended.';
  return err([{ code: 'DUPLICATE_REFERENCE', path: '/token', detail }]);
}

function quoteOf(
  group: BookingGroup,
  { lines, token }: Quoted,
  clock: string,
): AmendmentToken | null {
  const quote = readToken(token);
  const isGood =
    quote !== null &&
    instantOf(clock) < instantOf(quote.until) &&
    quote.lines === digestOfLines(lines) &&
    quote.state === digestOfState(group);
  return isGood ? quote : null;
}

/** What stands in the way of any change is worth more to know than that the quote is old. */
function objections(
  group: BookingGroup,
  lines: AmendCommand['lines'],
  clock: string,
): readonly Reason[] {
  if (amendWants(group, lines, clock) !== null) return [];
  const decision = decideAmend(group, lines, clock, null);
  return decision.ok ? [] : decision.error.filter(({ code }) => REASONS[code].class === 'state');
}
