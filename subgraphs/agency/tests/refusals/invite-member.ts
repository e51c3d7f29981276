// Refusals of inviteMember.
import { agencyTable, NOI, refused, unreached } from './refusal-table.ts';

const malformed = {
  email: 'nobody',
  displayName: ' ',
  role: 'PARTNER',
  agencyIds: ['NONE'],
  hotelIds: ['BKK1'],
  note: '',
};
const joy = { ...NOI, email: 'joy@siam.example' };

export const inviteMember = agencyTable('inviteMember', malformed, [
  refused('an operator who invites an admin', 'NotPermitted', [['NOT_ENTITLED', null]], {
    ...malformed,
    role: 'ADMIN',
  }),
  refused('an operator who invites an operator', 'NotPermitted', [['NOT_ENTITLED', null]], {
    ...malformed,
    role: 'OPERATOR',
  }),
  refused(
    'every field that is malformed, at once',
    'InvalidInput',
    [
      ['BAD_INPUT', '/email'],
      ['BAD_INPUT', '/displayName'],
      ['BAD_INPUT', '/agencyId'],
      ['BAD_INPUT', '/agencyIds'],
      ['BAD_INPUT', '/hotelIds'],
      ['BAD_INPUT', '/note'],
    ],
    malformed,
  ),
  refused('an agent of more than 20 agencies', 'InvalidInput', [['BAD_INPUT', '/agencyIds']], {
    ...NOI,
    role: 'AGENT',
    agencyId: null,
    agencyIds: Array.from({ length: 21 }, (_, i) => `A${i}`),
  }),
  refused('a supplier without a hotel', 'InvalidInput', [['BAD_INPUT', '/hotelIds']], {
    email: joy.email,
    role: 'SUPPLIER',
  }),
  refused(
    'a known address in another role, though its agency is none',
    'DuplicateReference',
    [
      ['DUPLICATE_REFERENCE', '/role'],
      ['DUPLICATE_REFERENCE', '/agencyId'],
      ['DUPLICATE_REFERENCE', '/agencyIds'],
    ],
    { email: ' Noi@Siam.Example', role: 'AGENT', agencyIds: ['NONE'] },
  ),
  refused('an agency that does not exist', 'NotFound', [['NOT_FOUND', '/agencyId']], {
    ...joy,
    agencyId: 'NONE',
  }),
  refused('one agency of many that does not exist', 'NotFound', [['NOT_FOUND', '/agencyIds']], {
    email: joy.email,
    role: 'AGENT',
    agencyIds: ['ASIA', 'NONE', 'SIAM'],
  }),
  unreached('whoever invites while the identity provider is away', joy),
]);
