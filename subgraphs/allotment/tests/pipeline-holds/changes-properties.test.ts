// Laws of changes that are decided with others, over arbitrary hotels: a batch is nothing but its requests
// one after the other, each on the ledger that those before it left, in the order of their facts.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { Allocation, BookingFact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { AnyFact } from '../../../../shared/testing/model/arbitraries.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import type {
  Grant,
  GrantedNight,
  HoldDecision,
  HoldRequest,
} from '../../domain/holds/hold-request.ts';
import { buildFactBook, isPresent } from '../../domain/pipeline/fact-book.ts';

const RUNS = propertyRuns(300);

const anyLine = fc.record({
  roomType: fc.constantFrom('A', 'A', 'B'),
  start: fc.nat(2),
  length: fc.integer({ min: 1, max: 3 }),
  rooms: fc.integer({ min: 1, max: 4 }),
  /** Which of the bookings that hold something the line is to become of; most often one. */
  changes: fc.option(fc.nat(7), { freq: 4 }),
});
const anyRequests = fc.array(
  fc.record({
    agency: fc.constantFrom('AG1', 'AG2', 'AG9'),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);
type Requests = typeof anyRequests extends fc.Arbitrary<infer T> ? T : never;

/** Each booking is changed by one line at most: reservation sees to that. */
function requestsFor({ from, facts }: ResolveQuery, requests: Requests): HoldRequest[] {
  const book = buildFactBook(facts);
  const left = [...book.holders.keys()].sort();
  const first = nightOf(from);
  return requests.map(({ agency, lines }, key) => ({
    key: String(key),
    agency,
    lines: lines.map(({ roomType, start, length, rooms, changes }) => {
      const [booking] = changes === null ? [] : left.splice(changes % left.length, 1);
      return {
        roomType,
        checkIn: formatNight(first + start),
        checkOut: formatNight(first + start + length),
        rooms,
        ...(booking === undefined ? {} : { keeps: [booking] }),
      };
    }),
  }));
}

function decide(
  { hotel, asOf }: ResolveQuery,
  facts: readonly AnyFact[],
  requests: readonly HoldRequest[],
): readonly HoldDecision[] {
  const when = { timezone: hotel.timezone, asOf: instantOf(asOf) };
  return decideHolds(buildFactBook(facts), when, requests).decisions;
}

/** What the grant makes of the ledger: first what is given back, then what is taken. */
function factsOf(
  facts: readonly AnyFact[],
  request: HoldRequest,
  { nights }: Grant,
  asOf: string,
): BookingFact[] {
  const { winners } = buildFactBook(facts);
  const changed = request.lines.flatMap(({ keeps = [] }) => keeps);
  const left = changed.flatMap((id): BookingFact[] => {
    const fact = winners.BOOKING.get(id);
    if (!fact || !isPresent(fact) || fact.kind !== 'BOOKING') return [];
    const kept = nights.filter(({ keptFrom }) => keptFrom === id);
    const revs = facts.filter((each) => each.kind === 'BOOKING' && each.id === id);
    const rev = Math.max(...revs.map((each) => each.rev)) + 1;
    return [{ ...fact, rev, recordedAt: asOf, allocations: kept.map(toAllocation) }];
  });
  const taken = nights.filter(({ keptFrom }) => keptFrom === undefined);
  const added: BookingFact = {
    kind: 'BOOKING',
    id: `granted-${request.key}`,
    rev: 1,
    recordedAt: asOf,
    agency: request.agency,
    status: 'CONFIRMED',
    heldAt: asOf,
    allocations: taken.map(toAllocation),
  };
  return [...left, added];
}

function toAllocation({ line, night, rooms, block }: GrantedNight): Allocation {
  return { line, date: night, rooms, ...(block === undefined ? {} : { block }) };
}

describe(`changes (seed ${RUNS.seed})`, () => {
  test('are decided in a batch as they are one by one on the ledger that each of them leaves', () => {
    fc.assert(
      fc.property(anyQuery(), anyRequests, (query, asked) => {
        const requests = requestsFor(query, asked);
        const together = decide(query, query.facts, requests);
        let facts: readonly AnyFact[] = query.facts;
        for (const [at, request] of requests.entries()) {
          const [alone] = decide(query, facts, [request]);
          expect(together[at]).toEqual(alone);
          if (alone?.result.ok)
            facts = [...facts, ...factsOf(facts, request, alone.result.value, query.asOf)];
        }
      }),
      RUNS,
    );
  });
});
