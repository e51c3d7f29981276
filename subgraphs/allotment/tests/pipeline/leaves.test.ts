// Small promises of single stages: which lines are asked about, what closes the day of a departure,
// and that nothing is paid for lines to which nothing happens.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { closureModes } from '../../domain/pipeline/closure.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import type { ResolvedLine } from '../../domain/pipeline/resolved.ts';
import { closuresOn } from '../../domain/pipeline/stops.ts';
import {
  base,
  columns,
  contract,
  EARLY,
  event,
  NIGHT,
  pool,
  share,
  sold,
  TIMEZONE,
} from './world.ts';
import type { AnyFact } from './world.ts';

const house = { target: { hotel: true } } as const;

function linesFor(facts: readonly AnyFact[], ...roomTypes: readonly string[]): string[] {
  const from = nightOf(NIGHT);
  const query = { timezone: TIMEZONE, from, to: from + 1, asOf: instantOf(EARLY), agency: null };
  const { lines } = resolve(buildFactBook(facts), { ...query, roomTypes: new Set(roomTypes) });
  return lines.map(({ line }) => line.id);
}

describe('room types that are asked for', () => {
  const k1 = contract('k1', [{ roomType: 'B' }, { roomType: 'A' }]);
  const k0 = contract('k0', [{ roomType: 'A' }, { roomType: 'C' }]);

  test('bring their own lines alone, by id', () => {
    expect(linesFor([k1, k0], 'A')).toEqual(['k0/A', 'k1/A']);
    expect(linesFor([k1, k0], 'C')).toEqual(['k0/C']);
  });

  test('that the hotel does not have bring none', () => {
    expect(linesFor([k1, k0], 'Z')).toEqual([]);
    expect(linesFor([k1, k0])).toEqual([]);
  });

  test('share their pool with lines of others, which are not answered', () => {
    const facts = [k1, pool(12, ['k1/A', 'k1/B']), sold(9, { line: 'k1/B' })];
    expect(linesFor(facts, 'A')).toEqual(['k1/A']);
  });
});

describe('the stops of one day', () => {
  type StopContent = Parameters<typeof event<'STOP_SALE'>>[2];
  type ClosedOn = (date: string, isCommitted?: boolean) => string[];

  function stopped(...stops: readonly StopContent[]): ClosedOn {
    const facts = stops.map((stop, at) => event('STOP_SALE', `s${at}`, { ...stop, ...house }));
    const { stops: indexed } = buildFactBook(facts).index.events.hotel;
    return (date, isCommitted = false) =>
      closureModes(closuresOn(indexed, nightOf(date), isCommitted));
  }

  test('are those that name it, from the first of their nights to the one before their end', () => {
    const closed = stopped({ mode: 'DEPARTURE', from: '2026-03-10', to: '2026-03-12' });
    const days = ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'];
    expect(days.map((day) => closed(day))).toEqual([[], ['DEPARTURE'], ['DEPARTURE'], []]);
  });

  test('add up, and hold on their weekdays only', () => {
    const wednesdays = { from: '2026-03-01', to: '2026-04-01', daysOfWeek: [3] };
    const closed = stopped({ mode: 'ARRIVAL', ...wednesdays }, { mode: 'FULL' });
    const days = ['2026-03-10', '2026-03-11', '2026-03-18'];
    expect(days.map((day) => closed(day))).toEqual([['FULL'], ['ARRIVAL'], ['ARRIVAL']]);
  });

  test('close committed lines only where they say so', () => {
    const closed = stopped({ mode: 'FULL' }, { mode: 'ARRIVAL', includeCommitted: true });
    expect(closed(NIGHT, true)).toEqual(['ARRIVAL']);
    expect(closed(NIGHT, false)).toEqual(['ARRIVAL', 'FULL']);
  });
});

describe('a line to which nothing happens', () => {
  const quiet = contract('k2', [{ roomType: 'B' }, { roomType: 'C' }]);
  const linesBeside = (...facts: readonly AnyFact[]): [ResolvedLine, ResolvedLine] => {
    const { lines } = columns([quiet, ...facts], { agency: 'AG1' });
    const [first, second] = lines.filter(({ line }) => line.contractId === 'k2');
    if (!first || !second) throw new Error('both lines are visible');
    return [first, second];
  };
  /** Columns that cost nothing, as all quiet lines of an answer have the same. */
  const free = (line: ResolvedLine): unknown[] => [
    line.base,
    line.closed,
    line.consumed,
    line.cap,
    line.protected,
    line.slices.others,
    line.slices.own,
    line.slices.ownLimit,
    line.rates(),
  ];

  test('shares its columns with all like it, whatever happens beside it', () => {
    const busy = base(10, { release: [{ daysBefore: 70, keep: 5 }], protect: 2, rate: 7 });
    const target = { line: 'k1/A' };
    const stop = event('STOP_SALE', 's', { mode: 'FULL', target });
    const rate = event('RATE_CHANGE', 'r', { add: 1, effectiveAt: EARLY, target });
    const [first, second] = linesBeside(busy, stop, rate, sold(1), share('AG1', 2));
    for (const [at, column] of free(first).entries()) expect(column).toBe(free(second)[at]);
  });

  test('sells what it reaches, without a copy', () => {
    const [line] = linesBeside();
    expect(line.available).toBe(line.reach);
  });

  test('is not touched by stops, releases and rates of other nights', () => {
    const away = { from: '2026-03-20', to: '2026-03-21', target: { line: 'k2/B' } };
    const stop = event('STOP_SALE', 's', { mode: 'FULL', ...away });
    const rate = event('RATE_CHANGE', 'r', { add: 1, effectiveAt: EARLY, ...away });
    const more = event('INCREASE_ALLOTMENT', 'i', { n: 1, ...away });
    const [first, second] = linesBeside(stop, rate, more);
    for (const [at, column] of free(first).entries()) expect(column).toBe(free(second)[at]);
  });
});
