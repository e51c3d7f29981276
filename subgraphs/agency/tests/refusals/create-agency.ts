// Refusals of createAgency.
import { siam } from '../agency-world.ts';
import { agencyTable, refused } from './refusal-table.ts';

const malformed = { code: 'siam', name: ' ', currency: 'BTC' };

export const createAgency = agencyTable('createAgency', malformed, [
  refused(
    'code, name and currency that are malformed',
    'InvalidInput',
    [
      ['BAD_INPUT', '/code'],
      ['BAD_INPUT', '/name'],
      ['BAD_INPUT', '/currency'],
    ],
    malformed,
  ),
  refused(
    'a country that is none, of a taken code with another name',
    'InvalidInput',
    [['BAD_INPUT', '/country']],
    { ...siam, name: 'Other', country: 'XX' },
  ),
  refused(
    'a taken code with another name and tier',
    'DuplicateReference',
    [
      ['DUPLICATE_REFERENCE', '/name'],
      ['DUPLICATE_REFERENCE', '/tier'],
    ],
    { ...siam, name: 'Other', tier: 'SILVER' },
  ),
]);
