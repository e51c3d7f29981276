// The names of blocks, and who may see which.
import { formatBlockId, parseBlockId } from '../block-id.ts';
import { maySeeHotel, viewOf } from '../block-view.ts';
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

test('staff see every block, a partner its own, a supplier those of its hotels but not whose', () => {
  const full = { ...block, id: 'BKK1/b/1' };
  for (const role of ['ADMIN', 'OPERATOR', 'AGENT', 'SYSTEM'] as const) {
    expect(viewOf({ role }, block)).toEqual(full);
  }
  expect(viewOf({ role: 'PARTNER', agencyId: 'SIAM' }, block)).toEqual(full);
  expect(viewOf({ role: 'PARTNER', agencyId: 'ASIA' }, block)).toBeNull();
  expect(viewOf({ role: 'PARTNER' }, block)).toBeNull();
  expect(viewOf({ role: 'SUPPLIER', hotelIds: ['BKK1'] }, block)).toEqual({
    ...full,
    agencyId: null,
  });
  expect(viewOf({ role: 'SUPPLIER', hotelIds: ['BKK2'] }, block)).toBeNull();
  expect(viewOf({ role: 'SUPPLIER' }, block)).toBeNull();
});

test('only a supplier is bound to its hotels', () => {
  expect(maySeeHotel({ role: 'SUPPLIER', hotelIds: ['BKK2'] }, 'BKK1')).toBe(false);
  expect(maySeeHotel({ role: 'PARTNER', agencyId: 'SIAM' }, 'BKK1')).toBe(true);
});
