// Arbitrary queries that provoke interactions, for comparing the pipeline with the model and for the
// model's own laws. All shrink; every query is valid in the sense of domain.md §9.
import fc from 'fast-check';
import type { Fact, Retraction } from '../../domain/facts.ts';
import { anyAmendment, anyBlock, anyBooking, anyRelease } from './arbitrary-consumption.ts';
import {
  anyAudience,
  anyContract,
  anyPool,
  anySubAllotment,
  anyTargetedEvent,
} from './arbitrary-supply.ts';
import type { ResolveQuery } from './query.ts';
import {
  AGENCIES,
  anyMoment,
  anyNight,
  anyNudge,
  anySetting,
  RECORDED_AT,
  type Setting,
} from './setting.ts';
import { instant, instantText, plusDays, wallInstant } from './time.ts';

export type AnyFact = Fact | Retraction;

/** Arbitrary valid queries. */
export function anyQuery(): fc.Arbitrary<ResolveQuery> {
  return anySetting().chain(queryIn);
}

/** A query, and one fact more that could be appended to it: the query stays valid with it. */
export function anyQueryAndFact(): fc.Arbitrary<{ query: ResolveQuery; fact: AnyFact }> {
  return anySetting().chain((setting) =>
    fc.record({ query: queryIn(setting), fact: anyFact(setting) }),
  );
}

/** One fact of any kind. */
export function anyFact(setting: Setting): fc.Arbitrary<AnyFact> {
  return fc.oneof(
    anyContract(setting),
    anyAudience(),
    anyTargetedEvent(setting),
    anyBlock(setting),
    anyAmendment(setting),
    anyRelease(setting),
    anyPool(setting),
    anySubAllotment(setting),
    anyBooking(setting),
  );
}

export function queryIn(setting: Setting): fc.Arbitrary<ResolveQuery> {
  return fc
    .record(
      {
        facts: anyFacts(setting),
        from: anyNight(setting, -1, 1),
        length: fc.integer({ min: 1, max: 5 }),
        asOf: fc.record({ moment: anyMoment(setting), pick: fc.nat(999), nudge: anyNudge() }),
        knownAt: anyKnownAt(),
        agency: fc.constantFrom(...AGENCIES, 'AG9'),
      },
      { requiredKeys: ['facts', 'from', 'length', 'asOf'] },
    )
    .map(({ length, asOf, ...rest }) => ({
      hotel: { id: 'H1', timezone: setting.timezone },
      ...rest,
      to: plusDays(rest.from, length),
      asOf: asOfNear(rest.facts, setting, asOf),
    }));
}

/** Mostly the head of the stream, else a moment before, between or at the moments of writing. */
function anyKnownAt(): fc.Arbitrary<string> {
  const last = '2026-01-06T09:00:00Z';
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(last) },
    { weight: 1, arbitrary: fc.constantFrom(...RECORDED_AT, '2026-01-05T08:59:59.999999Z') },
  );
}

function anyFacts(setting: Setting): fc.Arbitrary<AnyFact[]> {
  const some = (fact: fc.Arbitrary<AnyFact>, minLength: number, maxLength: number) =>
    fc.array(fact, { minLength, maxLength, size: 'max' });
  return fc
    .tuple(
      some(anyContract(setting), 1, 7),
      some(anyAudience(), 0, 2),
      some(anyTargetedEvent(setting), 0, 12),
      some(anyBlock(setting), 0, 4),
      some(anyAmendment(setting), 0, 3),
      some(anyRelease(setting), 0, 3),
      some(anyPool(setting), 0, 4),
      some(anySubAllotment(setting), 0, 6),
      some(anyBooking(setting), 0, 12),
    )
    .map((kinds) => kinds.flat());
}

/**
 * Half of the time a moment of the setting, else on or beside an instant at which one of the facts
 * changes what counts: an expiry, an option date, a cut-off, a release.
 */
function asOfNear(
  facts: readonly AnyFact[],
  setting: Setting,
  choice: { moment: string; pick: number; nudge: bigint },
): string {
  const turns = facts.flatMap((fact) => turningPoints(fact, setting));
  const turn = turns[Math.floor(choice.pick / 2) % Math.max(1, turns.length)];
  if (choice.pick % 2 === 0 || turn === undefined) return choice.moment;
  return instantText(turn + choice.nudge);
}

function turningPoints(fact: AnyFact, setting: Setting): bigint[] {
  // A bare retraction has no content, so its kind promises nothing.
  if (!hasContent(fact)) return [];
  const on = (offset: number, time = '00:00'): bigint =>
    wallInstant(plusDays(setting.day0, offset), time, setting.timezone);
  switch (fact.kind) {
    case 'BOOKING':
      return fact.expiresAt === undefined ? [] : [instant(fact.expiresAt)];
    case 'CONTRACT':
      return fact.lines.flatMap((line) =>
        (line.release ?? []).map((stage) => on(2 - stage.daysBefore, line.releaseTime)),
      );
    case 'SUBALLOTMENT':
      return fact.releaseDaysBefore === undefined ? [] : [on(2 - fact.releaseDaysBefore)];
    case 'EVENT': {
      if (fact.type !== 'BLOCK_CONTRACT') return [];
      const options = fact.optionAt === undefined ? [] : [instant(fact.optionAt)];
      const cutoffs = [fact.cutoff, ...fact.cells.map((cell) => cell.cutoff)];
      const passed = cutoffs.flatMap((cutoff) => {
        if (cutoff === undefined) return [];
        return 'at' in cutoff ? [instant(cutoff.at)] : [on(2 - cutoff.daysBefore, cutoff.time)];
      });
      return [...options, ...passed];
    }
    default:
      return [];
  }
}

function hasContent(fact: AnyFact): fact is Fact {
  return Object.keys(fact).length > 5;
}

/**
 * The same set of facts, delivered otherwise: some twice, with their keys in another order, all in an
 * order of the seed's choosing. The same seed gives the same delivery.
 */
export function shuffleDuplicate(facts: readonly AnyFact[], seed: number): AnyFact[] {
  const next = randomBelow(seed);
  const delivered = [...facts];
  for (const fact of facts) {
    if (next(3) === 0) delivered.push(withKeysReversed(fact));
  }
  for (let i = delivered.length - 1; i > 0; i -= 1) {
    const j = next(i + 1);
    const [a, b] = [delivered[i], delivered[j]];
    if (a === undefined || b === undefined) continue;
    delivered[i] = b;
    delivered[j] = a;
  }
  return delivered;
}

function withKeysReversed(fact: AnyFact): AnyFact {
  return Object.fromEntries(Object.entries(fact).reverse()) as unknown as AnyFact;
}

/** A small congruential generator; good enough to shuffle, and the same everywhere. */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
