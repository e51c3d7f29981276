// What is known of the supplier's contracts beside their facts: name and how new the statement was.
import type { DataSource, EntityManager } from 'typeorm';

export interface ContractRow {
  readonly id: string;
  readonly name: string;
  readonly rev: number;
  readonly supplierVersion: Readonly<Record<string, unknown>>;
}

/** Contracts of one hotel, by id. */
export async function findContracts(
  connection: Pick<DataSource | EntityManager, 'query'>,
  hotelId: string,
): Promise<ContractRow[]> {
  return connection.query(
    `select id, name, rev, supplier_version as "supplierVersion"
       from allotment.contracts where hotel_id = $1 order by id`,
    [hotelId],
  );
}

/**
 * Writes what a sync learnt; `rev` is that of the fact appended in the same transaction. What a later
 * statement has left is not written over by an older one, whose sync found nothing to append and so
 * passed no guard of the ledger.
 */
export async function upsertContracts(
  manager: EntityManager,
  hotelId: string,
  contracts: readonly ContractRow[],
): Promise<void> {
  if (contracts.length === 0) return;
  await manager.query(
    `insert into allotment.contracts (hotel_id, id, name, rev, supplier_version)
     select $1, c.id, c.name, c.rev, c."supplierVersion"
       from jsonb_to_recordset($2::jsonb) as c(id text, name text, rev integer, "supplierVersion" jsonb)
     on conflict (hotel_id, id) do update set name = excluded.name, rev = excluded.rev,
       supplier_version = excluded.supplier_version
     where (excluded.rev, (excluded.supplier_version->>'revision')::bigint,
            excluded.supplier_version->>'updatedAt')
        >= (contracts.rev, (contracts.supplier_version->>'revision')::bigint,
            contracts.supplier_version->>'updatedAt')`,
    [hotelId, JSON.stringify(contracts)],
  );
}
