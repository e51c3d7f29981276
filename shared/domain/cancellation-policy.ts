// What a cancellation costs, and from when on. A policy is the hotel's (told by its supplier or set by
// an operator); a booking keeps the one it was held under. Pure; used by allotment, which knows the
// policies, and by reservation, which charges by them.
//
// Example: tiers 7 days before at 18:00 one night, 1 day before all of it; no-show all of it. A stay
// from 10 March in Bangkok is free before 3 March 11:00Z, costs its first night from then on, and
// everything from 8 March 17:00Z.
import { z } from 'zod';
import { wallTimeField } from './fact-fields.ts';
import { inputErrorsOf } from './input-error.ts';
import type { InputError } from './input-error.ts';
import { minuteOf, wallInstant } from './instants.ts';
import type { Micros } from './instants.ts';
import { invariant } from './invariant.ts';
import { basisPointsOf } from './money.ts';
import { nightOf } from './nights.ts';
import type { NightText } from './nights.ts';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';

/** The price of the first `nights` nights of the stay, or a share of the booking's total. */
export type Penalty =
  | { readonly kind: 'NIGHTS'; readonly nights: number }
  /** Basis points: 5000 is half. */
  | { readonly kind: 'PERCENT'; readonly bp: number };

export interface CancellationTier {
  /** The tier counts from this many days before check-in on, … */
  readonly daysBefore: number;
  /** … at this time `HH:MM` on the hotel's wall. */
  readonly time: string;
  readonly penalty: Penalty;
}

export interface CancellationPolicy {
  /** In the order in which they come to count: the earliest first, no two at one wall time. */
  readonly tiers: readonly CancellationTier[];
  readonly noShow: Penalty;
}

/** What a policy is applied to: one booking. */
export interface PolicyStay {
  readonly checkIn: NightText;
  /** The hotel's IANA zone. */
  readonly timezone: string;
  /**
   * Price of each night from check-in on, all rooms, in minor units; null where it has none. An
   * amount that needs a missing price is null too: unknown, not nothing.
   */
  readonly nightPrices: readonly (number | null)[];
}

export interface PenaltyStep {
  /** At this instant the penalty applies, not a microsecond before. */
  readonly from: Micros;
  readonly penalty: Penalty;
  /** Minor units of the booking's currency; null without a price. */
  readonly amount: number | null;
}

/** Bounds of a policy; from limits.ts, since the domain reads no configuration. */
export interface PolicyBounds {
  readonly tiersMax: number;
  readonly daysBeforeMax: number;
  readonly nightsMax: number;
  readonly bpMax: number;
}

/**
 * A policy out of what was given, its tiers in order and with their times. Refuses what is no policy,
 * each place by its JSON pointer: unknown fields and kinds, two tiers at one time, a later tier that
 * costs less than an earlier one of its kind.
 */
export function parseCancellationPolicy(
  given: unknown,
  bounds: PolicyBounds,
): Result<CancellationPolicy, InputError[]> {
  const parsed = policySchema(bounds).safeParse(given);
  if (!parsed.success) return err(inputErrorsOf(parsed.error.issues));
  return ok({ ...parsed.data, tiers: inOrder(parsed.data.tiers) });
}

/**
 * From when on a cancellation of the stay costs what, in order of time. Before the first step it is
 * free. Tiers that a clock change brings to one instant make one step, the later wall time's.
 */
export function penaltySteps(policy: CancellationPolicy, stay: PolicyStay): PenaltyStep[] {
  const checkIn = nightOf(stay.checkIn);
  const steps = policy.tiers.map(({ daysBefore, time, penalty }) => ({
    from: wallInstant(checkIn - daysBefore, minuteOf(time), stay.timezone),
    penalty,
    amount: penaltyAmount(penalty, stay.nightPrices),
  }));
  return steps.filter((step, at) => step.from !== steps[at + 1]?.from);
}

/** The step that a cancellation at `instant` falls into: the latest that has passed; null is free. */
export function penaltyAt(
  policy: CancellationPolicy,
  stay: PolicyStay,
  instant: Micros,
): PenaltyStep | null {
  return penaltySteps(policy, stay).findLast((step) => step.from <= instant) ?? null;
}

/**
 * The last instant at which a cancellation is still free, one microsecond before the first step that
 * costs anything. Null when none ever does.
 */
export function lastFreeInstant(policy: CancellationPolicy, stay: PolicyStay): Micros | null {
  const first = penaltySteps(policy, stay).find(({ penalty }) => !isNothing(penalty));
  return first ? first.from - 1 : null;
}

/** What a penalty comes to, in minor units; null where a price that it needs is missing. */
export function penaltyAmount(
  penalty: Penalty,
  nightPrices: readonly (number | null)[],
): number | null {
  if (isNothing(penalty)) return 0;
  const charged = penalty.kind === 'NIGHTS' ? nightPrices.slice(0, penalty.nights) : nightPrices;
  let sum = 0;
  for (const price of charged) {
    if (price === null) return null;
    sum += price;
  }
  invariant(Number.isSafeInteger(sum), 'the price of a stay is counted exactly');
  // Rate changes may bring a price below zero; nobody is paid for cancelling.
  return Math.max(0, penalty.kind === 'NIGHTS' ? sum : basisPointsOf(sum, penalty.bp));
}

function isNothing(penalty: Penalty): boolean {
  return penalty.kind === 'NIGHTS' ? penalty.nights === 0 : penalty.bp === 0;
}

function policySchema(bounds: PolicyBounds): z.ZodType<CancellationPolicy> {
  const penalty = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('NIGHTS'), nights: z.int().min(0).max(bounds.nightsMax) }),
    z.strictObject({ kind: z.literal('PERCENT'), bp: z.int().min(0).max(bounds.bpMax) }),
  ]);
  const tier = z.strictObject({
    daysBefore: z.int().min(0).max(bounds.daysBeforeMax),
    time: wallTimeField.default('00:00'),
    penalty,
  });
  const tiers = z.array(tier).max(bounds.tiersMax).superRefine(refuseDisorder);
  return z.strictObject({ tiers, noShow: penalty });
}

/** A wall time of a day strikes once; and waiting longer is never cheaper, where that can be told. */
function refuseDisorder(tiers: readonly CancellationTier[], context: z.RefinementCtx): void {
  const latest: Partial<Record<Penalty['kind'], number>> = {};
  let before: CancellationTier | undefined;
  for (const tier of inOrder(tiers)) {
    const at = tiers.indexOf(tier);
    if (before?.daysBefore === tier.daysBefore && before.time === tier.time) {
      context.addIssue({ code: 'custom', path: [at], message: 'Stands there twice' });
    }
    const { kind } = tier.penalty;
    const size = sizeOf(tier.penalty);
    if (size < (latest[kind] ?? 0)) {
      const message = 'Costs less than an earlier tier';
      context.addIssue({ code: 'custom', path: [at, 'penalty'], message });
    }
    latest[kind] = size;
    before = tier;
  }
}

function sizeOf(penalty: Penalty): number {
  return penalty.kind === 'NIGHTS' ? penalty.nights : penalty.bp;
}

function inOrder(tiers: readonly CancellationTier[]): CancellationTier[] {
  return tiers.toSorted(
    (left, right) =>
      right.daysBefore - left.daysBefore || minuteOf(left.time) - minuteOf(right.time),
  );
}
