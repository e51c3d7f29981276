// The tables of refusals of this subgraph: refusals.db.test.ts runs the rows, refusal-tables.test.ts
// proves that no mutation and no member of its union is left out.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import type { ReadyTable, RefusalRow } from '../../../../shared/testing/refusals/refusal-table.ts';
import { refusalTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { AgencyWorld } from '../agency-world.ts';

type Row = RefusalRow<AgencyWorld>;
export type Input = Readonly<Record<string, unknown>>;

/** A row that asks for `input`, as an operator unless said. */
export function refused(
  label: string,
  type: Row['type'],
  codes: Row['codes'],
  input: Input,
  who: IdentityClaims = callers.operator,
): { readonly row: Omit<Row, 'ask'>; readonly input: Input; readonly who: IdentityClaims } {
  return { row: { label, type, codes }, input, who };
}

/** Its rows find the agencies SIAM (suspended, with terms at hotel BKK1) and ASIA. */
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
      return world;
    },
    rows: [...strangers, ...rows].map(({ row, input, who }) => ({
      ...row,
      ask: (world) => world.change(mutation, input, who),
    })),
  });
}

const NOT_ENTITLED: Row['codes'] = [['NOT_ENTITLED', null]];
const siam = callers.partner('SIAM');
