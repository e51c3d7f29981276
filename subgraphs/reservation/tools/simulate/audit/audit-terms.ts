// Refusals for what an agency may or owes: true only if it was suspended, or short of credit for just
// these rooms, at some instant between question and answer.
import { agencyOf, freeAt } from './audit-agencies.ts';
import { guarantee } from './broken.ts';
import { spellLines } from './memory.ts';
import type { AgencyMemory, Invocation, Memory } from './memory.ts';
import type { HoldQuestion, ToldReason } from './questions.ts';

/** False for a refusal of another kind. */
export function auditTerms(
  memory: Memory,
  question: HoldQuestion,
  since: Invocation,
  reasons: readonly ToldReason[],
): boolean {
  const standings = standingsSince(agencyOf(memory, question.agencyId), since);
  const what = (): string => `${question.agencyId} ${question.clientReference}`;
  const [reason] = reasons;
  switch (reason?.code) {
    case 'SUSPENDED':
      guarantee(
        standings.some(({ active }) => !active),
        'only who is suspended is told so',
        what,
      );
      return true;
    case 'NO_RATE':
      guarantee(
        standings.some(({ limit }) => limit !== null) &&
          pricesOf(memory, question, since).includes(null),
        'what has no rate is refused to those alone who book on credit',
        what,
      );
      return true;
    case 'CREDIT_EXCEEDED':
      auditShort(memory, question, since, reason, standings);
      return true;
    default:
      return false;
  }
}

/** Neighbours in its batch count as if they had booked: what they were granted may lack. */
function auditShort(
  memory: Memory,
  question: HoldQuestion,
  since: Invocation,
  { needed = -1, have = -1 }: ToldReason,
  standings: AgencyMemory['standings'],
): void {
  const limited = standings.filter(({ limit }) => limit !== null);
  // Holds that end only add to what is left: it was least at the question and is most by now.
  const least = Math.min(...limited.map((standing) => freeAt(standing, since.clock)));
  const most = Math.max(0, ...limited.map((standing) => freeAt(standing, memory.clock)));
  const beside = memory.decisions
    .filter((one) => one.step > since.step && one.agencyId === question.agencyId)
    .reduce((sum, { price }) => sum + (price ?? 0), 0);
  const what = (): string =>
    `${question.agencyId} ${question.clientReference}: ${needed} needed, ${have} told, ${least} to ${most} left, ${beside} beside`;
  guarantee(
    limited.length > 0 && pricesOf(memory, question, since).includes(needed),
    'a refusal for credit names what the rooms cost',
    what,
  );
  guarantee(
    needed > have && have <= most && needed > least - (beside - needed),
    'a refusal for credit was true at an instant between question and answer',
    what,
  );
}

/** Of what was granted to such a request since then. */
function pricesOf(
  memory: Memory,
  { hotelId, agencyId, lines }: HoldQuestion,
  since: Invocation,
): (number | null)[] {
  const spelt = spellLines(lines);
  return memory.decisions
    .filter(
      (one) =>
        one.step > since.step &&
        one.granted &&
        one.hotelId === hotelId &&
        one.agencyId === agencyId &&
        one.lines === spelt,
    )
    .map(({ price }) => price);
}

/** How it stood at the question and at any later look. */
export function standingsSince(
  { standings }: AgencyMemory,
  since: Invocation,
): AgencyMemory['standings'] {
  const first = standings.findLastIndex(({ step }) => step <= since.step);
  return standings.slice(Math.max(0, first));
}
