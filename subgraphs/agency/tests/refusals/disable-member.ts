// Refusals of disableMember and enableMember, which look at the same things.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { ReadyTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import type { AgencyWorld } from '../agency-world.ts';
import { agencyTable, refused, unreached } from './refusal-table.ts';

const malformed = { id: 'nobody', note: ' ' };
const why = { note: 'Left the house' };

function table(mutation: string, atNoi: string): ReadyTable<AgencyWorld> {
  return agencyTable(mutation, malformed, [
    refused('whoever is named itself', 'NotPermitted', [['NOT_ENTITLED', null]], {
      ...malformed,
      id: callers.operator.subject,
    }),
    refused('no word why', 'InvalidInput', [['BAD_INPUT', '/note']], malformed),
    refused('a member that does not exist', 'NotFound', [['NOT_FOUND', '/id']], {
      id: 'nobody',
      ...why,
    }),
    refused('an id that can be none', 'NotFound', [['NOT_FOUND', '/id']], { id: '\0', ...why }),
    refused('an admin, for an operator, like none', 'NotFound', [['NOT_FOUND', '/id']], {
      id: 'boss@staysync.example',
      ...why,
    }),
    unreached('whoever asks while the identity provider is away', { id: atNoi, ...why }),
  ]);
}

export const disableMember = table('disableMember', 'noi@siam.example');
export const enableMember = table('enableMember', 'gone@siam.example');
