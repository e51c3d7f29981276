// A hotel's facts, what operators propose, and the decision on it: for tests without a database.
import type { Fact } from '../../../../shared/domain/facts.ts';
import type { ChangeDecision } from '../../domain/changes/decide-change.ts';
import { decideChange } from '../../domain/changes/decide-change.ts';
import type { Content, Creation, FactRevision, Proposal } from '../../domain/changes/proposal.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';

const RECORDED = '2026-03-01T00:00:00Z';
export const CLOCK = '2026-03-05T05:00:00Z';

export const head = (kind: string, id: string, rev = 1) => ({
  kind,
  id,
  rev,
  recordedAt: RECORDED,
});
export const k1 = {
  ...head('CONTRACT', 'k1'),
  stayFrom: '2026-03-01',
  stayTo: '2026-04-01',
  contractKind: 'ALLOTMENT',
  lines: [{ roomType: 'A', quantity: 10, rate: 1_000 }],
} as unknown as Fact;
export const k2 = { ...k1, id: 'k2', lines: [{ roomType: 'A', quantity: 3 }] } as unknown as Fact;

export function booking(id: string, rooms: number, ...dates: string[]): Fact {
  const allocations = dates.map((date) => ({ line: 'k1/A', date, rooms }));
  const body = { agency: 'SIAM', status: 'CONFIRMED', heldAt: RECORDED, allocations };
  return { ...head('BOOKING', id), ...body } as unknown as Fact;
}

export const stop = (changes: Content = {}): Content => ({
  type: 'STOP_SALE',
  target: { line: 'k1/A' },
  from: '2026-03-10',
  to: '2026-03-12',
  mode: 'FULL',
  ...changes,
});
export const reduce = (n: number): Content => ({
  type: 'REDUCE_ALLOTMENT',
  target: { line: 'k1/A' },
  from: '2026-03-10',
  to: '2026-03-12',
  n,
});

export function create(id: string, content: Content, kind: Proposal['kind'] = 'EVENT'): Creation {
  return { action: 'create', kind, id, content, pointer: '', idPointer: '/id' };
}

export function retract(id: string): Proposal {
  return { action: 'retract', kind: 'EVENT', id, revision: null, pointer: '', idPointer: '/id' };
}

export function decide(
  facts: readonly Fact[],
  proposals: readonly Proposal[],
  reach = { nightsBack: 62, nightsAhead: 760, cells: 40_000 },
): ChangeDecision {
  const book: FactBook = buildFactBook(facts);
  const scene = { book, timezone: 'Asia/Bangkok', clock: CLOCK, reach, agencyViewsMax: 20 };
  return decideChange(scene, proposals, facts.map(revisionOf));
}

export function revisionOf(fact: Fact, at: number): FactRevision {
  const { kind, id, rev, recordedAt, retracted, ...content } = fact;
  const head = { kind: kind as FactRevision['kind'], id, rev, recordedAt, seq: at + 1 };
  return { ...head, retracted: retracted ?? false, content };
}

export function planned(decision: ChangeDecision) {
  if (decision.verdict !== 'PLANNED') throw new Error(JSON.stringify(decision));
  return decision;
}
