// Arbitrary queries that provoke interactions, for comparing the pipeline with the model and for the
// model's own laws. All shrink; every query is valid in the sense of domain.md §9.
import fc from 'fast-check';
import type { Cutoff, Fact, Retraction } from '../../domain/facts.ts';
import {
  anyAmendment,
  anyBlock,
  anyBooking,
  anyCodePointTie,
  anyRelease,
} from './arbitrary-consumption.ts';
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
      fc.oneof(
        { weight: 9, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: anyCodePointTie(setting) },
      ),
    )
    .map((kinds) => kinds.flat());
}

/**
 * Seldom a moment of the setting, mostly on or beside an instant at which one of the facts changes
 * what counts: an expiry, an option date, a cut-off, a release.
 */
function asOfNear(
  facts: readonly AnyFact[],
  setting: Setting,
  choice: { moment: string; pick: number; nudge: bigint },
): string {
  const turning = facts.map((fact) => turningPoints(fact, setting, choice.pick % 5));
  const turns = turning.filter((points) => points.length > 0);
  const ofFact = turns[choice.pick % Math.max(1, turns.length)] ?? [];
  const turn = ofFact[choice.pick % Math.max(1, ofFact.length)];
  if (choice.pick % 4 === 0 || turn === undefined) return choice.moment;
  return instantText(turn + choice.nudge);
}

/** For what is counted back from a night, the night `day0 + offset`. */
function turningPoints(fact: AnyFact, setting: Setting, offset: number): bigint[] {
  // A bare retraction has no content, so its kind promises nothing.
  if (!hasContent(fact)) return [];
  const before = (days: number, time = '00:00'): bigint =>
    wallInstant(plusDays(setting.day0, offset - days), time, setting.timezone);
  const fixed = (text: string | undefined): bigint[] => (text === undefined ? [] : [instant(text)]);
  const cutoff = (c: Cutoff | undefined): bigint[] => {
    if (c === undefined) return [];
    return 'at' in c ? fixed(c.at) : [before(c.daysBefore, c.time)];
  };
  if (fact.kind === 'BOOKING') return fixed(fact.expiresAt);
  if (fact.kind === 'CONTRACT') {
    return fact.lines.flatMap(({ release = [], releaseTime }) =>
      release.map((stage) => before(stage.daysBefore, releaseTime)),
    );
  }
  if (fact.kind === 'SUBALLOTMENT') {
    return fact.releaseDaysBefore === undefined ? [] : [before(fact.releaseDaysBefore)];
  }
  if (fact.kind !== 'EVENT' || fact.type !== 'BLOCK_CONTRACT') return [];
  const cutoffs = [fact.cutoff, ...fact.cells.map((cell) => cell.cutoff)];
  return [...fixed(fact.optionAt), ...cutoffs.flatMap(cutoff)];
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
