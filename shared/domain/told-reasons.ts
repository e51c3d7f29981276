// Reasons as a seller may hear them (domain.md §10): that rooms are sold, kept or given back, not for whom
// nor in which shared stock. A pool's or another agency's number beside the line's own would tell by
// difference what others hold, so all limits of a line say what the line has in the end; and which of them
// it is, asked for ever more rooms, would tell the same.
import type { Reason, ReasonCode } from './reason-codes.ts';

const LIMITS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'SOLD_OUT_LINE',
  'SOLD_OUT_POOL',
  'PROTECTED_FOR_OTHER',
  'RELEASED',
]);
const TOLD_AS_SOLD: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'SOLD_OUT_POOL',
  'PROTECTED_FOR_OTHER',
  'RELEASED',
]);

/** One reason per code and line, pools left out, each with the least that any limit leaves. */
export function reasonsForSeller(reasons: readonly Reason[]): Reason[] {
  const least = new Map<string, number>();
  for (const { code, line = '', have } of reasons) {
    if (!LIMITS.has(code) || have === undefined) continue;
    least.set(line, Math.min(have, least.get(line) ?? have));
  }
  const told = new Map<string, Reason>();
  for (const { pool: _, ...reason } of reasons) {
    const code = TOLD_AS_SOLD.has(reason.code) ? 'SOLD_OUT_LINE' : reason.code;
    const have = LIMITS.has(code) ? least.get(reason.line ?? '') : reason.have;
    const key = JSON.stringify([code, reason.line, reason.path]);
    const nights = [...new Set([...(told.get(key)?.nights ?? []), ...(reason.nights ?? [])])];
    told.set(key, {
      ...reason,
      code,
      ...(have === undefined ? {} : { have }),
      ...(nights.length === 0 ? {} : { nights: nights.sort() }),
    });
  }
  return [...told.values()];
}
