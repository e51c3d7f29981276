// What of an explanation each role hears: sums stay exact, and a seller hears nothing that others' facts
// could change while its own number stays the same.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { AnyFact } from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import type { ExplainQuery } from '../../domain/explain/scene.ts';
import { tellExplanation } from '../../domain/explain/tell.ts';
import type { Audience, ToldExplanation } from '../../domain/explain/tell.ts';
import { sumOf } from '../../domain/explain/terms.ts';
import { explainLine, explainRoomType } from '../../domain/pipeline/explain.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import {
  amend,
  base,
  block,
  contract,
  EARLY,
  event,
  increase,
  NIGHT,
  pool,
  reduce,
  share,
  sold,
  TIMEZONE,
} from '../pipeline/world.ts';

const RUNS = propertyRuns(150);

const question = (agency: string | null): ExplainQuery => ({
  timezone: TIMEZONE,
  night: nightOf(NIGHT),
  asOf: instantOf(EARLY),
  agency,
  bookingsNamedMax: 3,
});

function told(facts: readonly AnyFact[], audience: Audience, agency: string | null = null) {
  const explained = explainRoomType(buildFactBook(facts), question(agency), 'A');
  if (!explained) throw new Error('nothing to explain');
  return tellExplanation(explained, audience);
}

/** `BASE +10 *` for the binding one. */
const lines = ({ terms }: ToldExplanation): string[] =>
  terms.map(
    ({ kind, rooms, binding }) => `${kind} ${rooms < 0 ? '' : '+'}${rooms}${binding ? ' *' : ''}`,
  );

const booked = (id: string, rooms: number, agency: string): Fact => ({
  ...sold(rooms, {}, { agency }),
  id,
});

describe('an operator hears', () => {
  test('contract 10, plus 2, minus a block of 5, minus 4 sold is 3, each with its source', () => {
    const facts = [base(10), increase(2), block('b1', 4), amend('a1', 1), booked('bkg', 4, 'AG2')];
    const { terms, available } = told(facts, 'OPERATOR');
    expect(available).toBe(3);
    expect(terms.map(({ kind, rooms, agency, sources }) => [kind, rooms, agency, sources])).toEqual(
      [
        ['BASE', 10, null, [{ kind: 'CONTRACT', id: 'k1', rev: 1 }]],
        ['INCREASE', 2, null, [{ kind: 'EVENT', id: 'i2', rev: 1 }]],
        [
          'BLOCK',
          -5,
          'AG1',
          [
            { kind: 'BLOCK', id: 'b1', rev: 1 },
            { kind: 'EVENT', id: 'a1', rev: 1 },
          ],
        ],
        ['BOOKING', -4, 'AG2', [{ kind: 'BOOKING', id: 'bkg', rev: 1 }]],
      ],
    );
  });

  test.each<[string, readonly AnyFact[], string | null, string[]]>([
    ['debt', [base(5), reduce(8)], null, ['BASE +5 *', 'REDUCTION -8', 'DEBT +3']],
    ['oversold', [base(3), sold(5)], null, ['BASE +3 *', 'BOOKING -5', 'CLAMP +2']],
    [
      'what others keep',
      [base(10), share('AG1', 4), share('AG2', 3)],
      'AG1',
      ['BASE +10 *', 'SUB_ALLOTMENT -3'],
    ],
    [
      'a pool that is narrower',
      [base(10), contract('k2', [{ roomType: 'B' }]), pool(6, ['k1/A', 'k2/B'])],
      null,
      ['BASE +10', 'POOL -4 *'],
    ],
    [
      'a release day that has passed',
      [base(10, { release: [{ daysBefore: 60, keep: 2 }] })],
      null,
      ['BASE +10', 'RELEASE -8 *'],
    ],
    [
      'an exclusive slice',
      [base(10), share('AG1', 4, { exclusive: true })],
      'AG1',
      ['BASE +10', 'EXCLUSIVE -6 *'],
    ],
    [
      'a stop sale',
      [base(10), event('STOP_SALE', 'stop', { mode: 'FULL' })],
      null,
      ['BASE +10', 'STOP_SALE -10 *'],
    ],
    [
      'a missing number',
      [base(null), increase(2)],
      null,
      ['BASE +0', 'INCREASE +2', 'MISSING_NUMBER -2 *'],
    ],
    [
      'stock that two lines share',
      [
        contract('k1', [{ roomType: 'A', poolFunded: true }]),
        contract('k2', [{ roomType: 'A', poolFunded: true }]),
        pool(8, ['k1/A', 'k2/A']),
      ],
      null,
      ['BUDGET +8 *', 'BUDGET +8', 'SHARED_STOCK -8 *'],
    ],
    [
      'free sale',
      [contract('k1', [{ roomType: 'A' }], { contractKind: 'FREE_SALE' })],
      null,
      ['UNLIMITED +Infinity *'],
    ],
    [
      'no contract',
      [contract('k1', [{ roomType: 'A' }], { stayFrom: '2026-03-20' })],
      null,
      ['NO_CONTRACT +0 *'],
    ],
  ])('%s as a term of its own', (_what, facts, agency, expected) => {
    expect(lines(told(facts, 'OPERATOR', agency))).toEqual(expected);
  });

  test('bookings beyond the bound as one term, never dropped', () => {
    const facts = [base(10), ...['b1', 'b2', 'b3', 'b4', 'b5'].map((id) => booked(id, 1, 'AG1'))];
    const { terms } = told(facts, 'OPERATOR');
    expect(terms.at(-1)).toMatchObject({
      kind: 'MORE_BOOKINGS',
      rooms: -2,
      count: 2,
      agency: 'AG1',
    });
  });
});

describe('a hotel’s own user hears', () => {
  test('contract and event terms, blocks and bookings as counts without a name', () => {
    const facts = [
      base(20),
      increase(2),
      block('b1', 4),
      booked('x', 1, 'AG1'),
      booked('y', 2, 'AG2'),
    ];
    const { terms } = told(facts, 'SUPPLIER');
    expect(lines({ ...told(facts, 'SUPPLIER') })).toEqual([
      'BASE +20 *',
      'INCREASE +2',
      'BLOCKS -4',
      'BOOKINGS -3',
    ]);
    expect(terms.map(({ count }) => count)).toEqual([1, 1, 1, 2]);
    expect(JSON.stringify(terms)).not.toMatch(/AG1|AG2|b1|"x"|"y"/);
  });

  test('what pools take as other use', () => {
    const facts = [base(10), pool(6, ['k1/A'])];
    expect(lines(told(facts, 'SUPPLIER'))).toEqual(['BASE +10', 'OTHER_USE -4 *']);
  });
});

describe('a seller hears', () => {
  test('its own sub-allotment, blocks and bookings, and all else as one term', () => {
    const facts = [
      base(20),
      share('AG1', 4),
      share('AG2', 3),
      block('b1', 5),
      booked('mine', 2, 'AG1'),
      booked('theirs', 1, 'AG2'),
    ];
    // 20 − 5 − 2 − 1 − 2 still kept for AG2.
    expect(lines(told(facts, 'SELLER', 'AG1'))).toEqual([
      'OWN_SUB_ALLOTMENT +4',
      'BLOCK -5',
      'BOOKING -2',
      'OTHER_USE +13 *',
    ]);
    expect(JSON.stringify(told(facts, 'SELLER', 'AG1'))).not.toMatch(/AG2|theirs/);
  });

  test('that the night is closed, as the calendar says', () => {
    const facts = [base(10), event('STOP_SALE', 'secret', { mode: 'FULL' }), booked('m', 2, 'AG1')];
    const { terms } = told(facts, 'SELLER', 'AG1');
    expect(lines({ ...told(facts, 'SELLER', 'AG1') })).toEqual([
      'BOOKING -2',
      'STOP_SALE +0 *',
      'OTHER_USE +2',
    ]);
    expect(JSON.stringify(terms)).not.toContain('secret');
  });

  test('the same whatever others have, as long as its own number is the same', () => {
    const mine = [base(10), share('AG1', 4), booked('mine', 2, 'AG1')];
    const worlds = [
      [...mine, booked('other', 5, 'AG2')],
      [...mine, share('AG2', 5)],
      [...mine, share('AG2', 5), booked('other', 3, 'AG2')],
      [...mine, block('b', 5, { agency: 'AG3' })],
      [...mine, pool(5, ['k1/A'])],
      [...mine, reduce(5)],
    ];
    const heard = worlds.map((facts) => JSON.stringify(told(facts, 'SELLER', 'AG1')));
    expect(new Set(heard).size).toBe(1);
  });
});

test('whoever hears it, terms add up to the number and one of them binds', () => {
  const audiences: Audience[] = ['OPERATOR', 'SUPPLIER', 'SELLER'];
  fc.assert(
    fc.property(anyQuery(), fc.constantFrom(...audiences), (query, audience) => {
      for (const { told: explained, available } of everyExplanation(query, audience)) {
        expect(sumOf(explained.terms)).toBe(available);
        const binding = explained.terms.filter((term) => term.binding).length;
        if (audience === 'SELLER') expect(binding).toBe(1);
        else expect(binding).toBeGreaterThanOrEqual(1);
      }
    }),
    RUNS,
  );
});

test('a seller’s explanation is made of its own facts and the number shown', () => {
  fc.assert(
    fc.property(anyQuery(), (query) => {
      const agency = query.agency ?? 'AG1';
      for (const { told: explained } of everyExplanation({ ...query, agency }, 'SELLER')) {
        const named = explained.terms.filter(({ kind }) => kind !== 'OTHER_USE');
        for (const term of named) {
          const isOwn = term.agency === agency;
          expect(isOwn || term.rooms === 0 || term.rooms === Infinity).toBe(true);
        }
        expect(explained.lines).toBeNull();
        expect(explained.terms.filter(({ kind }) => kind === 'OTHER_USE').length).toBe(
          explained.available === Infinity ? 0 : 1,
        );
      }
    }),
    RUNS,
  );
});

function everyExplanation(query: ResolveQuery, audience: Audience) {
  const { hotel, asOf, knownAt } = query;
  const book = buildFactBook(query.facts, knownAt ? instantOf(knownAt) : undefined);
  // A seller always is an agency; a hotel's own user never asks for one.
  const agency = audience === 'SUPPLIER' ? null : (query.agency ?? 'AG1');
  const ask = {
    timezone: hotel.timezone,
    night: nightOf(query.from),
    asOf: instantOf(asOf),
    agency,
    bookingsNamedMax: 2,
  };
  const found = [
    ...[...book.index.lines.keys()].map((line) => explainLine(book, ask, line)),
    ...['A', 'B', 'C'].map((roomType) => explainRoomType(book, ask, roomType)),
  ];
  return found
    .filter((explained) => explained !== null)
    .map((explained) => ({
      told: tellExplanation(explained, audience),
      available: explained.available,
    }));
}
