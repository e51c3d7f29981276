// Refusals of suspendAgency and reinstateAgency, which look at the same things.
import { agencyTable, refused } from './refusal-table.ts';

const malformed = { id: 'NONE', note: ' ' };
const rows = [
  refused('no word why', 'InvalidInput', [['BAD_INPUT', '/note']], malformed),
  refused('more words than fit', 'InvalidInput', [['BAD_INPUT', '/note']], {
    id: 'NONE',
    note: 'x'.repeat(501),
  }),
  refused('an agency that does not exist', 'NotFound', [['NOT_FOUND', '/id']], {
    id: 'NONE',
    note: 'Late to pay',
  }),
  refused('an id that can be none', 'NotFound', [['NOT_FOUND', '/id']], { id: '\0', note: 'Why' }),
];

export const suspendAgency = agencyTable('suspendAgency', malformed, rows);
export const reinstateAgency = agencyTable('reinstateAgency', malformed, rows);
