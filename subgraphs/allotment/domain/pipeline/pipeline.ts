// Contracts → ContractResolver → EventApplier → PoolBudget: from a hotel's facts to the rooms that
// are available per line, room type and night. Pure; called by every read and every decision.
import type { Micros } from '../../../../shared/domain/instants.ts';
import { resolveContracts } from './contract-resolver.ts';
import { linesOf } from './contracts.ts';
import { applyEvents } from './event-applier.ts';
import type { FactBook } from './fact-book.ts';
import type { Moment } from './moment.ts';
import { budgetPools } from './pool-budget.ts';
import type { Budget } from './resolved.ts';
import type { ResolveQuery } from './query.ts';
import { settingOf } from './setting.ts';
import type { Span } from './span.ts';

export interface Resolution extends Budget {
  readonly span: Span;
  /** The next instant at which time alone could change the answer; ∞ if there is none. */
  readonly validUntil: Micros;
  /** The next instant at which time alone could take rooms away; ≥ `validUntil`. */
  readonly grantsUntil: Micros;
}

/** What the book says of the nights asked for, as columns with one element per night. */
export function resolve({ index }: FactBook, query: ResolveQuery, moment?: Moment): Resolution {
  const setting = settingOf(index, query, moment);
  const offered = linesOf(setting);
  const covered = resolveContracts(setting, offered);
  const applied = applyEvents(setting, covered);
  const budget = budgetPools(setting, applied);
  return { ...budget, span: setting.span, ...setting.horizon };
}
