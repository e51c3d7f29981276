// Whether an answer was allowed: it must describe a state that was there, or name a reason that was
// true, at some instant between the question and the answer.
import { limits } from '../../../../../shared/config/limits.ts';
import { instant, wallInstant } from '../../../../../shared/testing/model/time.ts';
import { agencyOf } from './audit-agencies.ts';
import { auditTerms, standingsSince } from './audit-terms.ts';
import { auditAmendRefused } from './audit-amend-refusals.ts';
import { guarantee } from './broken.ts';
import { explains, momentsSince } from './explanations.ts';
import { cameTrue } from './foreseen.ts';
import { hotelOf, note, spellLines, TOLD_AS_SOLD } from './memory.ts';
import type { GroupMemory, Invocation, Memory, Moment } from './memory.ts';
import type { HoldQuestion, Question, ToldAnswer, ToldGroup, ToldReason } from './questions.ts';

export function invoke(memory: Memory, hotelId: string | null): Invocation {
  const { step, clock, obstacles, faults } = memory;
  return { step, clock, hotelId, obstacles, faults };
}

/** Whether trying again and again may have led nowhere. */
export function mayHaveFailed(memory: Memory, asked: Invocation): boolean {
  const since = asked.joins ?? asked;
  const { movedHeadRetriesMax, queueWaitMs } = limits.booking;
  const waited = instant(memory.clock) - instant(since.clock);
  return (
    memory.faults > since.faults ||
    memory.obstacles - since.obstacles >= movedHeadRetriesMax ||
    endBeforeTheirStamp(memory) ||
    waited > BigInt(queueWaitMs) * 1_000_000n
  );
}

/**
 * Whether the clock stands before an instant at which decisions end, and what would be recorded now bears
 * that instant or a later one, because a hotel's last append bears the clock's already.
 */
function endBeforeTheirStamp({ hotels, groups, goodUntil, clock }: Memory): boolean {
  const ends = [...goodUntil, ...[...groups.values()].map(({ expiresAt }) => expiresAt)];
  return [...hotels.values()].some(({ facts }) => {
    const stamp = instant(facts.at(-1)?.recordedAt ?? clock) + 1_000n;
    return ends.some(
      (end) => end !== null && instant(clock) < instant(end) && instant(end) <= stamp,
    );
  });
}

export function auditAnswer(
  memory: Memory,
  question: Question,
  since: Invocation,
  answer: ToldAnswer,
): void {
  const codes = answer.ok ? [] : answer.error.map((reason) => reason.code);
  note(memory, `${question.kind} ${answer.ok ? 'accepted' : 'refused'}`);
  for (const code of codes) note(memory, `refused ${code}`);
  if (codes.includes('BUSY')) {
    guarantee(mayHaveFailed(memory, since), 'nobody is told BUSY without a cause', () =>
      spell(question),
    );
    return;
  }
  if (question.kind === 'hold') auditHeld(memory, question, since, answer);
  else auditMoved(memory, question, since, answer);
}

function auditHeld(
  memory: Memory,
  question: HoldQuestion,
  since: Invocation,
  answer: ToldAnswer,
): void {
  const { agencyId, clientReference, hotelId, lines } = question;
  const known = memory.references.get(`${agencyId} ${clientReference}`);
  const group = known === undefined ? undefined : memory.groups.get(known);
  const isSame = group?.hotelId === hotelId && spellLines(group.lines) === spellLines(lines);
  const isNew = group !== undefined && (group.moments[0]?.step ?? 0) > since.step;
  if (answer.ok) {
    guarantee(
      isSame && group.id === answer.value.id,
      'what is acknowledged is present, under its own reference',
      () => `${spell(question)} was answered with ${answer.value.id}`,
    );
    auditDescribed(group, since, answer.value);
    const mayBook = !isNew || maySellSince(memory, agencyId, since);
    guarantee(mayBook, 'who is suspended books nothing new', () => spell(question));
    return;
  }
  auditHoldRefused(memory, question, since, { reasons: answer.error, group, isSame, isNew });
}

function auditHoldRefused(
  memory: Memory,
  question: HoldQuestion,
  since: Invocation,
  refused: {
    readonly reasons: readonly ToldReason[];
    readonly group: GroupMemory | undefined;
    /** The group was held for just this request. */
    readonly isSame: boolean;
    readonly isNew: boolean;
  },
): void {
  const { reasons, group, isSame, isNew } = refused;
  const codes = reasons.map((reason) => reason.code);
  if (codes.includes('DUPLICATE_REFERENCE')) {
    guarantee(
      group !== undefined && !isSame,
      'a reference is refused only where it was used for something else',
      () => spell(question),
    );
    return;
  }
  // What an agency may comes before what it asked already.
  if (codes.includes('SUSPENDED') && auditTerms(memory, question, since, reasons)) return;
  guarantee(
    !isSame || isNew,
    'a request that was booked before is answered with its booking',
    () => `${spell(question)} is ${group?.id ?? ''}, and was refused: ${codes.join()}`,
  );
  if (auditTerms(memory, question, since, reasons)) return;
  const wasDecided = memory.decisions.some(
    (decision) =>
      decision.step > since.step &&
      !decision.granted &&
      decision.hotelId === question.hotelId &&
      (decision.foreseen === null ||
        cameTrue(hotelOf(memory, question.hotelId), decision.foreseen)) &&
      decision.agencyId === question.agencyId &&
      decision.lines === spellLines(question.lines) &&
      tellable(decision.codes) === tellable(codes),
  );
  guarantee(
    wasDecided,
    'a refusal was true at an instant between question and answer',
    () => `${spell(question)}: ${codes.join()}`,
  );
}

function maySellSince(memory: Memory, agencyId: string, since: Invocation): boolean {
  return standingsSince(agencyOf(memory, agencyId), since).some(({ active }) => active);
}

/** As sellers hear them: that rooms are kept for others or given back is told as sold. */
function tellable(codes: readonly string[]): string {
  const told = codes.map((code) => (TOLD_AS_SOLD.has(code) ? 'SOLD_OUT_LINE' : code));
  return [...new Set(told)].sort().join();
}

function auditMoved(
  memory: Memory,
  question: Exclude<Question, { readonly kind: 'hold' }>,
  since: Invocation,
  answer: ToldAnswer,
): void {
  const group = memory.groups.get(question.groupId);
  guarantee(group !== undefined, 'only what exists is asked about', () => spell(question));
  const mayKnow = group.agencyId === question.asAgency;
  const codes = answer.ok ? [] : answer.error.map((reason) => reason.code);
  guarantee(
    codes.includes('NOT_FOUND') === !mayKnow,
    'what one may not see answers like what does not exist',
    () => `${spell(question)}: ${answer.ok ? answer.value.status : codes.join()}`,
  );
  if (!mayKnow) return;
  if (answer.ok) {
    auditDescribed(group, since, answer.value);
    if (question.kind !== 'amend')
      auditDone(memory, question, answer.value, momentsSince(group, since));
    return;
  }
  if (question.kind === 'amend') {
    auditAmendRefused(memory, question, since, group, answer.error);
    return;
  }
  for (const code of codes) {
    guarantee(
      momentsSince(group, since).some((moment) => explains(memory, group, moment, code)),
      'a refusal was true at an instant between question and answer',
      () => `${spell(question)}: ${code}`,
    );
  }
}

function auditDescribed(group: GroupMemory, since: Invocation, told: ToldGroup): void {
  const isSeen = momentsSince(group, since).some(
    (moment) =>
      moment.status === told.status &&
      told.bookings.every(({ id, status }) => moment.bookings[id] === status) &&
      told.bookings.length === Object.keys(moment.bookings).length,
  );
  guarantee(
    isSeen,
    'an answer describes a state that was there',
    () =>
      `${group.id} was told as ${told.status} ${told.bookings.map(({ status }) => status).join()}`,
  );
}

const OUTCOMES: ReadonlySet<string> = new Set(['CONFIRMED', 'REJECTED', 'ON_REQUEST']);

/** An acceptance says that the thing asked for is so. */
function auditDone(
  memory: Memory,
  question: Exclude<Question, { readonly kind: 'hold' | 'amend' }>,
  told: ToldGroup,
  meanwhile: readonly Moment[],
): void {
  if (question.kind === 'confirm') {
    // Whoever waited for another confirmer may find that somebody has cancelled since.
    const wasOne = meanwhile.some(({ status }) => OUTCOMES.has(status));
    guarantee(
      OUTCOMES.has(told.status) || (told.status === 'CANCELLED' && wasOne),
      'a confirmation is answered with its outcome',
      () => `${told.id} was told as ${told.status}`,
    );
    return;
  }
  const { bookingId } = question;
  const named = told.bookings.filter(({ id }) => bookingId === undefined || id === bookingId);
  const left = named.filter(({ status }) => status !== 'CANCELLED');
  guarantee(
    left.length < named.length && left.every(({ id }) => isStayOver(memory, id)),
    'a cancellation leaves nothing of what it named but what is over',
    () => `${told.id} was told as ${named.map(({ status }) => status).join()}`,
  );
}

function isStayOver({ sold, groups, hotels, clock }: Memory, bookingId: string): boolean {
  const booking = sold.get(bookingId);
  const group = [...groups.values()].find(({ revs }) => bookingId in revs);
  const hotel = group && hotels.get(group.hotelId);
  if (!booking || !hotel) return false;
  return instant(clock) >= wallInstant(booking.checkOut, '00:00', hotel.timezone);
}

export function spell(question: Question): string {
  if (question.kind === 'hold') {
    const { agencyId, clientReference, hotelId, lines } = question;
    return `hold ${agencyId} ${clientReference} ${hotelId} ${spellLines(lines)}`;
  }
  const { groupId, asAgency } = question;
  if (question.kind === 'amend') {
    const { bookingId, line } = question;
    return `amend ${groupId} ${bookingId} ${spellLines([line])} as ${asAgency}`;
  }
  const booking = question.kind === 'cancel' ? ` ${question.bookingId ?? ''}` : '';
  return `${question.kind} ${groupId}${booking} as ${asAgency}`;
}
