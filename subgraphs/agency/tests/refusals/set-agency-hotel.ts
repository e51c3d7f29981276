// Refusals of setAgencyHotel and removeAgencyHotel.
import { agencyTable, refused } from './refusal-table.ts';
import type { Input } from './refusal-table.ts';

const unknown = (input: Input) => [
  refused('an agency that does not exist', 'NotFound', [['NOT_FOUND', '/agencyId']], input),
  refused('an id that can be none', 'NotFound', [['NOT_FOUND', '/agencyId']], {
    ...input,
    agencyId: '\0',
  }),
];

const malformed = { agencyId: 'NONE', hotelId: 'bkk', sells: true, markupBp: 100_001, note: '' };
export const setAgencyHotel = agencyTable('setAgencyHotel', malformed, [
  refused(
    'hotel, markup and note that are malformed',
    'InvalidInput',
    [
      ['BAD_INPUT', '/hotelId'],
      ['BAD_INPUT', '/markupBp'],
      ['BAD_INPUT', '/note'],
    ],
    malformed,
  ),
  ...unknown({ agencyId: 'NONE', hotelId: 'BKK1', sells: false }),
]);

const notOne = { agencyId: 'NONE', hotelId: 'bkk', note: '' };
export const removeAgencyHotel = agencyTable('removeAgencyHotel', notOne, [
  refused(
    'hotel and note that are malformed',
    'InvalidInput',
    [
      ['BAD_INPUT', '/hotelId'],
      ['BAD_INPUT', '/note'],
    ],
    notOne,
  ),
  ...unknown({ agencyId: 'NONE', hotelId: 'BKK1' }),
]);
