// What operators propose meets what is there: laws among facts, revisions, things done before.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { decideChange } from '../../domain/changes/decide-change.ts';
import type { ChangeDecision } from '../../domain/changes/decide-change.ts';
import type { Content, Proposal } from '../../domain/changes/proposal.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import {
  CLOCK,
  create,
  decide,
  head,
  k1,
  planned,
  reduce,
  retract,
  revisionOf,
} from './decided.ts';

describe('laws among facts', () => {
  const pool = (id: string, ...lines: string[]) =>
    create(id, { members: lines.map((line) => ({ line, weight: 1 })), budget: 5 }, 'POOL');
  const poolFact = (id: string, ...lines: string[]) =>
    ({ ...head('POOL', id), ...pool(id, ...lines).content }) as unknown as Fact;
  const reasons = (decision: ChangeDecision) =>
    decision.verdict === 'REFUSED' ? decision.reasons : [];

  test('pools that cross are refused, nested and disjoint ones are not', () => {
    const facts = [k1, poolFact('p', 'k1/A', 'k2/A')];
    expect(reasons(decide(facts, [pool('q', 'k2/A', 'k3/A')]))).toMatchObject([
      { code: 'POOL_NOT_NESTED', path: '/members', pool: 'p' },
    ]);
    expect(decide(facts, [pool('q', 'k2/A')]).verdict).toBe('PLANNED');
    expect(decide(facts, [pool('q', 'k3/A')]).verdict).toBe('PLANNED');
  });

  test('pools are judged on winners: one that was narrowed crosses no more', () => {
    const narrowed = { ...poolFact('p', 'k1/A'), rev: 2 };
    const facts = [k1, poolFact('p', 'k1/A', 'k2/A'), narrowed];
    expect(decide(facts, [pool('q', 'k2/A', 'k3/A')]).verdict).toBe('PLANNED');
  });

  test('an agency has one sub-allotment per line', () => {
    const content = { line: 'k1/A', agency: 'SIAM', rooms: 2 };
    const known = { ...head('SUBALLOTMENT', 's'), ...content } as unknown as Fact;
    expect(reasons(decide([k1, known], [create('t', content, 'SUBALLOTMENT')]))).toMatchObject([
      { code: 'BAD_INPUT', path: '/agency' },
    ]);
    const others = { ...content, agency: 'NORD' };
    expect(decide([k1, known], [create('t', others, 'SUBALLOTMENT')]).verdict).toBe('PLANNED');
  });
});

describe('a proposal against what is there', () => {
  const first = { ...head('EVENT', 'e'), ...reduce(4) } as unknown as Fact;
  const second = { ...first, rev: 2, n: 6, recordedAt: '2026-03-02T00:00:00Z' } as unknown as Fact;
  const gone = { ...head('EVENT', 'e', 3), retracted: true } as unknown as Fact;
  const amend = (revision: number, content: Content): Proposal => ({
    ...create('e', content),
    action: 'amend',
    revision,
  });

  test('a creation that comes again is done, also after the event was amended or retracted', () => {
    for (const facts of [[first], [first, second], [second, first], [first, second, gone]]) {
      expect(decide([k1, ...facts], [create('e', reduce(4))])).toMatchObject({
        verdict: 'DONE',
        revision: { rev: 1 },
      });
    }
  });

  test('a creation with other content names every field that differs', () => {
    const other = { ...reduce(5), to: '2026-03-13' };
    expect(decide([k1, first], [create('e', other)])).toMatchObject({
      verdict: 'REFUSED',
      reasons: [
        { code: 'DUPLICATE_REFERENCE', path: '/n' },
        { code: 'DUPLICATE_REFERENCE', path: '/to' },
      ],
    });
  });

  test('an id that a hardblock has is taken, and cannot be amended or retracted here', () => {
    const block = { ...head('EVENT', 'e'), type: 'BLOCK_CONTRACT', status: 'DEFINITE' };
    const facts = [k1, { ...block, agency: 'SIAM', cells: [] } as unknown as Fact];
    expect(decide(facts, [create('e', reduce(4))])).toMatchObject({
      reasons: [{ code: 'DUPLICATE_REFERENCE', path: '/id' }],
    });
    expect(decide(facts, [amend(1, reduce(4))])).toMatchObject({
      reasons: [{ code: 'NOT_FOUND' }],
    });
    expect(decide(facts, [retract('e')])).toMatchObject({ reasons: [{ code: 'NOT_FOUND' }] });
  });

  test('an amendment is the next revision, comes twice without harm and late in vain', () => {
    expect(planned(decide([k1, first], [amend(1, reduce(6))])).facts).toMatchObject([
      { action: 'AMENDED', fact: { rev: 2, n: 6 } },
    ]);
    expect(decide([k1, first, second], [amend(1, reduce(6))])).toMatchObject({ verdict: 'DONE' });
    expect(decide([k1, first, second], [amend(1, reduce(7))])).toMatchObject({
      reasons: [{ code: 'PREVIEW_STALE', path: '/revision', needed: 1, have: 2 }],
    });
    expect(planned(decide([k1, first, second, gone], [amend(3, reduce(7))])).facts).toMatchObject([
      { fact: { rev: 4 } },
    ]);
  });

  test('a retraction comes twice without harm; with a revision, only that one is taken back', () => {
    const named = (revision: number): Proposal => ({ ...retract('e'), revision }) as Proposal;
    expect(planned(decide([k1, first], [retract('e')])).facts).toMatchObject([
      { action: 'RETRACTED', fact: { rev: 2, retracted: true } },
    ]);
    expect(decide([k1, first, second, gone], [retract('e')]).verdict).toBe('DONE');
    expect(decide([k1, first, second, gone], [named(2)]).verdict).toBe('DONE');
    expect(decide([k1, first, second], [named(1)])).toMatchObject({
      reasons: [{ code: 'PREVIEW_STALE' }],
    });
  });

  test('revisions read at another state than the book are read again', () => {
    const book = buildFactBook([k1, first, second]);
    const scene = {
      book,
      timezone: 'UTC',
      clock: CLOCK,
      reach: { nightsBack: 1, nightsAhead: 1, cells: 40_000 },
      agencyViewsMax: 1,
    };
    expect(decideChange(scene, [retract('e')], [first].map(revisionOf)).verdict).toBe('TORN');
  });
});
