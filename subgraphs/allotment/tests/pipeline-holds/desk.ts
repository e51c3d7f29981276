// Asks for holds in the small hotel of the pipeline's tests, in as few words as possible.
import type { ContractFact, Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import type { HoldDecisions } from '../../domain/decide-holds.ts';
import type { Grant, HoldLine, HoldRequest } from '../../domain/holds/hold-request.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { contract, EARLY, NEXT, NIGHT, TIMEZONE } from '../pipeline/world.ts';

export const line = (content: Partial<HoldLine> = {}): HoldLine => ({
  roomType: 'A',
  checkIn: NIGHT,
  checkOut: NEXT,
  rooms: 1,
  ...content,
});

/** A request of one line by AG1. */
export const request = (
  content: Partial<HoldLine> = {},
  rest: Partial<HoldRequest> = {},
): HoldRequest => ({ key: 'r', agency: 'AG1', lines: [line(content)], ...rest });

export function decide(
  facts: readonly Fact[],
  requests: readonly HoldRequest[],
  asOf: string = EARLY,
): HoldDecisions {
  const when = { timezone: TIMEZONE, asOf: instantOf(asOf) };
  return decideHolds(buildFactBook(facts), when, requests);
}

/** What a single request is granted; fails the test when it is refused. */
export function granted(
  facts: readonly Fact[],
  asked: HoldRequest = request(),
  asOf: string = EARLY,
): Grant {
  const result = decide(facts, [asked], asOf).decisions[0]?.result;
  if (!result?.ok) throw new Error(`refused: ${JSON.stringify(result?.error)}`);
  return result.value;
}

/** `['2026-03-10 2 k1/A']`: night, rooms and line of what was granted. */
export function taken(
  facts: readonly Fact[],
  asked: HoldRequest = request(),
  asOf: string = EARLY,
): string[] {
  return granted(facts, asked, asOf).nights.map(
    ({ night, rooms, line: lineId }) => `${night} ${rooms} ${lineId}`,
  );
}

/** Why a single request is refused; fails the test when it is granted. */
export function refused(
  facts: readonly Fact[],
  asked: HoldRequest = request(),
  asOf: string = EARLY,
): readonly Reason[] {
  const result = decide(facts, [asked], asOf).decisions[0]?.result;
  if (!result || result.ok) throw new Error(`granted: ${JSON.stringify(result?.value)}`);
  return result.error;
}

/** Two nights. */
export const STAY = { checkIn: '2026-03-10', checkOut: '2026-03-12' };

/** Ten rooms of type A on the nights of `[from, to)`. */
export const nightsOf = (
  id: string,
  from: string,
  to: string,
  content: Partial<ContractFact> = {},
): ContractFact => contract(id, [{ roomType: 'A' }], { stayFrom: from, stayTo: to, ...content });
