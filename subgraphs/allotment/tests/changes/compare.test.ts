// What a change shows, over arbitrary hotels and facts, against the numbers resolved from scratch. A
// failure prints its seed; STAYSYNC_PROPERTY_SEED replays it.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { anyQueryAndFact } from '../../../../shared/testing/model/arbitraries.ts';
import { compareBooks } from '../../domain/changes/compare-books.ts';
import { trialBook } from '../../domain/changes/trial-book.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { projectResolution } from '../../domain/pipeline/projection.ts';
import type { LineNightJson } from '../../domain/pipeline/projection.ts';

const RUNS = propertyRuns(200);

function nextRevision(book: FactBook, fact: Fact | Retraction): Fact | Retraction {
  const rev = (book.winners[fact.kind].get(fact.id)?.rev ?? 0) + 1;
  return { ...fact, rev };
}

const shown = ({ available, unlimited, raw, own, oversold, closed, rate }: LineNightJson) =>
  JSON.stringify({ available, unlimited, raw, own, oversold, closed, rate });

test(`cells before and after are the numbers without and with the fact, no more and no fewer (seed ${RUNS.seed})`, () => {
  fc.assert(
    fc.property(anyQueryAndFact(), ({ query, fact }) => {
      const nights = { from: nightOf(query.from), to: nightOf(query.to) };
      const looking = { timezone: query.hotel.timezone, asOf: instantOf(query.asOf), nights };
      const before = buildFactBook(query.facts);
      const proposed = nextRevision(before, fact);
      const after = trialBook(before, [proposed], nights);

      const numbers = (book: FactBook): Map<string, string> => {
        const { timezone, asOf } = looking;
        const resolution = resolve(book, { timezone, asOf, agency: null, ...nights });
        const { lines } = projectResolution(resolution, new Map());
        const cells = Object.entries(lines).flatMap(([line, row]) =>
          row.map((night): [string, string] => [`${line} ${night.date}`, shown(night)]),
        );
        return new Map(cells);
      };
      const was = numbers(before);
      const is = numbers(buildFactBook([...query.facts, proposed]));
      const changed = [...new Set([...was.keys(), ...is.keys()])]
        .filter((key) => was.get(key) !== is.get(key))
        .map((key): [string, unknown, unknown] => [key, was.get(key), is.get(key)]);

      const view = { name: 'HOUSE', agency: null } as const;
      const { cells } = compareBooks(before, after, looking, view);
      const told = cells.map(({ line, date, ...cell }): [string, unknown, unknown] => [
        `${line} ${date}`,
        cell.before === null ? undefined : JSON.stringify(cell.before),
        cell.after === null ? undefined : JSON.stringify(cell.after),
      ]);
      expect(new Map(told.map(([key, ...cell]) => [key, cell]))).toEqual(
        new Map(changed.map(([key, ...cell]) => [key, cell])),
      );
    }),
    RUNS,
  );
});
