// A small hotel for tests of the pipeline: short words for facts, and questions asked both of the
// columns and of the command. Night 10 March 2026 in Asia/Bangkok unless said.
import type {
  Allocation,
  BookingFact,
  ContractFact,
  ContractLine,
  EventFact,
  Fact,
  PoolFact,
  Retraction,
  SubAllotmentFact,
} from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import type { Resolution } from '../../domain/pipeline/pipeline.ts';
import type { LineNightJson, ResolutionJson } from '../../domain/pipeline/projection.ts';
import { answerLine } from '../../tools/resolve/answer-line.ts';

export type AnyFact = Fact | Retraction;

export const TIMEZONE = 'Asia/Bangkok';
export const NIGHT = '2026-03-10';
export const NEXT = '2026-03-11';
export const RECORDED = '2026-01-01T00:00:00Z';
/** Long before any release in these tests. */
export const EARLY = '2026-01-15T00:00:00Z';

type Content<F> = Partial<Omit<F, 'kind' | 'type'>>;

const head = (id: string) => ({ id, rev: 1, recordedAt: RECORDED });

export function contract(
  id: string,
  lines: readonly (Partial<ContractLine> & { readonly roomType: string })[],
  content: Content<ContractFact> = {},
): ContractFact {
  return {
    kind: 'CONTRACT',
    ...head(id),
    stayFrom: '2026-03-01',
    stayTo: '2026-04-01',
    contractKind: 'ALLOTMENT',
    lines: lines.map((line) => ({ quantity: 10, ...line })),
    ...content,
  };
}

/** The contract of most vectors: line `k1/A`. */
export function base(quantity: number | null, line: Partial<ContractLine> = {}): ContractFact {
  return contract('k1', [{ roomType: 'A', quantity, ...line }]);
}

type EventOf<T extends EventFact['type']> = Extract<EventFact, { readonly type: T }>;
const OVER_NIGHT = { target: { line: 'k1/A' }, from: NIGHT, to: NEXT };

export function event<T extends EventFact['type']>(
  type: T,
  id: string,
  content: Content<EventOf<T>>,
): EventOf<T> {
  const nights = type.startsWith('BLOCK') ? {} : OVER_NIGHT;
  return { kind: 'EVENT', type, ...head(id), ...nights, ...content } as unknown as EventOf<T>;
}

export const increase = (n: number, id = `i${n}`): EventFact =>
  event('INCREASE_ALLOTMENT', id, { n });
export const reduce = (n: number, id = `r${n}`): EventFact => event('REDUCE_ALLOTMENT', id, { n });

export function block(
  id: string,
  rooms: number,
  content: Content<EventOf<'BLOCK_CONTRACT'>> = {},
): EventFact {
  const cells = [{ line: 'k1/A', date: NIGHT, rooms }];
  return event('BLOCK_CONTRACT', id, { status: 'DEFINITE', agency: 'AG1', cells, ...content });
}

export const amend = (id: string, delta: number, of = 'b1'): EventFact =>
  event('BLOCK_AMENDMENT', id, { block: of, cells: [{ line: 'k1/A', date: NIGHT, delta }] });

export function sold(
  rooms: number,
  allocation: Partial<Allocation> = {},
  content: Content<BookingFact> = {},
): BookingFact {
  return {
    kind: 'BOOKING',
    ...head(`g-${rooms}-${allocation.line ?? ''}`),
    agency: 'AG1',
    status: 'CONFIRMED',
    heldAt: RECORDED,
    allocations: [{ line: 'k1/A', date: NIGHT, rooms, ...allocation }],
    ...content,
  };
}

export const pool = (
  budget: number,
  lines: readonly string[],
  content: Content<PoolFact> = {},
): PoolFact => ({
  kind: 'POOL',
  ...head(`p-${lines.join('-')}`),
  budget,
  members: lines.map((line) => ({ line, weight: 1 })),
  ...content,
});

export const share = (
  agency: string,
  rooms: number,
  content: Content<SubAllotmentFact> = {},
): SubAllotmentFact => ({
  kind: 'SUBALLOTMENT',
  ...head(`s-${agency}`),
  line: 'k1/A',
  agency,
  rooms,
  ...content,
});

export const retract = ({ kind, id, rev, recordedAt }: AnyFact): Retraction => ({
  kind,
  id,
  rev: rev + 1,
  recordedAt,
  retracted: true,
});

export interface Question {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly timezone?: string;
}

/** The answer of the `resolve` command, which must not be an error. */
export function ask(facts: readonly AnyFact[], question: Question = {}): ResolutionJson {
  const { timezone = TIMEZONE, ...rest } = question;
  const hotel = { id: 'H1', timezone };
  const query = { hotel, from: NIGHT, to: NEXT, asOf: EARLY, ...rest, facts };
  const answer = answerLine(JSON.stringify(query));
  if ('error' in answer) throw new Error(`${answer.error.path}: ${answer.error.message}`);
  return answer;
}

/** The columns of the same question. */
export function columns(facts: readonly AnyFact[], question: Question = {}): Resolution {
  const { asOf = EARLY, knownAt, agency = null, from = NIGHT, to = NEXT } = question;
  const book = buildFactBook(facts, knownAt === undefined ? undefined : instantOf(knownAt));
  return resolve(book, {
    timezone: question.timezone ?? TIMEZONE,
    from: nightOf(from),
    to: nightOf(to),
    asOf: instantOf(asOf),
    agency,
  });
}

/** The first night of a line, from the command. */
export function night(
  facts: readonly AnyFact[],
  question: Question = {},
  line = 'k1/A',
): LineNightJson {
  const row = ask(facts, question).lines[line]?.[0];
  if (!row) throw new Error(`no row of ${line}`);
  return row;
}

/** Rooms available on the first night of a line: from the columns, which the command must repeat. */
export function available(
  facts: readonly AnyFact[],
  question: Question = {},
  line = 'k1/A',
): number | null {
  const row = night(facts, question, line);
  const resolved = columns(facts, question).lines.find((candidate) => candidate.line.id === line);
  expect(resolved?.available[0]).toBe(row.available ?? Infinity);
  return row.available;
}
