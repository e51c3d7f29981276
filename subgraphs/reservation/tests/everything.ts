// All that a command could have changed, recorded or sent: for tests that say that nothing was.
import type { DataSource } from 'typeorm';

/** Rows per table, as text, in one order; `sent` are the outboxes' messages. */
export type Everything = Readonly<Record<string, readonly string[]>>;

/**
 * Every row of every table that a booking could touch, those of later migrations included, and what
 * was ever sent. Left out is the clock that tests move.
 */
export async function everything(admin: DataSource): Promise<Everything> {
  const tables: { name: string }[] = await admin.query(
    `select table_schema || '.' || table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_name <> 'test_clock'
        and table_schema in ('reservation', 'ledger', 'agency', 'allotment', 'hardblock')
      order by 1`,
  );
  const parts = tables.map(({ name }) => `'${name}', ${rowsOf(name)}`);
  const rows: { all: Everything }[] = await admin.query(
    `select jsonb_build_object(${parts.join(', ')}) as all`,
  );
  return rows[0]?.all ?? {};
}

function rowsOf(table: string): string {
  // Whether a message was relayed meanwhile is its worker's business.
  const row = table.endsWith('.outbox') ? 't.id::text' : 't::text';
  return `(select coalesce(json_agg(r.row order by r.row), '[]') from (select ${row} as row from ${table} t) r)`;
}
