// Short ways to write facts and queries by hand in the model's tests: night 10 March 2026, Bangkok,
// one contract `k` with one line `k/A` of 10 rooms, unless said.
import type {
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  BookingFact,
  ContractFact,
  ContractLine,
  PoolFact,
  SubAllotmentFact,
} from '../../../domain/facts.ts';
import type { LineNight, ResolveAnswer, ResolveQuery } from '../query.ts';
import { modelResolve } from '../resolve.ts';
import { plusDays } from '../time.ts';
import type { TargetedEvent } from '../world.ts';

export const NIGHT = '2026-03-10';
export const LINE = 'k/A';
export const NOW = '2026-01-20T00:00:00Z';

const RECORDED = '2026-01-01T00:00:00Z';
const WIDE = { from: '2026-01-01', to: '2027-01-01' };

type Said<F> = F extends unknown ? Partial<F> : never;

export function contract(
  line: Said<ContractLine> = {},
  more: Said<ContractFact> = {},
): ContractFact {
  return {
    kind: 'CONTRACT',
    id: 'k',
    rev: 1,
    recordedAt: RECORDED,
    stayFrom: WIDE.from,
    stayTo: WIDE.to,
    contractKind: 'ALLOTMENT',
    lines: [{ roomType: 'A', quantity: 10, ...line }],
    ...more,
  };
}

export function event(id: string, effect: Said<TargetedEvent>): TargetedEvent {
  const place = { kind: 'EVENT', id, rev: 1, recordedAt: RECORDED, target: { hotel: true } };
  return { ...place, ...WIDE, ...effect } as TargetedEvent;
}

export const increase = (id: string, n: number) => event(id, { type: 'INCREASE_ALLOTMENT', n });
export const reduce = (id: string, n: number) => event(id, { type: 'REDUCE_ALLOTMENT', n });

export function block(id: string, rooms: number, more: Said<BlockContractEvent> = {}) {
  return {
    kind: 'EVENT',
    id,
    rev: 1,
    recordedAt: RECORDED,
    type: 'BLOCK_CONTRACT',
    status: 'DEFINITE',
    agency: 'AG1',
    cells: [{ line: LINE, date: NIGHT, rooms }],
    ...more,
  } satisfies BlockContractEvent;
}

export function amendment(id: string, ofBlock: string, delta: number): BlockAmendmentEvent {
  return {
    kind: 'EVENT',
    id,
    rev: 1,
    recordedAt: RECORDED,
    type: 'BLOCK_AMENDMENT',
    block: ofBlock,
    cells: [{ line: LINE, date: NIGHT, delta }],
  };
}

export function release(id: string, ofBlock: string, rooms: number): BlockReleaseEvent {
  return {
    kind: 'EVENT',
    id,
    rev: 1,
    recordedAt: RECORDED,
    type: 'BLOCK_RELEASE',
    block: ofBlock,
    cells: [{ line: LINE, date: NIGHT, rooms }],
  };
}

export function booking(id: string, rooms: number, more: Said<BookingFact> = {}): BookingFact {
  return {
    kind: 'BOOKING',
    id,
    rev: 1,
    recordedAt: RECORDED,
    agency: 'AG9',
    status: 'CONFIRMED',
    heldAt: '2026-01-10T00:00:00Z',
    allocations: [{ line: LINE, date: NIGHT, rooms }],
    ...more,
  };
}

/** A booking of one line and night, other than the usual ones. */
export function bookingOf(id: string, line: string, rooms: number, pickFrom?: string): BookingFact {
  const pick = pickFrom === undefined ? {} : { block: pickFrom };
  return booking(id, rooms, { allocations: [{ line, date: NIGHT, rooms, ...pick }] });
}

export function pool(
  id: string,
  budget: number,
  weights: Readonly<Record<string, number>>,
  more: Said<PoolFact> = {},
): PoolFact {
  const members = Object.entries(weights).map(([line, weight]) => ({ line, weight }));
  return { kind: 'POOL', id, rev: 1, recordedAt: RECORDED, members, budget, ...more };
}

export function subAllotment(
  agency: string,
  rooms: number,
  more: Said<SubAllotmentFact> = {},
): SubAllotmentFact {
  const id = `sub-${agency}`;
  return {
    kind: 'SUBALLOTMENT',
    id,
    rev: 1,
    recordedAt: RECORDED,
    line: LINE,
    agency,
    rooms,
    ...more,
  };
}

export function resolve(
  facts: ResolveQuery['facts'],
  more: Partial<ResolveQuery> = {},
): ResolveAnswer {
  return modelResolve({
    hotel: { id: 'H1', timezone: 'Asia/Bangkok' },
    from: NIGHT,
    to: plusDays(NIGHT, 1),
    asOf: NOW,
    facts,
    ...more,
  });
}

/** The one night of one line; throws where the answer has none. */
export function night(
  facts: ResolveQuery['facts'],
  more: Partial<ResolveQuery> = {},
  line = LINE,
): LineNight {
  const row = resolve(facts, more).lines[line]?.[0];
  if (row === undefined) throw new Error(`the answer has no night of ${line}`);
  return row;
}

export function available(
  facts: ResolveQuery['facts'],
  more: Partial<ResolveQuery> = {},
  line = LINE,
): number | null {
  return night(facts, more, line).available;
}
