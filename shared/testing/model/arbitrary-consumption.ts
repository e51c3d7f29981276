// Arbitrary facts that say what is taken: hardblocks with their amendments and releases, bookings.
// References to what is absent arise by themselves. Used by arbitraries.ts.
import fc from 'fast-check';
import type {
  Allocation,
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  BookingFact,
  Fact,
  Retraction,
} from '../../domain/facts.ts';
import { anyEventId, few, headed } from './arbitrary-head.ts';
import {
  AGENCIES,
  anyCutoff,
  anyMoment,
  anyNight,
  BLOCKS,
  EVENTS,
  LINES,
  type Setting,
} from './setting.ts';

export function anyBlock(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<BlockContractEvent>(
    fc.record(
      {
        kind: fc.constant('EVENT' as const),
        id: anyEventId(BLOCKS, EVENTS),
        type: fc.constant('BLOCK_CONTRACT' as const),
        status: fc.oneof(
          fc.constantFrom('DEFINITE' as const, 'TENTATIVE' as const, 'TENTATIVE' as const),
          fc.constantFrom(
            'DRAFT' as const,
            'RELEASED' as const,
            'COMPLETED' as const,
            'CANCELLED' as const,
          ),
        ),
        agency: fc.constantFrom(...AGENCIES),
        optionAt: anyMoment(setting),
        cutoff: anyCutoff(setting),
        cells: anyCells(
          fc.record(
            { ...anyCell(setting), rooms: few(0, 5), cutoff: anyCutoff(setting) },
            { requiredKeys: ['line', 'date', 'rooms'] },
          ),
        ),
      },
      { requiredKeys: ['kind', 'id', 'type', 'status', 'agency', 'cells'] },
    ),
  );
}

export function anyAmendment(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<BlockAmendmentEvent>(
    fc.record({
      kind: fc.constant('EVENT' as const),
      id: anyEventId(['a1', 'a2', 'a3'], BLOCKS),
      type: fc.constant('BLOCK_AMENDMENT' as const),
      block: fc.constantFrom(...BLOCKS, 'e1', 'b9'),
      cells: anyCells(
        fc.record({ ...anyCell(setting), delta: fc.constantFrom(-3, -2, -1, 1, 2, 3) }),
      ),
    }),
  );
}

export function anyRelease(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<BlockReleaseEvent>(
    fc.record({
      kind: fc.constant('EVENT' as const),
      id: anyEventId(['r1', 'r2', 'r3'], BLOCKS),
      type: fc.constant('BLOCK_RELEASE' as const),
      block: fc.constantFrom(...BLOCKS, 'e1', 'b9'),
      cells: anyCells(fc.record({ ...anyCell(setting), rooms: few(1, 3) })),
    }),
  );
}

function anyCell(setting: Setting): { line: fc.Arbitrary<string>; date: fc.Arbitrary<string> } {
  const crowded = fc.constantFrom('k1/A', 'k2/A', 'LOCAL-k3/B');
  return { line: fc.oneof(crowded, fc.constantFrom(...LINES)), date: anyNight(setting, 0, 3) };
}

/** A cell stands once. */
function anyCells<C extends { line: string; date: string }>(
  cell: fc.Arbitrary<C>,
): fc.Arbitrary<C[]> {
  return fc.uniqueArray(cell, {
    selector: ({ line, date }) => `${line} ${date}`,
    minLength: 1,
    maxLength: 8,
    size: 'max',
  });
}

export function anyBooking(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<BookingFact>(
    fc.record(
      {
        kind: fc.constant('BOOKING' as const),
        id: fc.constantFrom('g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7', 'g8'),
        agency: fc.constantFrom(...AGENCIES),
        status: anyBookingStatus(),
        heldAt: anyMoment(setting),
        expiresAt: anyMoment(setting),
        downstreamConfirmed: fc.boolean(),
        allocations: fc.array(anyAllocation(setting), { minLength: 1, maxLength: 8, size: 'max' }),
      },
      { requiredKeys: ['kind', 'id', 'agency', 'status', 'heldAt', 'allocations'] },
    ),
  );
}

function anyBookingStatus(): fc.Arbitrary<BookingFact['status']> {
  return fc.oneof(
    fc.constantFrom('CONFIRMED', 'HELD', 'HELD'),
    fc.constantFrom('CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'COMPLETED', 'NO_SHOW'),
    fc.constantFrom('ON_REQUEST', 'EXPIRED', 'CANCELLED', 'REJECTED'),
  );
}

/**
 * Two contents under one head, of which code points choose the smiling one and UTF-16 the other. Both
 * pick from blocks that are absent.
 */
export function anyCodePointTie(setting: Setting): fc.Arbitrary<BookingFact[]> {
  const said = {
    kind: 'BOOKING',
    id: 'g0',
    rev: 1,
    recordedAt: '2026-01-05T09:00:00Z',
    agency: 'AG1',
    status: 'CONFIRMED',
    heldAt: '2026-01-05T09:00:00Z',
  } as const;
  return fc
    .record({ ...anyCell(setting), rooms: fc.constantFrom([1, 2], [2, 1]) })
    .map(({ rooms, ...cell }) =>
      ['\u{1F600}', '\uFFFD'].map((block, i) => ({
        ...said,
        allocations: [{ block, ...cell, rooms: rooms[i] ?? 1 }],
      })),
    );
}

/** Block picks by weight; `b9` is never there, and `e1` is seldom a block. */
function anyAllocation(setting: Setting): fc.Arbitrary<Allocation> {
  const block = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...BLOCKS) },
    { weight: 3, arbitrary: fc.constantFrom('b9', 'e1') },
  );
  return fc.record(
    { ...anyCell(setting), rooms: few(1, 3), block },
    { requiredKeys: ['line', 'date', 'rooms'] },
  );
}
