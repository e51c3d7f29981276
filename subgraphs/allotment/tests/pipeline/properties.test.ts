// Laws of the pipeline over arbitrary queries, and its agreement with the slow model that was
// written independently. A failure prints its seed; STAYSYNC_PROPERTY_SEED replays it and
// STAYSYNC_PROPERTY_RUNS asks for more runs.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { BookingFact, SubAllotmentFact } from '../../../../shared/domain/facts.ts';
import { formatInstant, instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import {
  anyQuery,
  anyQueryAndFact,
  shuffleDuplicate,
} from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import { modelResolve } from '../../../../shared/testing/model/resolve.ts';
import { resolveBlocks } from '../../domain/pipeline/block-grid.ts';
import { buildFactBook, createFactBook, fold } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { projectResolution } from '../../domain/pipeline/projection.ts';
import type { ResolutionJson } from '../../domain/pipeline/projection.ts';
import { answerLine } from '../../tools/resolve/answer-line.ts';

const RUNS = propertyRuns(150);

function questionOf(query: ResolveQuery) {
  return {
    timezone: query.hotel.timezone,
    from: nightOf(query.from),
    to: nightOf(query.to),
    asOf: instantOf(query.asOf),
    agency: query.agency ?? null,
  };
}

function bookOf(query: ResolveQuery): FactBook {
  return buildFactBook(query.facts, query.knownAt ? instantOf(query.knownAt) : undefined);
}

function answerFrom(book: FactBook, query: ResolveQuery): ResolutionJson {
  const question = questionOf(query);
  return projectResolution(resolve(book, question), resolveBlocks(book, question));
}

const answer = (query: ResolveQuery): ResolutionJson => answerFrom(bookOf(query), query);

describe(`the pipeline (seed ${RUNS.seed})`, () => {
  test('agrees with the model to the last field', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        expect(answerLine(JSON.stringify(query))).toEqual(modelResolve(query));
      }),
      RUNS,
    );
  });

  test('answers alike whatever the order, number and batching of deliveries', () => {
    fc.assert(
      fc.property(anyQuery(), fc.nat(), fc.nat(9), (query, seed, batch) => {
        const { knownAt: _, ...everything } = query;
        const facts = shuffleDuplicate(query.facts, seed);
        const book = createFactBook();
        for (let at = 0; at < facts.length; at += batch + 1) {
          fold(book, facts.slice(at, at + batch + 1));
          // What is worked out between batches must not outlive them.
          resolve(book, questionOf(query));
        }
        expect(answerFrom(book, query)).toEqual(answer(everything));
        expect(book.bytes).toBe(buildFactBook(query.facts).bytes);
      }),
      RUNS,
    );
  });

  test('knows at an instant what was recorded until then, and nothing else', () => {
    fc.assert(
      fc.property(anyQuery(), fc.nat(), (query, pick) => {
        const { recordedAt } = query.facts[pick % query.facts.length] ?? { recordedAt: query.asOf };
        const known = query.facts.filter(
          (fact) => instantOf(fact.recordedAt) <= instantOf(recordedAt),
        );
        const { knownAt: _, ...now } = query;
        expect(answer({ ...now, knownAt: recordedAt })).toEqual(answer({ ...now, facts: known }));
      }),
      RUNS,
    );
  });

  test('forgets a fact that is retracted, as if it had never been', () => {
    fc.assert(
      fc.property(anyQueryAndFact(), ({ query, fact }) => {
        const { kind, id, recordedAt } = fact;
        fc.pre(!query.facts.some((other) => other.kind === kind && other.id === id));
        const before = buildFactBook(query.facts);
        const after = buildFactBook(query.facts);
        fold(after, [fact, { kind, id, rev: 99, recordedAt, retracted: true }]);
        expect(answerFrom(after, query)).toEqual(answerFrom(before, query));
      }),
      RUNS,
    );
  });

  test('changes by the passing of time no earlier than it says', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const book = bookOf(query);
        const { validUntil } = resolve(book, questionOf(query));
        const end = Number.isFinite(validUntil)
          ? validUntil - 1
          : instantOf('2200-01-01T00:00:00Z');
        const later = { ...query, asOf: formatInstant(end) };
        expect(answerFrom(book, later)).toMatchObject(numbersOf(answerFrom(book, query)));
      }),
      RUNS,
    );
  });

  test('takes no rooms away by the passing of time earlier than it says', () => {
    fc.assert(
      fc.property(anyQuery(), (query) => {
        const book = bookOf(query);
        const now = resolve(book, questionOf(query));
        const end = Math.min(now.grantsUntil - 1, instantOf('2200-01-01T00:00:00Z'));
        const later = resolve(book, { ...questionOf(query), asOf: end });
        for (const [at, { available }] of now.roomTypes.entries()) {
          const then = later.roomTypes[at]?.available;
          expect([...available].every((rooms, night) => rooms <= (then?.[night] ?? 0))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('shows one agency the same while another sells out of its own sub-allotment', () => {
    fc.assert(
      fc.property(anyQuery(), fc.nat(), fc.integer({ min: 1, max: 3 }), (given, pick, rooms) => {
        const query = { ...given, agency: given.agency ?? 'AG1' };
        const rows = Object.entries(answer(query).lines);
        fc.pre(rows.length > 0);
        const [line = '', nights = []] = rows[pick % rows.length] ?? [];
        const sale = saleToAnother(line, nights[0]?.date ?? '', rooms, query.asOf);
        const kept = { ...query, facts: [...query.facts, sliceOfAnother(line, rooms)] };
        const sold = { ...kept, facts: [...kept.facts, sale] };
        expect(availableIn(answer(sold))).toEqual(availableIn(answer(kept)));
      }),
      RUNS,
    );
  });
});

const HEAD = { rev: 1, recordedAt: '2020-01-01T00:00:00Z', agency: 'ANOTHER' } as const;

function sliceOfAnother(line: string, rooms: number): SubAllotmentFact {
  return { kind: 'SUBALLOTMENT', id: 'slice', ...HEAD, line, rooms };
}

/** Sold now, on a night that the line covers, so that it comes out of the slice alone. */
function saleToAnother(line: string, date: string, rooms: number, heldAt: string): BookingFact {
  const allocations = [{ line, date, rooms }];
  return { kind: 'BOOKING', id: 'sale', ...HEAD, status: 'CONFIRMED', heldAt, allocations };
}

/** What is for sale; what the hotel has sold of course moves. */
function availableIn({ lines, roomTypes }: ResolutionJson): unknown {
  const rows = Object.entries(lines).map(([line, nights]) => [
    line,
    nights.map(({ date, available }) => [date, available]),
  ]);
  return { rows, roomTypes };
}

/** Blocks have cells on lines that no answer holds; their cut-offs are not the numbers' concern. */
function numbersOf({ lines, roomTypes }: ResolutionJson) {
  return { lines, roomTypes };
}
