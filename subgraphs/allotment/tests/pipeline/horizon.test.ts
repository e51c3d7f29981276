// How long an answer holds by itself: the first instant at which time alone could change it, and the
// first at which time alone could take rooms away (domain.md §2, `validUntil`).
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { amend, base, block, columns, contract, pool, share, sold } from './world.ts';
import type { Question } from './world.ts';

const FIRST = '2026-02-01T00:00:00Z';
const SECOND = '2026-02-02T00:00:00Z';
/** 7 days before the night of 10 March, at midnight in Bangkok. */
const WEEK_BEFORE = '2026-03-02T17:00:00Z';

const held = (expiresAt: string, allocation: { readonly block?: string } = {}): Fact => ({
  ...sold(1, allocation, { status: 'HELD', expiresAt }),
  id: `held-${expiresAt}`,
});
const heldOn = (line: string, date: string): Fact => ({
  ...sold(1, {}, { status: 'HELD', expiresAt: FIRST }),
  allocations: [{ line, date, rooms: 1 }],
});
const at = (instant: string | null): number => (instant === null ? Infinity : instantOf(instant));

interface Case {
  readonly facts: readonly Fact[];
  /** When the answer may change; null never. */
  readonly valid: string | null;
  /** When rooms may be lost; as `valid` without it. */
  readonly grants?: string | null;
  readonly question?: Question;
}

const withRelease = base(10, { release: [{ daysBefore: 7, keep: 5 }] });
const option = (optionAt: string) => block('b1', 4, { status: 'TENTATIVE', optionAt });
const cutOff = (cutoff: { at: string } | { daysBefore: number }) => block('b1', 4, { cutoff });

const CASES: Record<string, Case> = {
  'for ever without anything that time moves': {
    facts: [base(10), sold(1), block('b1', 1), share('AG1', 1)],
    valid: null,
    question: { agency: 'AG2' },
  },
  'until the next release': { facts: [withRelease], valid: WEEK_BEFORE },
  'past a release that has passed': {
    facts: [withRelease],
    valid: null,
    question: { asOf: WEEK_BEFORE },
  },
  'until the release of the next night, once that of the first has passed': {
    facts: [withRelease],
    valid: '2026-03-03T17:00:00Z',
    question: { asOf: WEEK_BEFORE, to: '2026-03-12' },
  },
  'past the release of a night after the contract’s last': {
    facts: [
      contract('k1', [{ roomType: 'A', release: [{ daysBefore: 7, keep: 5 }] }], {
        stayTo: '2026-03-11',
      }),
    ],
    valid: null,
    question: { asOf: WEEK_BEFORE, to: '2026-03-12' },
  },
  'until a release at its time of day': {
    facts: [base(10, { release: [{ daysBefore: 7, keep: 5 }], releaseTime: '18:00' })],
    valid: '2026-03-03T11:00:00Z',
  },
  'until the release of another agency’s rooms': {
    facts: [base(10), share('AG1', 4, { releaseDaysBefore: 7 })],
    valid: WEEK_BEFORE,
    question: { agency: 'AG2' },
  },
  'until the release of the next night’s rooms': {
    facts: [base(10), share('AG1', 4, { releaseDaysBefore: 7 })],
    valid: '2026-03-03T17:00:00Z',
    question: { agency: 'AG2', asOf: WEEK_BEFORE, to: '2026-03-12' },
  },
  'past the release of rooms on nights that are not asked for': {
    facts: [base(10), share('AG1', 4, { releaseDaysBefore: 7 })],
    valid: null,
    question: { agency: 'AG2', asOf: WEEK_BEFORE },
  },
  'until the first hold expires, which takes nothing away': {
    facts: [base(10), held(SECOND), held(FIRST)],
    valid: FIRST,
    grants: null,
  },
  'until the first hold on a block expires, which takes nothing away': {
    facts: [base(10), block('b1', 4), held(SECOND, { block: 'b1' }), held(FIRST, { block: 'b1' })],
    valid: FIRST,
    grants: null,
  },
  'past a hold that has expired': {
    facts: [base(10), held(FIRST)],
    valid: null,
    question: { asOf: FIRST },
  },
  'until a hold expires that gives a slice its rooms back while the released cap stays': {
    facts: [withRelease, share('AG1', 4), held(FIRST)],
    valid: FIRST,
  },
  'until a pick expires that gives a slice its rooms back while the released cap stays': {
    facts: [withRelease, share('AG1', 4), block('b1', 4), held(FIRST, { block: 'b1' })],
    valid: FIRST,
  },
  'until a hold expires on a line with releases alone': {
    facts: [withRelease, held(FIRST)],
    valid: FIRST,
    grants: WEEK_BEFORE,
  },
  'until a hold expires on a line with sub-allotments alone': {
    facts: [base(10), share('AG1', 4), held(FIRST)],
    valid: FIRST,
    grants: null,
  },
  'until the option of a tentative block': { facts: [base(10), option(FIRST)], valid: FIRST },
  'past an option that has passed': {
    facts: [base(10), option(FIRST)],
    valid: null,
    question: { asOf: FIRST },
  },
  'past the option of a block that is definite by now': {
    facts: [base(10), block('b1', 4, { status: 'DEFINITE', optionAt: FIRST })],
    valid: null,
  },
  'until a cut-off by days': { facts: [base(10), cutOff({ daysBefore: 7 })], valid: WEEK_BEFORE },
  'until a cut-off by instant': { facts: [base(10), cutOff({ at: FIRST })], valid: FIRST },
  'until the cut-off of a cell, which overrides the block’s': {
    facts: [
      base(10),
      block('b1', 4, {
        cutoff: { at: FIRST },
        cells: [{ line: 'k1/A', date: '2026-03-10', rooms: 4, cutoff: { at: SECOND } }],
      }),
    ],
    valid: SECOND,
  },
  'for ever beside amendments of a block that is not there': {
    facts: [base(10), amend('a', 2, 'b9')],
    valid: null,
  },
  'for ever beside a hold on the night after those asked for': {
    facts: [base(10), heldOn('k1/A', '2026-03-11')],
    valid: null,
  },
  'for ever beside a hold on the night before those asked for': {
    facts: [base(10), heldOn('k1/A', '2026-03-09')],
    valid: null,
  },
  'until a hold expires on a line of the pool that no contract has any more': {
    facts: [
      base(10),
      pool(12, ['k1/A', 'k9/A']),
      heldOn('k9/A', '2026-03-10'),
      { ...share('AG1', 1), line: 'k9/A' },
    ],
    valid: FIRST,
    grants: null,
  },
};

describe('an answer holds', () => {
  test.each(Object.entries(CASES))('%s', (_, { facts, valid, grants = valid, question }) => {
    expect(columns(facts, question)).toMatchObject({
      validUntil: at(valid),
      grantsUntil: at(grants),
    });
  });
});

describe('a cut-off', () => {
  test.each([
    ['by instant', { at: FIRST }, '2026-01-31T23:59:59.999999Z', FIRST],
    ['by days', { daysBefore: 7 }, '2026-03-02T16:59:59.999999Z', WEEK_BEFORE],
  ])('%s passes at its instant and not a moment before', (_, cutoff, before, then) => {
    const facts = [base(10), cutOff(cutoff)];
    expect(columns(facts, { asOf: before }).lines[0]?.available[0]).toBe(6);
    expect(columns(facts, { asOf: then }).lines[0]?.available[0]).toBe(10);
  });
});
