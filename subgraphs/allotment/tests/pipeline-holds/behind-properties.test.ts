// The law of deciding holds behind others that are on their way into the ledger: it is what they would
// hear once those are recorded, and for as long as those are held.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { formatInstant } from '../../../../shared/domain/instants.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import type { HoldDecisions } from '../../domain/decide-holds.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { anyRequests, bookingOf, requestsFor, whenOf } from './any-requests.ts';

const RUNS = propertyRuns(150);
const SECOND = 1_000_000;

const said = ({ decisions, promised, validUntil }: HoldDecisions, expiresAt: number) => ({
  decisions,
  promised,
  // A hold that expires may let another agency's sub-allotment take its place.
  validUntil: Math.min(validUntil, expiresAt),
});

describe(`holds behind others (seed ${RUNS.seed})`, () => {
  test('are decided as if those were recorded, and leave the book as it was', () => {
    let some = 0;
    fc.assert(
      fc.property(
        anyQuery(),
        anyRequests,
        anyRequests,
        fc.nat(600),
        (query, askedFirst, askedThen, seconds) => {
          const book = buildFactBook(query.facts);
          const when = whenOf(query);
          const first = requestsFor(query, askedFirst);
          const before = decideHolds(book, when, first);
          const later = { ...when, asOf: when.asOf + seconds * SECOND };
          const then = requestsFor(query, askedThen);
          const behind = decideHolds(book, later, then, before.promised ?? []);

          const until = when.asOf + 900 * SECOND;
          const recorded = before.decisions.flatMap(({ result }, at) => {
            const request = first[at];
            if (!result.ok || !request) return [];
            const booking = bookingOf(result.value.nights, request, query.asOf);
            return [{ ...booking, status: 'HELD' as const, expiresAt: formatInstant(until) }];
          });
          const after = decideHolds(buildFactBook([...query.facts, ...recorded]), later, then);
          expect(said(behind, until)).toEqual(said(after, until));
          expect(before.promised).not.toBeNull();
          expect(decideHolds(book, when, first)).toEqual(before);
          if (recorded.length > 0) some += 1;
        },
      ),
      RUNS,
    );
    expect(some).toBeGreaterThan(0);
  });

  test('tell of nothing that others could be decided behind when they give up held rooms', () => {
    fc.assert(
      fc.property(anyQuery(), anyRequests, (query, asked) => {
        const requests = requestsFor(query, asked).map((request) => ({
          ...request,
          replaces: query.facts.filter(({ kind }) => kind === 'BOOKING').map(({ id }) => id),
        }));
        const book = buildFactBook(query.facts);
        const { promised, decisions } = decideHolds(book, whenOf(query), requests);
        const granted = decisions.some(({ result }) => result.ok);
        fc.pre(granted && book.holders.size > 0);
        expect(promised).toBeNull();
      }),
      { ...propertyRuns(20), maxSkipsPerRun: 1_000 },
    );
  });
});
