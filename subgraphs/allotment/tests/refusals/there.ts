// What the rows of these tables find: a hotel with one submission of each kind.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import type { RefusalRow } from '../../../../shared/testing/refusals/refusal-table.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { contract } from '../services/world.ts';
import { approve, decline, submitted, wanted } from '../submissions/world.ts';

export interface There {
  readonly world: ChangesWorld;
  readonly hotelId: string;
  readonly otherHotelId: string;
  readonly pending: string;
  readonly approved: string;
  readonly declined: string;
  /** Its contract was taken back since. */
  readonly gone: string;
}

export type Row = RefusalRow<There>;

export async function prepare(world: ChangesWorld): Promise<There> {
  const hotelId = await world.newHotel();
  const otherHotelId = await world.newHotel();
  await world.services.append('allotment', hotelId, contract(5, 1, 'K2'));
  const submit = (clientReference: string, line = 'K1/A'): Promise<string> =>
    submitted(world, { hotelId, clientReference, event: wanted({ target: { line } }) });
  const there = {
    pending: await submit('pending'),
    approved: await submit('approved'),
    declined: await submit('declined'),
    gone: await submit('gone', 'K2/A'),
  };
  await approve(world, { id: there.approved });
  await decline(world, { id: there.declined });
  const retraction = { kind: 'CONTRACT', id: 'K2', rev: 2, retracted: true } as const;
  await world.services.append('allotment', hotelId, retraction);
  return { world, hotelId, otherHotelId, ...there };
}

/** Who may not decide on submissions, whatever else is wrong. */
export function strangers(
  ask: (there: There, who: IdentityClaims) => ReturnType<Row['ask']>,
): Row[] {
  const refused = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
  return [
    { label: 'an agent', ...refused, ask: (there) => ask(there, callers.agent) },
    { label: 'a partner', ...refused, ask: (there) => ask(there, callers.partner('SIAM')) },
    {
      label: 'the hotel that submitted it',
      ...refused,
      ask: (there) => ask(there, callers.supplier(there.hotelId)),
    },
    { label: 'a service', ...refused, ask: (there) => ask(there, callers.service('reservation')) },
  ];
}
