// One night of one hotel as an explanation looks at it: the book, the moment, whose view it is, and
// where the facts behind each number are found.
import type { FactKind } from '../../../../shared/domain/facts.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Holder, LineNight, LineState, LineTerm } from '../pipeline/book-state.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { createMoment } from '../pipeline/moment.ts';
import type { Moment } from '../pipeline/moment.ts';
import { recursOn } from '../pipeline/span.ts';
import type { Source, SourceKind } from './terms.ts';

export interface ExplainQuery {
  readonly timezone: string;
  readonly night: DayNumber;
  readonly asOf: Micros;
  /** The asking agency; null sees every line, and no rooms are kept back for others. */
  readonly agency: string | null;
  /** Bookings named one by one; those beyond make one term. */
  readonly bookingsNamedMax: number;
}

export interface Scene extends ExplainQuery {
  readonly book: FactBook;
  readonly moment: Moment;
  /** Null for rooms that are merely promised while holds are decided. */
  readonly bookingOf: (holder: Holder) => string | null;
}

export function sceneOf(book: FactBook, query: ExplainQuery, moment?: Moment): Scene {
  let ids: Map<Holder, string> | null = null;
  return {
    ...query,
    book,
    moment: moment ?? createMoment(query.asOf, query.timezone),
    bookingOf(holder) {
      ids ??= new Map([...book.holders].map(([id, known]) => [known, id]));
      return ids.get(holder) ?? null;
    },
  };
}

/** What is taken of the line this night; undefined when nothing is. */
export function nightOfLine({ night }: Scene, line: LineState): LineNight | undefined {
  return line.nights.get(night);
}

/** Whether a contract covers the night with this line. */
export function coversNight({ night }: Scene, termOfLine: LineTerm | null): boolean {
  return termOfLine !== null && recursOn(termOfLine.contract, night);
}

/** The fact that counts for this id. */
export function factSource({ book }: Scene, kind: SourceKind, id: string): Source {
  return { kind, id, rev: book.winners[FACT_KINDS[kind]].get(id)?.rev ?? null };
}

const FACT_KINDS: Readonly<Record<SourceKind, FactKind>> = {
  CONTRACT: 'CONTRACT',
  RELEASE_STAGE: 'CONTRACT',
  EVENT: 'EVENT',
  BLOCK: 'EVENT',
  BOOKING: 'BOOKING',
  POOL: 'POOL',
  SUB_ALLOTMENT: 'SUBALLOTMENT',
  // No facts: their ids are found under no kind.
  LINE: 'CONTRACT',
  ROOM_TYPE: 'CONTRACT',
};

export function lineSource(line: LineState): Source {
  return { kind: 'LINE', id: line.id, rev: null };
}
