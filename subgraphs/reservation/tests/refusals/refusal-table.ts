// The tables of refusals of this subgraph. refusals.e2e.test.ts runs the rows, refusal-tables.test.ts
// proves that no mutation and no member of its union is left out. A new mutation brings its table and
// its line in tables.ts.
import * as shared from '../../../../shared/testing/refusals/refusal-table.ts';
import type { ReservationWorld } from '../reservation-world.ts';

export type { RefusalRow } from '../../../../shared/testing/refusals/refusal-table.ts';
export type { RefusalTypename } from '../../../../shared/schema/refusal.ts';
export type ReadyTable = shared.ReadyTable<ReservationWorld>;

export function refusalTable<There>(
  table: shared.RefusalTable<ReservationWorld, There>,
): ReadyTable {
  return shared.refusalTable(table);
}
