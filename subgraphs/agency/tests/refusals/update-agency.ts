// Refusals of updateAgency.
import { agencyTable, refused } from './refusal-table.ts';

const malformed = {
  id: 'NONE',
  version: 99,
  name: ' ',
  country: 'XX',
  tier: '\t',
  contacts: [
    { name: 'Noi', phone: 'home' },
    { name: '', email: 'noi' },
  ],
  markupBp: 100_001,
  commissionBp: -1,
  creditLimit: -1,
  note: '',
};

export const updateAgency = agencyTable('updateAgency', malformed, [
  refused(
    'every field that is malformed, at once',
    'InvalidInput',
    [
      ['BAD_INPUT', '/name'],
      ['BAD_INPUT', '/country'],
      ['BAD_INPUT', '/tier'],
      ['BAD_INPUT', '/contacts/0/phone'],
      ['BAD_INPUT', '/contacts/1/name'],
      ['BAD_INPUT', '/contacts/1/email'],
      ['BAD_INPUT', '/markupBp'],
      ['BAD_INPUT', '/commissionBp'],
      ['BAD_INPUT', '/creditLimit'],
      ['BAD_INPUT', '/note'],
    ],
    malformed,
  ),
  refused('more than 20 contacts', 'InvalidInput', [['BAD_INPUT', '/contacts']], {
    id: 'NONE',
    version: 99,
    contacts: Array.from({ length: 21 }, () => ({ name: 'Noi' })),
  }),
  refused('an agency that does not exist', 'NotFound', [['NOT_FOUND', '/id']], {
    id: 'NONE',
    version: 99,
    name: 'Other',
  }),
  refused('an id that can be none', 'NotFound', [['NOT_FOUND', '/id']], { id: '\0', version: 1 }),
  refused(
    'a version that is not the latest, though nothing would change',
    'InvalidState',
    [['PREVIEW_STALE', '/version']],
    { id: 'SIAM', version: 1, name: 'Siam Travel' },
  ),
]);
