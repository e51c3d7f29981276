// The law of explanations over arbitrary hotels: the terms of every line and room type add up to what
// is shown, one of them binds, each has a source. A failure prints its seed; STAYSYNC_PROPERTY_SEED
// replays it and STAYSYNC_PROPERTY_RUNS asks for more runs.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import { modelResolve } from '../../../../shared/testing/model/resolve.ts';
import { sumOf } from '../../domain/explain/terms.ts';
import type { Explanation, LineExplanation } from '../../domain/explain/terms.ts';
import { explainLine, explainRoomType } from '../../domain/pipeline/explain.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import type { ExplainQuery } from '../../domain/explain/scene.ts';

const RUNS = propertyRuns(300);

function questionOf(query: ResolveQuery, date: string): ExplainQuery {
  return {
    timezone: query.hotel.timezone,
    night: nightOf(date),
    asOf: instantOf(query.asOf),
    agency: query.agency ?? null,
    bookingsNamedMax: 2,
  };
}

function bookOf(query: ResolveQuery): FactBook {
  return buildFactBook(query.facts, query.knownAt ? instantOf(query.knownAt) : undefined);
}

/** `null` where nothing limits it, as the model writes it. */
const shown = (rooms: number): number | null => (rooms === Infinity ? null : rooms);

function expectSourced({ terms }: Explanation): void {
  for (const term of terms) {
    expect(term.sources.length).toBeGreaterThan(0);
    for (const source of term.sources) {
      const isFact = source.kind !== 'LINE' && source.kind !== 'ROOM_TYPE';
      expect(source.rev !== null).toBe(isFact);
    }
  }
}

function expectLimitsToSum({ limits }: LineExplanation): void {
  for (const { rooms, terms } of limits) {
    if (rooms !== Infinity) expect(sumOf(terms)).toBe(rooms);
  }
}

describe('an explanation', () => {
  test('of a line adds up to what the model resolves, with one binding term and no term without source', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const book = bookOf(query);
        for (const [line, nights] of Object.entries(modelResolve(query).lines)) {
          for (const night of nights) {
            const explained = explainLine(book, questionOf(query, night.date), line);
            if (!explained) throw new Error(`${line} is not explained`);
            expect(shown(sumOf(explained.terms))).toBe(night.available);
            expect(explained.terms.filter(({ binding }) => binding)).toHaveLength(1);
            expectSourced(explained);
            explained.lines.forEach(expectLimitsToSum);
            const pools = explained.lines[0]?.limits.filter(({ pool }) => pool !== null) ?? [];
            if (pools.length > 0) {
              expect(Object.fromEntries(pools.map(({ pool, rooms }) => [pool, rooms]))).toEqual(
                night.pools,
              );
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('of a room type adds up over its lines, each of which binds once', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const book = bookOf(query);
        for (const [roomType, nights] of Object.entries(modelResolve(query).roomTypes)) {
          for (const { date, available } of nights) {
            const explained = explainRoomType(book, questionOf(query, date), roomType);
            if (!explained) throw new Error(`${roomType} is not explained`);
            expect(shown(sumOf(explained.terms))).toBe(available);
            const binding = explained.terms.filter((term) => term.binding).length;
            expect(binding).toBe(available === null ? 1 : explained.lines.length);
            expectSourced(explained);
          }
        }
      }),
      RUNS,
    );
  });
});
