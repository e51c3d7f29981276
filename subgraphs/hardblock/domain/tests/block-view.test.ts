// The names of blocks, and who may see which.
import { formatBlockId, parseBlockId } from '../block-id.ts';
import { maySeeBlocks, viewOf } from '../block-view.ts';
import type { HardBlock } from '../hard-block.ts';

const block: HardBlock = {
  hotelId: 'BKK1',
  blockId: 'b/1',
  agencyId: 'SIAM',
  status: 'DEFINITE',
  optionAt: null,
  revision: 1,
  cells: [],
};

test('a block is named by its hotel and its id there, slashes and all', () => {
  expect(formatBlockId(block)).toBe('BKK1/b/1');
  expect(parseBlockId('BKK1/b/1')).toEqual({ hotelId: 'BKK1', blockId: 'b/1' });
});

test.each(['', 'BKK1', 'BKK1/', '/b1', 'bkk1/b1', 'B K/b1', 'BKK\0/b1'])(
  '%j names no block',
  (id) => {
    expect(parseBlockId(id)).toBeNull();
  },
);

test('operators see every block, agents and partners those of their agencies, a supplier none', () => {
  const full = { ...block, id: 'BKK1/b/1' };
  for (const role of ['ADMIN', 'OPERATOR', 'SYSTEM'] as const) {
    expect(viewOf({ role }, block)).toEqual(full);
    expect(maySeeBlocks({ role })).toBe(true);
  }
  expect(viewOf({ role: 'PARTNER', agencyId: 'SIAM' }, block)).toEqual(full);
  expect(viewOf({ role: 'PARTNER', agencyId: 'ASIA' }, block)).toBeNull();
  expect(viewOf({ role: 'AGENT', agencyIds: ['ASIA', 'SIAM'] }, block)).toEqual(full);
  expect(viewOf({ role: 'AGENT', agencyIds: ['ASIA'] }, block)).toBeNull();
  for (const viewer of [{ role: 'PARTNER' }, { role: 'AGENT' }, { role: 'SUPPLIER' }]) {
    expect(viewOf(viewer, block)).toBeNull();
    expect(maySeeBlocks(viewer)).toBe(false);
  }
});
