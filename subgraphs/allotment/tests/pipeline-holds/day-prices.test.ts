// What a calendar says that a night costs is what a hold of one room for that night alone costs.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { anyQuery } from '../../../../shared/testing/model/arbitraries.ts';
import type { AnyFact } from '../../../../shared/testing/model/arbitraries.ts';
import { dayPrices } from '../../domain/day-prices.ts';
import type { DayPrice } from '../../domain/day-prices.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { createMoment } from '../../domain/pipeline/moment.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { base, contract, EARLY, event, NIGHT, share, TIMEZONE } from '../pipeline/world.ts';

const RUNS = propertyRuns(150);
const NIGHTS = 5;

interface When {
  readonly timezone: string;
  readonly asOf: number;
}

function shown(book: FactBook, when: When, from: number): Map<string, DayPrice[]> {
  const query = { ...when, from, to: from + NIGHTS, agency: 'AG1' };
  return dayPrices(resolve(book, query), createMoment(when.asOf, when.timezone));
}

/** What a hold of one room for one night is granted at; `'PAST'` where no night is sold any more. */
function paid(book: FactBook, when: When, roomType: string, night: number): DayPrice | 'PAST' {
  const stay = { checkIn: formatNight(night), checkOut: formatNight(night + 1) };
  const lines = [{ roomType, ...stay, rooms: 1 }];
  const asked = { key: 'r', agency: 'AG1', lines, acceptOnRequest: true };
  const result = decideHolds(book, when, [asked]).decisions[0]?.result;
  if (result?.ok === false) {
    const isPast = result.error.some(({ code }) => code === 'NIGHT_IN_PAST');
    return isPast ? 'PAST' : { rate: null, currency: null };
  }
  const [granted] = result?.value.nights ?? [];
  return { rate: granted?.rate ?? null, currency: granted?.currency ?? null };
}

/** Rules for whole stays are no part of a night's price, as they are none of its rooms. */
function withoutStayRules(fact: AnyFact): AnyFact[] {
  if (fact.kind === 'EVENT' && 'mode' in fact && fact.mode !== 'FULL') return [];
  if (fact.kind !== 'CONTRACT' || !('lines' in fact)) return [fact];
  const { minStay: _a, maxStay: _b, minLeadDays: _c, maxLeadDays: _d, ...rest } = fact;
  return [rest];
}

test(`a night's price is that of a hold of the night alone, whatever the hotel (seed ${RUNS.seed})`, () => {
  let prices = 0;
  fc.assert(
    fc.property(anyQuery(), (query) => {
      const book = buildFactBook(query.facts.flatMap(withoutStayRules));
      const when = { timezone: query.hotel.timezone, asOf: instantOf(query.asOf) };
      const from = nightOf(query.from);
      for (const [roomType, days] of shown(book, when, from)) {
        days.forEach((price, at) => {
          const expected = paid(book, when, roomType, from + at);
          if (expected === 'PAST') return;
          expect({ at, roomType, ...price }).toEqual({ at, roomType, ...expected });
          if (price.rate !== null) prices += 1;
        });
      }
    }),
    RUNS,
  );
  expect(prices).toBeGreaterThan(0);
});

describe('the first room of a night comes from', () => {
  const when = { timezone: TIMEZONE, asOf: instantOf(EARLY) };
  const line = (quantity: number | null, rate: number) => [{ roomType: 'A', quantity, rate }];
  const first = (...facts: AnyFact[]) =>
    shown(buildFactBook(facts), when, nightOf(NIGHT)).get('A')?.[0]?.rate;
  const cheap = contract('z', line(2, 80));
  const dear = contract('c', line(1, 300), { contractKind: 'COMMITTED' });
  const request = contract('r', line(null, 70), { contractKind: 'ON_REQUEST' });

  test.each<[string, number | null | undefined, AnyFact[]]>([
    ['the committed line, though another is cheaper', 300, [cheap, dear, request]],
    ['the cheaper of two that are alike', 80, [contract('a', line(2, 90)), cheap]],
    [
      'the agency’s own sub-allotment first',
      90,
      [contract('k1', line(3, 90)), cheap, share('AG1', 1)],
    ],
    [
      'a line that is open, where the cheaper is closed',
      300,
      [cheap, dear, event('STOP_SALE', 's', { target: { line: 'z/A' }, mode: 'FULL' })],
    ],
    ['a request where nothing else is left', 70, [contract('z', line(0, 80)), request]],
    ['nowhere where nothing is left', null, [contract('z', line(0, 80))]],
    ['a line without a rate: no price', null, [base(5)]],
  ])('%s', (_what, rate, facts) => {
    expect(first(...facts)).toBe(rate);
  });
});
