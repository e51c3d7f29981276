// What facts say about blocks, with the numbers of domain.md §3.7 where it has them.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type {
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  ReduceEvent,
  Retraction,
} from '../../../../shared/domain/facts.ts';
import { deriveHardBlocks } from '../hard-block.ts';
import type { BlockFact, HardBlockCell } from '../hard-block.ts';

const LINE = 'k1/DLX';
const NIGHT = '2026-03-10';
const cell = { line: LINE, date: NIGHT };

function head(id: string, rev = 1) {
  return { kind: 'EVENT' as const, id, rev, recordedAt: '2026-01-01T00:00:00Z' };
}

function block(id: string, rooms: number, changes: Partial<BlockContractEvent> = {}) {
  const fact: BlockContractEvent = {
    ...head(id),
    type: 'BLOCK_CONTRACT',
    status: 'DEFINITE',
    agency: 'SIAM',
    cells: [{ ...cell, rooms }],
    ...changes,
  };
  return fact;
}

function amendment(id: string, delta: number, at = cell, ofBlock = 'b1'): BlockAmendmentEvent {
  return { ...head(id), type: 'BLOCK_AMENDMENT', block: ofBlock, cells: [{ ...at, delta }] };
}

function release(id: string, rooms: number, at = cell): BlockReleaseEvent {
  return { ...head(id), type: 'BLOCK_RELEASE', block: 'b1', cells: [{ ...at, rooms }] };
}

function retraction(id: string): Retraction {
  return { ...head(id, 2), retracted: true };
}

function cellsOf(facts: readonly BlockFact[]): readonly HardBlockCell[] {
  return deriveHardBlocks('BKK1', facts).flatMap((found) => found.cells);
}

test('a block is shown as it was made', () => {
  const made = block('b1', 4, { status: 'TENTATIVE', optionAt: '2026-02-01T00:00:00Z', rev: 3 });
  expect(deriveHardBlocks('BKK1', [made])).toEqual([
    {
      hotelId: 'BKK1',
      blockId: 'b1',
      agencyId: 'SIAM',
      status: 'TENTATIVE',
      optionAt: '2026-02-01T00:00:00Z',
      revision: 3,
      cells: [{ ...cell, rooms: 4, delta: 0, current: 4, released: 0 }],
    },
  ]);
});

test('block 4, amendments −2 and +1: 3; with −2 reverted: 5', () => {
  const facts = [block('b1', 4), amendment('a1', -2), amendment('a2', 1)];
  expect(cellsOf(facts)).toEqual([{ ...cell, rooms: 4, delta: -1, current: 3, released: 0 }]);
  expect(cellsOf([...facts, retraction('a1')])).toEqual([
    { ...cell, rooms: 4, delta: 1, current: 5, released: 0 },
  ]);
});

test('amendments below nothing leave nothing, and later ones count from the true sum', () => {
  const facts = [block('b1', 4), amendment('a1', -7)];
  expect(cellsOf(facts)).toMatchObject([{ delta: -7, current: 0 }]);
  expect(cellsOf([...facts, amendment('a2', 2)])).toMatchObject([{ delta: -5, current: 0 }]);
});

test('no more is released than the block has now', () => {
  const facts = [block('b1', 4), release('r1', 2), release('r2', 1)];
  expect(cellsOf(facts)).toMatchObject([{ current: 4, released: 3 }]);
  expect(cellsOf([...facts, amendment('a1', -2)])).toMatchObject([{ current: 2, released: 2 }]);
  expect(cellsOf([...facts, retraction('r1')])).toMatchObject([{ current: 4, released: 1 }]);
});

test('amendments make cells, releases do not; cells stand by line, then date', () => {
  const later = { ...cell, date: '2026-03-11' };
  const earlierLine = { line: 'k0/DLX', date: '2026-03-12' };
  const facts = [
    block('b1', 4),
    amendment('a1', 2, later),
    amendment('a2', 1, earlierLine),
    release('r1', 1, { ...cell, date: '2026-03-20' }),
  ];
  expect(cellsOf(facts)).toEqual([
    { ...earlierLine, rooms: 0, delta: 1, current: 1, released: 0 },
    { ...cell, rooms: 4, delta: 0, current: 4, released: 0 },
    { ...later, rooms: 0, delta: 2, current: 2, released: 0 },
  ]);
});

test('a retracted block is absent, and so is one whose id became another kind of event', () => {
  const reduction: ReduceEvent = {
    ...head('b2', 2),
    type: 'REDUCE_ALLOTMENT',
    n: 1,
    target: { hotel: true },
    from: NIGHT,
    to: '2026-03-11',
  };
  const facts = [block('b1', 4), retraction('b1'), block('b2', 4), reduction, block('b3', 4)];
  expect(deriveHardBlocks('BKK1', facts).map((found) => found.blockId)).toEqual(['b3']);
});

test('amendments of one block leave the others alone; blocks stand in the order of ids', () => {
  const facts = [block('b2', 8), block('b1', 4), amendment('a1', 1, cell, 'b2')];
  expect(deriveHardBlocks('BKK1', facts)).toMatchObject([
    { blockId: 'b1', cells: [{ current: 4 }] },
    { blockId: 'b2', cells: [{ current: 9 }] },
  ]);
});

test('neither order nor duplicates nor older revisions make a difference', () => {
  const facts: BlockFact[] = [
    block('b1', 4),
    block('b1', 6, { rev: 2 }),
    block('b2', 3, { agency: 'ASIA' }),
    amendment('a1', -2),
    amendment('a2', 1),
    retraction('a2'),
    release('r1', 2),
  ];
  const expected = deriveHardBlocks('BKK1', facts);
  const delivered = fc
    .tuple(fc.shuffledSubarray(facts, { minLength: facts.length }), fc.subarray(facts))
    .map(([all, again]) => [...again, ...all]);
  fc.assert(
    fc.property(delivered, (given) => {
      expect(deriveHardBlocks('BKK1', given)).toEqual(expected);
    }),
    propertyRuns(200),
  );
});
