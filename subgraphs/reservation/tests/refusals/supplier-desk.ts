// Refusals of replayConfirmation and retryErrand: who may not, and what is not there to be done again.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { Answer, ReservationWorld } from '../reservation-world.ts';
import { plantMessage } from './plant-supplier-rows.ts';
import { refusalTable } from './refusal-table.ts';

interface There {
  readonly world: ReservationWorld;
  readonly applied: string;
}

function again(mutation: 'replayConfirmation' | 'retryErrand') {
  const query = `mutation ($id: ID!) { answer: ${mutation}(id: $id) {
    __typename ... on Refusal { message reasons { code path nights line needed have retryable resolvableBy } } } }`;
  return async ({ world }: There, id: string, who: IdentityClaims = callers.operator) => {
    const { data, errors } = await world.ask<{ answer: Answer }>(who, query, { id });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.answer;
  };
}

const replay = again('replayConfirmation');
const retry = again('retryErrand');
const forbidden = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const notThere = { type: 'NotFound', codes: [['NOT_FOUND', '/id']] } as const;

async function prepare(world: ReservationWorld): Promise<There> {
  return { world, applied: await plantMessage(world, 'APPLIED') };
}

export const replayConfirmation = refusalTable<There>({
  mutation: 'replayConfirmation',
  prepare,
  rows: [
    {
      label: 'an agent, though there is no such message',
      ...forbidden,
      ask: (there) => replay(there, 'none', callers.agent),
    },
    {
      label: 'a partner, though the message is over',
      ...forbidden,
      ask: (there) => replay(there, there.applied, callers.partner('SIAM')),
    },
    {
      label: 'a message that does not exist',
      ...notThere,
      ask: (there) => replay(there, 'none'),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: (there) => replay(there, 'no\0ne'),
    },
    {
      label: 'a message that was decided',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', null]],
      ask: (there) => replay(there, there.applied),
    },
  ],
});

export const retryErrand = refusalTable<There>({
  mutation: 'retryErrand',
  prepare,
  rows: [
    {
      label: 'a supplier, though there is no such errand',
      ...forbidden,
      ask: (there) => retry(there, 'none', callers.supplier('H1')),
    },
    {
      label: 'an errand that does not exist',
      ...notThere,
      ask: (there) => retry(there, 'none'),
    },
    {
      label: 'an id that can be none',
      ...notThere,
      ask: (there) => retry(there, 'no\0ne'),
    },
  ],
});
