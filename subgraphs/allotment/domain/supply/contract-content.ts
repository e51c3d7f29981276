// What a contract says, apart from who said it when: equality, the number of one night, coverage.
// Pure; used by translate.ts, plan-supply.ts and guards.ts.
import { canonicalize } from 'json-canonicalize';
import type { ContractFact, ContractLine } from '../../../../shared/domain/facts.ts';
import { formatNight, isoWeekday, nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';

/** A CONTRACT fact without its head. */
export type ContractContent = Omit<
  ContractFact,
  'kind' | 'id' | 'rev' | 'recordedAt' | 'retracted'
>;

/** A CONTRACT fact before the ledger stamps it. */
export type ContractDraft = Omit<ContractFact, 'recordedAt' | 'retracted'>;

/** The content of a fact as it was read from the ledger. */
export function contentOf(fact: ContractDraft | ContractFact): ContractContent {
  const { kind: _kind, id: _id, rev: _rev, ...rest } = fact;
  const { recordedAt: _recordedAt, retracted: _retracted, ...content } = rest as ContractFact;
  return content;
}

/** Equal in all that is said, whatever the order of keys. */
export function sameContent(a: ContractContent, b: ContractContent): boolean {
  return canonicalize(a) === canonicalize(b);
}

/** Whether the contract covers the night (`stayFrom ≤ d < stayTo`, weekday allowed). */
export function covers(content: ContractContent, night: DayNumber): boolean {
  if (night < nightOf(content.stayFrom) || night >= nightOf(content.stayTo)) return false;
  return !content.daysOfWeek || content.daysOfWeek.includes(isoWeekday(night));
}

/** `base(ℓ,d)`: the night's own number if it has one, else the line's; null where there is none. */
export function baseOf(line: ContractLine, night: DayNumber): number | null {
  const own = line.byDate?.[formatNight(night)];
  return own === undefined ? line.quantity : own;
}

/** Rooms the contract promises for a night before any sale; ∞ for free sale, 0 on request. */
export function roomsOf(
  content: ContractContent | null,
  roomType: string,
  night: DayNumber,
): number {
  const line = content?.lines.find((candidate) => candidate.roomType === roomType);
  if (!content || !line || !covers(content, night) || content.contractKind === 'ON_REQUEST') {
    return 0;
  }
  if (content.contractKind === 'FREE_SALE' || line.poolFunded) return Infinity;
  return baseOf(line, night) ?? 0;
}

/**
 * A line with its nights' own numbers; nights that say what the line says anyway are left out, so
 * that the same numbers always make the same content.
 */
export function withNights(
  line: Omit<ContractLine, 'byDate'>,
  nights: ReadonlyMap<DayNumber, number | null>,
): ContractLine {
  const own = [...nights]
    .filter(([, rooms]) => rooms !== line.quantity)
    .sort(([a], [b]) => a - b)
    .map(([night, rooms]) => [formatNight(night), rooms] as const);
  return own.length === 0 ? { ...line } : { ...line, byDate: Object.fromEntries(own) };
}
