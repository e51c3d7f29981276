// Laws that the model keeps over arbitrary queries. A failing run prints its seed and path; set them
// in the second argument of fc.assert to replay it.
import fc from 'fast-check';
import type { Allocation, BookingFact, SubAllotmentFact } from '../../../domain/facts.ts';
import { anyQuery, anyQueryAndFact, shuffleDuplicate } from '../arbitraries.ts';
import type { LineNight, ResolveAnswer, ResolveQuery } from '../query.ts';
import { modelResolve } from '../resolve.ts';
import { presentFacts } from '../winner.ts';

const RUNS = { numRuns: 120 };

describe('the model', () => {
  test('never answers less than nothing, and says unlimited where it says no number', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const answer = modelResolve(query);
        const numbers = [...rows(answer), ...Object.values(answer.roomTypes).flat()];
        for (const row of numbers) {
          expect(row.unlimited).toBe(row.available === null);
          expect(row.available ?? 0).toBeGreaterThanOrEqual(0);
        }
        for (const row of rows(answer)) expect(row.gross - row.debt).toBe(row.raw);
      }),
      RUNS,
    );
  });

  test('answers alike whatever the order and number of deliveries', () => {
    fc.assert(
      fc.property(anyQuery(), fc.nat(), (query, seed) => {
        const delivered = { ...query, facts: shuffleDuplicate(query.facts, seed) };
        expect(JSON.stringify(modelResolve(delivered))).toBe(JSON.stringify(modelResolve(query)));
      }),
      RUNS,
    );
  });

  test('forgets a fact that is retracted', () => {
    fc.assert(
      fc.property(anyQueryAndFact(), ({ query, fact }) => {
        const known =
          fact.kind === 'SUBALLOTMENT' || query.facts.some((other) => sameId(other, fact));
        fc.pre(!known);
        const { kind, id, recordedAt } = fact;
        const retraction = { kind, id, rev: 9, recordedAt, retracted: true as const };
        const facts = [...query.facts, fact, retraction];
        expect(modelResolve({ ...query, facts })).toEqual(modelResolve(query));
      }),
      RUNS,
    );
  });

  test('offers no more of a room type than its lines together, and some where one of them has some', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const answer = modelResolve(query);
        for (const [roomType, nights] of Object.entries(answer.roomTypes)) {
          for (const { date, available } of nights) {
            const ofLines = Object.entries(answer.lines)
              .filter(([line]) => line.endsWith(`/${roomType}`))
              .flatMap(([, all]) => all.filter((row) => row.date === date))
              .map((row) => row.available ?? Infinity);
            expect(available ?? Infinity).toBeLessThanOrEqual(ofLines.reduce((a, b) => a + b, 0));
            const best = Math.max(...ofLines);
            if (best === Infinity || best === 0) expect(available ?? Infinity).toBe(best);
            else expect(available).toBeGreaterThan(0);
          }
        }
      }),
      RUNS,
    );
  });

  test('raises no number by a sale made now', () => {
    fc.assert(
      fc.property(anyQuery(), fc.nat(), (query, pick) => {
        const before = modelResolve(query);
        const sale = saleIn(query, before, pick);
        fc.pre(sale !== undefined);
        const after = modelResolve({ ...query, facts: [...query.facts, sale] });
        rows(after).forEach((row, i) => {
          const was = rows(before)[i]?.available ?? Infinity;
          expect(row.available ?? Infinity).toBeLessThanOrEqual(was);
        });
      }),
      RUNS,
    );
  });

  test('shows an agency the same numbers when another sells now from its own sub-allotment', () => {
    const rooms = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(anyQuery(), fc.nat(), rooms, (query, pick, unsold) => {
        const { agency: _, ...byAnyone } = query;
        const sale = saleIn(byAnyone, modelResolve(byAnyone), pick);
        const allocation = sale?.allocations[0];
        fc.pre(sale !== undefined && allocation !== undefined);
        const sub = subAllotmentFor(query, sale.agency, allocation, unsold);
        const asOther = { ...query, agency: 'AG2', facts: [...query.facts, sub] };
        const before = modelResolve(asOther);
        const after = modelResolve({ ...asOther, facts: [...asOther.facts, sale] });
        const numbers = (answer: ResolveAnswer) => rows(answer).map((row) => row.available);
        expect(numbers(after)).toEqual(numbers(before));
      }),
      RUNS,
    );
  });
});

function rows(answer: ResolveAnswer): LineNight[] {
  return Object.values(answer.lines).flat();
}

function sameId(a: { kind: string; id: string }, b: { kind: string; id: string }): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** One room sold now to the asker on some line and night that the answer shows. */
function saleIn(query: ResolveQuery, answer: ResolveAnswer, pick: number): BookingFact | undefined {
  const cells = Object.entries(answer.lines).flatMap(([line, nights]) =>
    nights.map(({ date }) => ({ line, date })),
  );
  const cell = cells[pick % Math.max(1, cells.length)];
  return cell && sold(query, cell.line, cell.date, query.agency ?? 'AG1');
}

function sold(query: ResolveQuery, line: string, date: string, agency: string): BookingFact {
  return {
    kind: 'BOOKING',
    id: 'sold now',
    rev: 1,
    recordedAt: '2020-01-01T00:00:00Z',
    agency,
    status: 'CONFIRMED',
    heldAt: query.asOf,
    allocations: [{ line, date, rooms: 1 }],
  };
}

/** A sub-allotment of the agency with `unsold` rooms at least, in place of any it had there. */
function subAllotmentFor(
  query: ResolveQuery,
  agency: string,
  { line, date }: Allocation,
  unsold: number,
): SubAllotmentFact {
  const id = `sub ${line} ${agency}`;
  let rooms = unsold;
  for (const fact of presentFacts(query.facts, query.knownAt)) {
    if (fact.kind !== 'BOOKING' || fact.agency !== agency) continue;
    for (const taken of fact.allocations) {
      if (taken.line === line && taken.date === date) rooms += taken.rooms;
    }
  }
  const head = { kind: 'SUBALLOTMENT', id, rev: 9, recordedAt: '2020-01-01T00:00:00Z' } as const;
  return { ...head, line, agency, rooms };
}
