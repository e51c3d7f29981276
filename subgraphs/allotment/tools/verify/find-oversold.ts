// Nights on which more is sold than there is, now. Not a defect of ours by itself: supply that goes
// down after a sale does it. Listed with what it is made of.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { lineNights } from '../../domain/pipeline/projection.ts';
import type { HotelState } from './read-hotel.ts';

export interface OversoldNight {
  readonly hotelId: string;
  readonly line: string;
  readonly night: string;
  readonly oversold: number;
  readonly cause: string;
}

/** Every line and night that is oversold at the clock of the picture. */
export function findOversold(state: HotelState): OversoldNight[] {
  const facts = state.facts.map(({ fact }) => fact);
  const nights = consumedNights(facts);
  if (nights.length === 0) return [];
  const book: FactBook = buildFactBook(facts);
  const { lines, span } = resolve(book, {
    timezone: state.timezone,
    from: Math.min(...nights),
    to: Math.max(...nights) + 1,
    asOf: instantOf(state.clock),
    agency: null,
  });
  return lines.flatMap((line) =>
    lineNights(line, span)
      .filter((night) => night.oversold > 0)
      .map((night) => ({
        hotelId: state.hotelId,
        line: line.line.id,
        night: night.date,
        oversold: night.oversold,
        cause: `supply is ${night.raw}, ${night.cons} are sold or blocked: it went down after the sale`,
      })),
  );
}

/** First and last day number on which anything may be consumed. */
function consumedNights(facts: readonly Fact[]): number[] {
  let first = Infinity;
  let last = -Infinity;
  for (const fact of facts) {
    const cells = 'allocations' in fact ? fact.allocations : 'cells' in fact ? fact.cells : [];
    for (const { date } of cells) {
      const night = nightOf(date);
      first = Math.min(first, night);
      last = Math.max(last, night);
    }
  }
  return last < first ? [] : [nightOf(formatNight(first)), last];
}
