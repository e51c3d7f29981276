// Laws of deciding holds over arbitrary hotels: never more than is shown, never less, never oversold.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { lineNight } from '../../domain/pipeline/projection.ts';
import { anyRequests, bookingOf, requestsFor, whenOf } from './any-requests.ts';

const RUNS = propertyRuns(150);
const AGENCY = 'AG1';

function oversoldOf(book: FactBook, query: ResolveQuery): number[] {
  const from = nightOf(query.from);
  const question = { ...whenOf(query), from, to: from + 6, agency: null };
  const { lines, span } = resolve(book, question);
  return lines.flatMap((line) =>
    Array.from({ length: line.end - line.first }, (_, at) => {
      const { oversold } = lineNight(line, span, line.first + at);
      // A pool that is overdrawn stays overdrawn; a grant must not deepen it.
      const overdrawn = line.pools.map(({ free, kept }) =>
        Math.min(0, (free[line.first + at] ?? 0) + (kept[line.first + at] ?? 0)),
      );
      return oversold - overdrawn.reduce((sum, rooms) => sum + rooms, 0);
    }),
  );
}

describe(`holds (seed ${RUNS.seed})`, () => {
  test('that are granted oversell no line and overdraw no pool', () => {
    fc.assert(
      fc.property(anyQuery(), anyRequests, (query, asked) => {
        const requests = requestsFor(query, asked);
        const before = buildFactBook(query.facts);
        const { decisions } = decideHolds(before, whenOf(query), requests);
        const bookings = decisions.flatMap(({ result }, at) => {
          const request = requests[at];
          return result.ok && request ? [bookingOf(result.value.nights, request, query.asOf)] : [];
        });
        const after = buildFactBook([...query.facts, ...bookings]);
        expect(oversoldOf(after, query)).toEqual(oversoldOf(before, query));
      }),
      RUNS,
    );
  });

  test('that are granted have the rooms asked for on every night, and refusals have a reason', () => {
    fc.assert(
      fc.property(anyQuery(), anyRequests, (query, asked) => {
        const requests = requestsFor(query, asked);
        const { decisions } = decideHolds(buildFactBook(query.facts), whenOf(query), requests);
        for (const [at, { result }] of decisions.entries()) {
          if (!result.ok) {
            expect(result.error.length).toBeGreaterThan(0);
            continue;
          }
          for (const [index, line] of (requests[at]?.lines ?? []).entries()) {
            for (let day = nightOf(line.checkIn); day < nightOf(line.checkOut); day += 1) {
              const rooms = result.value.nights
                .filter(({ lineIndex, night }) => lineIndex === index && nightOf(night) === day)
                .reduce((sum, night) => sum + night.rooms, 0);
              expect(rooms).toBe(line.rooms);
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('of one night are granted up to exactly what the room type shows', () => {
    fc.assert(
      fc.property(anyQuery(), fc.constantFrom('A', 'B'), (query, roomType) => {
        const facts = query.facts.filter((fact) => !('mode' in fact) || fact.mode === 'FULL');
        const book = buildFactBook(facts);
        const from = nightOf(query.from);
        const question = { ...whenOf(query), from, to: from + 1, agency: AGENCY };
        const { roomTypes } = resolve(book, question);
        const shown = roomTypes.find((candidate) => candidate.roomType === roomType);
        const rooms = shown?.available[0] ?? 0;
        fc.pre(rooms < 1_000);
        const ask = (count: number): boolean => {
          const line = { roomType, checkIn: query.from, checkOut: formatNight(from + 1) };
          const request = { key: '', agency: AGENCY, lines: [{ ...line, rooms: count }] };
          const [decision] = decideHolds(book, whenOf(query), [request]).decisions;
          const reasons = decision && !decision.result.ok ? decision.result.error : [];
          // Rules of the stay are not part of the number that is shown.
          fc.pre(!reasons.some(({ code }) => /PAST|STAY|LEAD|OPEN/.test(code)));
          return decision?.result.ok ?? false;
        };
        if (rooms > 0) expect(ask(rooms)).toBe(true);
        expect(ask(rooms + 1)).toBe(false);
      }),
      RUNS,
    );
  });
});
