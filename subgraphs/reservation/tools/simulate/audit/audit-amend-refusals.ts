// Refusals of amendments: each true at some instant between the question and the answer, in which a quote
// was given and, perhaps, made too late.
import { agencyOf } from './audit-agencies.ts';
import { standingsSince } from './audit-terms.ts';
import { guarantee } from './broken.ts';
import { explains, momentsSince } from './explanations.ts';
import { spellLines, TOLD_AS_SOLD } from './memory.ts';
import type { GroupMemory, Invocation, Memory } from './memory.ts';
import type { AmendQuestion, ToldReason } from './questions.ts';

export function auditAmendRefused(
  memory: Memory,
  question: AmendQuestion,
  since: Invocation,
  group: GroupMemory,
  reasons: readonly ToldReason[],
): void {
  for (const { code } of reasons) {
    guarantee(
      isTrue(memory, question, since, group, code),
      'a refusal was true at an instant between question and answer',
      () => `amend ${question.bookingId} ${spellLines([question.line])}: ${code}`,
    );
  }
}

function isTrue(
  memory: Memory,
  { bookingId, line }: AmendQuestion,
  since: Invocation,
  group: GroupMemory,
  code: string,
): boolean {
  const moments = momentsSince(group, since);
  const standings = standingsSince(agencyOf(memory, group.agencyId), since);
  switch (code) {
    case 'HOLD_EXPIRED':
      return moments.some(
        (moment) =>
          explains(memory, group, moment, code) || ENDED.has(moment.bookings[bookingId] ?? ''),
      );
    case 'DOWNSTREAM_UNKNOWN':
      return moments.some((moment) => explains(memory, group, moment, code));
    case 'ALREADY_CONFIRMED':
      // Its stay is over; the first of them can be on the second day.
      return moments.some(({ status }) => status === 'CONFIRMED') && memory.clock > FIRST_CHECK_OUT;
    case 'NIGHT_IN_PAST':
      return memory.clock > FIRST_CHECK_OUT || wasRefused(memory, group, line, since, code);
    case 'PREVIEW_STALE':
      return moments.length > 1 || memory.clock !== since.clock;
    case 'PRICE_CHANGED':
      return memory.obstacles > since.obstacles;
    case 'SUSPENDED':
      return standings.some(({ active }) => !active);
    case 'CREDIT_EXCEEDED':
      return standings.some(({ limit }) => limit !== null);
    case 'NO_RATE': {
      // What was sold at a price is sold on at one; else only credit asks for it, of kept nights too.
      const isSold = moments.some(({ bookings }) => bookings[bookingId] === 'CONFIRMED');
      const isUnpriced = decidedSince(memory, group, line, since).some(
        ({ granted, price }) => granted && price === null,
      );
      return (isSold && isUnpriced) || standings.some(({ limit }) => limit !== null);
    }
    default:
      return wasRefused(memory, group, line, since, code);
  }
}

const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'REJECTED', 'EXPIRED', 'ON_REQUEST']);
/** The earliest midnight of the hotels that a first night ends at. */
const FIRST_CHECK_OUT = '2026-03-06T17:00:00Z';

/** As allotment said it, or as sellers hear it; of rooms of the supplier's alone nobody is asked. */
function wasRefused(
  memory: Memory,
  group: GroupMemory,
  line: AmendQuestion['line'],
  since: Invocation,
  code: string,
): boolean {
  if (code === 'CONTRACT_BOUNDARY') return true;
  const said = decidedSince(memory, group, line, since)
    .filter(({ granted }) => !granted)
    .flatMap(({ codes }) => codes);
  return (
    said.includes(code) || (code === 'SOLD_OUT_LINE' && said.some((each) => TOLD_AS_SOLD.has(each)))
  );
}

function decidedSince(
  memory: Memory,
  { hotelId, agencyId }: GroupMemory,
  line: AmendQuestion['line'],
  since: Invocation,
): Memory['decisions'] {
  const spelt = spellLines([line]);
  return memory.decisions.filter(
    (decision) =>
      decision.step > since.step &&
      decision.hotelId === hotelId &&
      decision.agencyId === agencyId &&
      decision.lines === spelt,
  );
}
