// The folded facts of one hotel: for every (kind, id) the winner, and the index that the pipeline
// reads. Kept in memory for live reads (`fold` what is new), built afresh for `knownAt` reads.
// Folding is blind to order, duplication and batching.
import type { EventFact, Fact, FactKind, Retraction } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { supersedes } from '../../../../shared/domain/winners.ts';
import { approximateFactBytes } from './book-bytes.ts';
import { createIndex } from './book-index.ts';
import type { BookIndex, Holder } from './book-state.ts';
import { addBlockEvent, removeBlockEvent } from './index-blocks.ts';
import { addTakes, holderOf, removeTakes } from './index-bookings.ts';
import { addEvent, removeEvent } from './index-events.ts';
import * as supply from './index-supply.ts';

export interface FactBook {
  readonly index: BookIndex;
  readonly winners: Readonly<Record<FactKind, Map<string, Fact | Retraction>>>;
  /** Consuming bookings by id, as they stand in the index. */
  readonly holders: Map<string, Holder>;
  /** About how much memory the book takes; for caches bounded in bytes. */
  bytes: number;
}

export function createFactBook(): FactBook {
  return {
    index: createIndex(),
    winners: {
      CONTRACT: new Map(),
      AUDIENCE: new Map(),
      EVENT: new Map(),
      POOL: new Map(),
      SUBALLOTMENT: new Map(),
      BOOKING: new Map(),
    },
    holders: new Map(),
    bytes: 0,
  };
}

/**
 * A book of the facts recorded no later than `knownAt` (all of them without it): what was known
 * then, for reads of the past.
 */
export function buildFactBook(
  facts: Iterable<Fact | Retraction>,
  knownAt: Micros = Infinity,
): FactBook {
  const book = createFactBook();
  for (const fact of facts) {
    if (knownAt === Infinity || instantOf(fact.recordedAt) <= knownAt) foldOne(book, fact);
  }
  return book;
}

/** Takes further facts into the book, in place; those that do not win change nothing. */
export function fold(book: FactBook, facts: Iterable<Fact | Retraction>): void {
  for (const fact of facts) foldOne(book, fact);
}

function foldOne(book: FactBook, fact: Fact | Retraction): void {
  const winners = book.winners[fact.kind];
  const current = winners.get(fact.id);
  if (current) {
    if (!supersedes(fact, current)) return;
    book.bytes -= approximateFactBytes(current);
    if (isPresent(current)) removeFact(book, current);
  }
  winners.set(fact.id, fact);
  book.bytes += approximateFactBytes(fact);
  if (isPresent(fact)) addFact(book, fact);
}

/** A retracted winner means absent, whatever content it still carries. */
export function isPresent(fact: Fact | Retraction): fact is Fact {
  return fact.retracted !== true;
}

function addFact(book: FactBook, fact: Fact): void {
  switch (fact.kind) {
    case 'CONTRACT':
      return supply.addContract(book.index, fact);
    case 'AUDIENCE':
      return supply.addAudience(book.index, fact);
    case 'POOL':
      return supply.addPool(book.index, fact);
    case 'SUBALLOTMENT':
      return supply.addSubAllotment(book.index, fact);
    case 'EVENT':
      return isBlockEvent(fact) ? addBlockEvent(book.index, fact) : addEvent(book.index, fact);
    case 'BOOKING': {
      const holder = holderOf(fact);
      if (!holder) return;
      book.holders.set(fact.id, holder);
      return addTakes(book.index, holder, fact.allocations);
    }
  }
}

function removeFact(book: FactBook, fact: Fact): void {
  switch (fact.kind) {
    case 'CONTRACT':
      return supply.removeContract(book.index, fact);
    case 'AUDIENCE':
      return supply.removeAudience(book.index, fact);
    case 'POOL':
      return supply.removePool(book.index, fact);
    case 'SUBALLOTMENT':
      return supply.removeSubAllotment(book.index, fact);
    case 'EVENT':
      return isBlockEvent(fact)
        ? removeBlockEvent(book.index, fact)
        : removeEvent(book.index, fact);
    case 'BOOKING': {
      const holder = book.holders.get(fact.id);
      if (!holder) return;
      book.holders.delete(fact.id);
      return removeTakes(book.index, holder, fact.allocations);
    }
  }
}

function isBlockEvent(fact: EventFact): fact is Extract<EventFact, { cells: unknown }> {
  return 'cells' in fact;
}
