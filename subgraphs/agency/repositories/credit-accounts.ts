// Credit accounts, as far as this subgraph may touch them: limits are set through the function that
// waits for bookings under way, what is used is read. Bookings use them on their own (ADR 16).
import type { DataSource, EntityManager } from 'typeorm';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

/** Opens, changes or (null) closes the account of an agency. */
export async function setLimit(
  manager: EntityManager,
  agencyId: string,
  limit: number | null,
): Promise<void> {
  await manager.query('select agency.set_credit_limit($1, $2)', [agencyId, limit]);
}

/** What is used now, by agency; those without a limit are left out. */
export async function findUsed(
  connection: Queryable,
  agencyIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows: { id: string; used: number }[] = await connection.query(
    `select agency_id as id, agency.credit_used(agency_id) as used
       from agency.credit_accounts where agency_id = any($1)`,
    [agencyIds],
  );
  return new Map(rows.map(({ id, used }) => [id, used]));
}
