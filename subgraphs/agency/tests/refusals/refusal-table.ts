// The tables of refusals of this subgraph: refusals.db.test.ts runs the rows, refusal-tables.test.ts
// proves that no mutation and no member of its union is left out.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import type { ReadyTable, RefusalRow } from '../../../../shared/testing/refusals/refusal-table.ts';
import { refusalTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { AgencyWorld } from '../agency-world.ts';

type Row = RefusalRow<AgencyWorld>;
export const NOI = { email: 'noi@siam.example', role: 'PARTNER', agencyId: 'SIAM' };

export type Input = Readonly<Record<string, unknown>>;

/** While the identity provider is out of reach. */
export function unreached(label: string, input: Input): ReturnType<typeof refused> {
  return { ...refused(label, 'TryAgain', [['BUSY', null]], input), reachable: false };
}

/** A row that asks for `input`, as an operator unless said. */
export function refused(
  label: string,
  type: Row['type'],
  codes: Row['codes'],
  input: Input,
  who: IdentityClaims = callers.operator,
): Refused {
  return { row: { label, type, codes }, input, who, reachable: true };
}

interface Refused {
  readonly row: Omit<Row, 'ask'>;
  /** A member is named by its address: what stands in `id` is looked up. */
  readonly input: Input;
  readonly who: IdentityClaims;
  /** The identity provider. */
  readonly reachable: boolean;
}

/**
 * Its rows find the agencies SIAM (suspended, with terms at hotel BKK1) and ASIA, and the members
 * noi@siam.example and gone@siam.example (partners of SIAM, the second disabled) and boss@staysync.example (an admin).
 */
export function agencyTable(
  mutation: string,
  /** Malformed in every way; whoever may not do it at all is refused before that is looked at. */
  malformed: Input,
  rows: readonly ReturnType<typeof refused>[],
): ReadyTable<AgencyWorld> {
  const strangers = [
    refused('an agent', 'NotPermitted', NOT_ENTITLED, malformed, callers.agent),
    refused('a partner, of its own', 'NotPermitted', NOT_ENTITLED, malformed, siam),
    refused('a supplier', 'NotPermitted', NOT_ENTITLED, malformed, callers.supplier('BKK1')),
    refused('a service', 'NotPermitted', NOT_ENTITLED, malformed, callers.service('reservation')),
  ];
  return refusalTable<AgencyWorld, AgencyWorld>({
    mutation,
    prepare: async (world) => {
      await world.create({});
      await world.create({ code: 'ASIA' });
      await world.change('suspendAgency', { id: 'SIAM', note: 'Late to pay' });
      await world.change('setAgencyHotel', { agencyId: 'SIAM', hotelId: 'BKK1', sells: true });
      await world.change('inviteMember', NOI);
      const gone = await world.change('inviteMember', { ...NOI, email: 'gone@siam.example' });
      await world.change('disableMember', { id: gone.id, note: 'Left the house' });
      const boss = { email: 'boss@staysync.example', role: 'ADMIN' };
      await world.change('inviteMember', boss, callers.admin);
      return world;
    },
    rows: [...strangers, ...rows].map(({ row, input, who, reachable }) => ({
      ...row,
      ask: async (world) => {
        world.setAccountsReachable(reachable);
        const answer = await world.change(mutation, await withMemberIds(world, input), who);
        world.setAccountsReachable(true);
        return answer;
      },
    })),
  });
}

async function withMemberIds(world: AgencyWorld, input: Input): Promise<Input> {
  const { id } = input;
  if (typeof id !== 'string' || !id.includes('@')) return input;
  const found = await world.accounts.findByEmail(id);
  return found.ok ? { ...input, id: found.value.uid } : input;
}

const NOT_ENTITLED: Row['codes'] = [['NOT_ENTITLED', null]];
const siam = callers.partner('SIAM');
