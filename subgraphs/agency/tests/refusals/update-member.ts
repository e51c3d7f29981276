// Refusals of updateMember.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { agencyTable, refused, unreached } from './refusal-table.ts';

const malformed = { id: 'nobody', version: 9, role: 'AGENT', hotelIds: ['BKK1'], note: '' };
const noi = { id: 'noi@siam.example', version: 1, role: 'PARTNER', agencyId: 'ASIA' };
const notTheirs = [['NOT_ENTITLED', null]] as const;

export const updateMember = agencyTable('updateMember', malformed, [
  refused('an operator who makes an admin', 'NotPermitted', notTheirs, {
    ...malformed,
    role: 'ADMIN',
  }),
  refused(
    'an admin who changes itself',
    'NotPermitted',
    notTheirs,
    { ...malformed, id: callers.admin.subject },
    callers.admin,
  ),
  refused(
    'fields that are malformed',
    'InvalidInput',
    [
      ['BAD_INPUT', '/hotelIds'],
      ['BAD_INPUT', '/note'],
    ],
    malformed,
  ),
  refused('an agency that does not exist', 'NotFound', [['NOT_FOUND', '/agencyId']], {
    ...noi,
    version: 9,
    agencyId: 'NONE',
  }),
  refused('a member that does not exist', 'NotFound', [['NOT_FOUND', '/id']], {
    ...noi,
    id: 'nobody',
    version: 9,
  }),
  refused('an id that can be none', 'NotFound', [['NOT_FOUND', '/id']], { ...noi, id: '\0' }),
  refused('an admin, for an operator, like none', 'NotFound', [['NOT_FOUND', '/id']], {
    ...noi,
    id: 'boss@staysync.example',
  }),
  refused('a version that is not the latest', 'InvalidState', [['PREVIEW_STALE', '/version']], {
    ...noi,
    version: 2,
  }),
  unreached('whoever changes while the identity provider is away', noi),
]);
