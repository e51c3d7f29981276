// quoteAmendment and amendBooking: what a change of bookings comes to, and the change as it was quoted.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { formatInstant, instantOf } from '../../../shared/domain/instants.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { reasonsForSeller } from '../../../shared/domain/told-reasons.ts';
import { readClock } from '../../../shared/ledger/ledger.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { amendWants, decideAmend } from '../domain/amend.ts';
import { AMENDED_BY_SELLER } from '../domain/audit-words.ts';
import type { AmendedLine } from '../domain/amend.ts';
import { parseAmendedLines } from '../domain/amended-lines.ts';
import type { AmendedLineInput } from '../domain/amended-lines.ts';
import { quotedBookings } from '../domain/amendment-quote.ts';
import type { QuotedBooking } from '../domain/amendment-quote.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { creditForChange } from '../domain/credit.ts';
import { atMarkup } from '../domain/held-group.ts';
import type { Grant } from '../domain/room-request.ts';
import type { Transition } from '../domain/transitions.ts';
import { maySee, maySell, seesWhoHolds } from '../domain/visibility.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { readToken, tokenFor } from './amendment-token.ts';
import { objectionsTo } from './ask-agency.ts';
import type { AgencyTerms, AskAgency } from './ask-agency.ts';
import type { AskAllotment } from './ask-allotment.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface AmendInput {
  readonly groupId: string;
  readonly lines: readonly AmendedLineInput[];
}

export interface AmendmentQuote {
  readonly before: BookingGroup;
  /** As it would be. */
  readonly group: BookingGroup;
  /** In the order of the lines that were asked about. */
  readonly bookings: readonly QuotedBooking[];
  readonly validUntil: string;
  readonly token: string;
}

export interface AmendDependencies {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly askAgency: AskAgency;
  readonly askAllotment: AskAllotment;
}

/** What the change comes to now, or why it cannot be made; nothing is held for it. */
export async function quoteAmendment(
  deps: AmendDependencies,
  identity: Identity,
  input: AmendInput,
): Promise<Result<AmendmentQuote, Reason[]>> {
  const asked = await readInput(deps, identity, input, []);
  if (!asked.ok) return asked;
  const quote = await decideQuote(deps, identity, asked.value).catch((error: unknown) => {
    // Who could say is away; the caller may ask again.
    if (error instanceof SubgraphCallError) return err([{ code: 'BUSY' as const }]);
    throw error;
  });
  return quote.ok ? quote : err(told(identity, quote.error));
}

/** The group as it was quoted, or refusals in order of precedence; nothing changes on a refusal. */
export async function amendBooking(
  deps: AmendDependencies,
  identity: Identity,
  { token, ...input }: AmendInput & { readonly token: string },
): Promise<CommandAnswer> {
  const malformed: Reason[] =
    readToken(token) === null
      ? [{ code: 'BAD_INPUT', path: '/token', detail: 'A token that quoteAmendment gave.' }]
      : [];
  const asked = await readInput(deps, identity, input, malformed);
  if (!asked.ok) return asked;
  const { group, lines } = asked.value;
  const { subject, role, requestId } = identity;
  const answer = await deps.batches.submit(group.hotelId, {
    kind: 'amend',
    groupId: group.id,
    lines,
    token,
    actor: { subject, role, requestId },
    why: AMENDED_BY_SELLER,
  });
  return answer.ok ? answer : err(told(identity, answer.error));
}

interface Asked {
  readonly group: BookingGroup;
  readonly lines: readonly AmendedLine[];
  readonly terms: AgencyTerms;
}

/** Permission, then shape, then existence; `malformed` is what else is wrong with the input. */
async function readInput(
  { dataSource, askAgency }: AmendDependencies,
  identity: Identity,
  { groupId, lines }: AmendInput,
  malformed: readonly Reason[],
): Promise<Result<Asked, Reason[]>> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const [found] = await findGroupsByIds(dataSource, [groupId]);
  const group = found && maySee(identity, found) ? found : null;
  const terms = group ? await termsOf(askAgency, group) : undefined;
  const objections = objectionsTo(terms);
  if (objections.length > 0) return err(objections);
  const parsed = parseAmendedLines(group, lines, limits.booking);
  const unknown: Reason[] = group ? [] : [{ code: 'NOT_FOUND', path: '/groupId' }];
  // Where there is no group its bookings need not be named as well.
  const ofLines = parsed.ok
    ? []
    : parsed.error.filter((each) => group !== null || !isUnknown(each));
  const wrong = [...ofLines, ...malformed, ...unknown];
  if (!parsed.ok || wrong.length > 0 || group === null) return err(wrong);
  invariant(terms !== undefined, 'who has a booking is an agency');
  return ok({ group, lines: parsed.value, terms });
}

function isUnknown({ code }: Reason): boolean {
  return code === 'NOT_FOUND';
}

async function termsOf(
  askAgency: AskAgency,
  { hotelId, agencyId }: BookingGroup,
): Promise<AgencyTerms | undefined> {
  return (await askAgency(hotelId, [agencyId])).get(agencyId);
}

async function decideQuote(
  { dataSource, askAllotment }: AmendDependencies,
  { requestId }: Identity,
  { group, lines, terms }: Asked,
): Promise<Result<AmendmentQuote, Reason[]>> {
  const now = await readClock(dataSource);
  const wanted = amendWants(group, lines, now);
  if (wanted === null) return refusedBy(decideAmend(group, lines, now, null));
  const asked = await askAllotment(group.hotelId, [wanted], requestId);
  const { asOf: clock } = asked;
  const [decided] = asked.decisions;
  const answer: Result<Grant, Reason[]> = decided?.ok
    ? ok({
        ...decided.value,
        ...{ seq: asked.seq, asOf: clock, terms: { timezone: group.timezone } },
        nights: atMarkup(decided.value.nights, terms.markupBp),
      })
    : err(decided?.error ?? [{ code: 'BUSY' }]);
  const decision = decideAmend(group, lines, clock, answer);
  if (!decision.ok) return decision;
  const { currency, creditFree: free } = terms;
  const credit = creditForChange(group, decision.value, { currency, free });
  if ('refused' in credit) return err(credit.refused);
  const until = quoteUntil(clock, decision.value.validUntil);
  return ok(toQuote(group, lines, decision.value, { clock, until }));
}

function refusedBy(decision: Result<Transition, Reason[]>): Result<never, Reason[]> {
  return decision.ok ? err([{ code: 'BUSY' }]) : decision;
}

function toQuote(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  transition: Transition,
  when: { readonly clock: string; readonly until: string },
): AmendmentQuote {
  const ids = lines.map(({ bookingId }) => bookingId);
  return {
    before: group,
    group: transition.group,
    bookings: quotedBookings(group, transition, ids, when.clock),
    validUntil: when.until,
    token: tokenFor(group, lines, transition, when),
  };
}

/**
 * No longer than a quote is good at all, nor than time leaves its booking and penalties as they are. Time
 * may take its rooms before: when, is not told, because the arrangements of others may say so.
 */
function quoteUntil(clock: string, bookingUntil: string | undefined): string {
  const latest = instantOf(clock) + limits.amendment.quoteMs * 1_000;
  return formatInstant(
    bookingUntil === undefined ? latest : Math.min(latest, instantOf(bookingUntil)),
  );
}

function told(identity: Identity, reasons: Reason[]): Reason[] {
  return seesWhoHolds(identity) ? reasons : reasonsForSeller(reasons);
}
