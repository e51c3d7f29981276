// Books as they were known at an earlier instant: read from the whole stream for one answer and then
// forgotten, so that no cache of the past has to be right. Called by hotel-books.ts.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { readFacts } from '../../../shared/ledger/ledger.ts';
import { createFactBook, fold } from '../domain/pipeline/fact-book.ts';
import type { FactBook } from '../domain/pipeline/fact-book.ts';

export interface PastBook {
  readonly book: FactBook;
  /** Of the last fact that was known. */
  readonly seq: number;
  /** The database's clock now, not then. */
  readonly clock: string;
}

type PastReader = (hotelId: string, knownAt: string) => Promise<Result<PastBook, Reason[]>>;

/** Bounded in reads at one time (BUSY beyond) and in facts of a stream. */
export function createPastReader(
  dataSource: Pick<DataSource, 'query'>,
  bounds: { readonly atOnceMax: number; readonly factsMax: number } = limits.pastReads,
): PastReader {
  let underWay = 0;
  return async (hotelId, knownAt) => {
    if (underWay >= bounds.atOnceMax) return err([{ code: 'BUSY' }]);
    underWay += 1;
    try {
      return await readUntil(dataSource, hotelId, knownAt, bounds.factsMax);
    } finally {
      underWay -= 1;
    }
  };
}

async function readUntil(
  dataSource: Pick<DataSource, 'query'>,
  hotelId: string,
  knownAt: string,
  factsMax: number,
): Promise<Result<PastBook, Reason[]>> {
  const book = createFactBook();
  const until = instantOf(knownAt);
  let seq = 0;
  let factsRead = 0;
  for (;;) {
    const { facts, clock, more } = await readFacts(dataSource, hotelId, seq);
    // A stream is recorded in the order of its seqs, so what follows the first later fact is later.
    const known = facts.filter(({ fact }) => instantOf(fact.recordedAt) <= until);
    fold(
      book,
      known.map(({ fact }) => fact),
    );
    seq = known.at(-1)?.seq ?? seq;
    factsRead += facts.length;
    if (!more || known.length < facts.length) return ok({ book, seq, clock });
    if (factsRead >= factsMax) {
      const detail = 'It cannot be read for one answer.';
      return err([{ code: 'BAD_INPUT', path: '/knownAt', detail }]);
    }
  }
}
