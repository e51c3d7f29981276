// The decision behind every operator's write: what would be recorded, what it does to the numbers, or
// why not. Pure; the same for dry runs, commits and previews that are committed later.
import { localNight, instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { Fact, Retraction as RetractedFact } from '../../../../shared/domain/facts.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { firstFailingClass } from '../../../../shared/domain/reason-codes.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { shortfallsOf, worsened } from '../incidents/shortfalls.ts';
import type { Shortfall } from '../incidents/shortfalls.ts';
import { affectedNights, clip } from './affected-nights.ts';
import type { Nights } from './affected-nights.ts';
import { bookingsAtRisk } from './bookings-at-risk.ts';
import { brokenRules, missingTargets } from './change-rules.ts';
import { compareBooks } from './compare-books.ts';
import type { Looking, View } from './compare-books.ts';
import type { ChangeEffect, ChangeWarning } from './effect.ts';
import type { FactRevision, Proposal } from './proposal.ts';
import { settleProposal, winnerOf } from './settle-proposal.ts';
import type { AuditAction } from './settle-proposal.ts';
import { trialBook } from './trial-book.ts';

/** The hotel at one moment, and the bounds within which nights are compared. */
export interface Scene {
  readonly book: FactBook;
  readonly timezone: string;
  /** Instant of the decision. */
  readonly clock: string;
  /** Nights around the hotel's today, and no more than can be compared in a moment. */
  readonly reach: {
    readonly nightsBack: number;
    readonly nightsAhead: number;
    /** Lines × nights. */
    readonly cells: number;
  };
  readonly agencyViewsMax: number;
}

export interface PlannedFact {
  readonly fact: NewFact;
  readonly action: AuditAction;
}

export type ChangeDecision =
  /** The revisions were read at another state of the ledger than the book: read again. */
  | { readonly verdict: 'TORN' }
  | { readonly verdict: 'REFUSED'; readonly reasons: Reason[] }
  /** All of it was recorded before; the revision recorded last. */
  | { readonly verdict: 'DONE'; readonly revision: FactRevision }
  | {
      readonly verdict: 'PLANNED';
      readonly facts: readonly PlannedFact[];
      readonly effect: ChangeEffect;
      readonly warnings: readonly ChangeWarning[];
      /** Nights that come to miss rooms, or more than they did. */
      readonly shortfalls: readonly Shortfall[];
      readonly validUntil: Micros;
    };

/** `revisions`: all of the kinds and ids that the proposals name. `nights` fixes what is compared. */
export function decideChange(
  scene: Scene,
  proposals: readonly Proposal[],
  revisions: readonly FactRevision[],
): ChangeDecision {
  const known = Map.groupBy(revisions, keyOf);
  if (
    proposals.some((proposal) => isTorn(scene.book, proposal, known.get(keyOf(proposal)) ?? []))
  ) {
    return { verdict: 'TORN' };
  }
  const settled = proposals.map((proposal) =>
    settleProposal(proposal, known.get(keyOf(proposal)) ?? []),
  );
  const news = settled.flatMap((result, at) =>
    result.ok && result.value.verdict === 'NEW'
      ? [{ ...result.value, proposal: proposals[at] as Proposal }]
      : [],
  );
  const facts = news.map(({ fact, action }) => ({ fact, action }));
  const changed = news.map(({ proposal }) => proposal);
  const trial = trialOf(scene, facts);
  const reasons = [
    ...settled.flatMap((result) => (result.ok ? [] : result.error)),
    ...brokenRules(trial.after, changed),
  ];
  if (reasons.length > 0) return { verdict: 'REFUSED', reasons: firstFailingClass(reasons) };
  const done = settled.flatMap((result) =>
    result.ok && result.value.verdict === 'DONE' ? [result.value.revision] : [],
  );
  const [last] = done.sort((left, right) => right.seq - left.seq);
  if (facts.length === 0 && last) return { verdict: 'DONE', revision: last };
  return plan(scene, trial, facts, changed);
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

function isTorn(book: FactBook, proposal: Proposal, revisions: readonly FactRevision[]): boolean {
  return book.winners[proposal.kind].get(proposal.id)?.rev !== winnerOf(revisions)?.rev;
}

interface Trial {
  readonly after: FactBook;
  /** What the change touches within reach; null for nothing. */
  readonly nights: Nights | null;
  /** Some of what it touches lies out of reach. */
  readonly isCut: boolean;
  readonly touched: readonly (Fact | RetractedFact)[];
}

function trialOf({ book, timezone, clock, reach }: Scene, facts: readonly PlannedFact[]): Trial {
  const proposed = facts.map(({ fact }) => ({ ...fact, recordedAt: clock }) as Fact);
  const replaced = proposed.flatMap(({ kind, id }) => book.winners[kind].get(id) ?? []);
  const touched = [...replaced, ...proposed];
  const all = affectedNights(touched, book);
  const today = localNight(instantOf(clock), timezone);
  const nightsMax = Math.floor(reach.cells / Math.max(1, book.index.lines.size));
  const near = clip(all, { from: today - reach.nightsBack, to: today + reach.nightsAhead });
  const nights = near && cutTo(nightsMax, near, today);
  return {
    after: trialBook(book, proposed, nights),
    nights,
    isCut: all !== null && (all.from !== nights?.from || all.to !== nights.to),
    touched,
  };
}

/** Where not all can be compared, the nights to come go before those that are over. */
function cutTo(nightsMax: number, near: Nights, today: DayNumber): Nights {
  if (near.to - near.from <= nightsMax) return near;
  const from = near.to > today ? Math.max(near.from, today) : near.from;
  return { from, to: Math.min(near.to, from + nightsMax) };
}

function plan(
  scene: Scene,
  trial: Trial,
  facts: readonly PlannedFact[],
  proposals: readonly Proposal[],
): ChangeDecision {
  const { effect, validUntil } = effectOf(scene, trial);
  const warnings = missingTargets(scene.book, proposals);
  if (trial.isCut) warnings.push(OUT_OF_REACH);
  if (effect.cells.length + effect.roomTypes.length === 0) warnings.push(NOTHING_CHANGES);
  const shortfalls = shortfallsFrom(scene, trial);
  return { verdict: 'PLANNED', facts, effect, warnings, shortfalls, validUntil };
}

/** From the hotel's today on: nights that are over fall short of nothing any more. */
function shortfallsFrom({ book, timezone, clock }: Scene, { after, nights }: Trial): Shortfall[] {
  const asOf = instantOf(clock);
  const ahead = clip(nights, { from: localNight(asOf, timezone), to: Infinity });
  if (!ahead) return [];
  const looking = { timezone, asOf, nights: ahead };
  return worsened(shortfallsOf(book, looking), shortfallsOf(after, looking));
}

const NOTHING_CHANGES: ChangeWarning = {
  code: 'NOTHING_CHANGES',
  message: 'No number within reach changes.',
  path: null,
};
const OUT_OF_REACH: ChangeWarning = {
  code: 'NIGHTS_OUT_OF_REACH',
  message: 'It also concerns nights that lie too far back or ahead to be compared.',
  path: null,
};

function effectOf(
  scene: Scene,
  { after, nights, touched }: Trial,
): { effect: ChangeEffect; validUntil: Micros } {
  const { book, timezone, clock } = scene;
  const asOf = instantOf(clock);
  if (!nights) {
    const today = formatNight(localNight(asOf, timezone));
    const nothing = { cells: [], roomTypes: [], bookingsAtRisk: [] };
    return { effect: { from: today, to: today, ...nothing }, validUntil: Infinity };
  }
  const looking: Looking = { timezone, asOf, nights };
  const compared = viewsOf(touched, scene.agencyViewsMax).map((view) =>
    compareBooks(book, after, looking, view),
  );
  const cells = compared.flatMap((comparison) => comparison.cells);
  const effect = {
    from: formatNight(nights.from),
    to: formatNight(nights.to),
    cells,
    roomTypes: compared.flatMap((comparison) => comparison.roomTypes),
    bookingsAtRisk: bookingsAtRisk(book, asOf, cells),
  };
  return { effect, validUntil: Math.min(...compared.map((comparison) => comparison.validUntil)) };
}

/** No agency's id is empty: it stands for all that the change does not name. */
const ANY_OTHER = '';

/** The house always; agencies' own views where the change is about agencies. */
function viewsOf(touched: readonly (Fact | RetractedFact)[], max: number): View[] {
  const agencies = new Set(touched.flatMap(agenciesOf));
  const house: View = { name: 'HOUSE', agency: null };
  if (agencies.size === 0) return [house];
  const named = [...agencies].sort().slice(0, max);
  return [
    house,
    ...named.map((agency): View => ({ name: 'AGENCY', agency })),
    { name: 'OTHER_AGENCIES', agency: ANY_OTHER },
  ];
}

function agenciesOf(fact: Fact | RetractedFact): readonly string[] {
  if (fact.kind === 'SUBALLOTMENT' && 'agency' in fact) return [fact.agency];
  if ((fact.kind === 'AUDIENCE' || fact.kind === 'CONTRACT') && 'agencies' in fact) {
    return fact.agencies ?? [];
  }
  return [];
}
