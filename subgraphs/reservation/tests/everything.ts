// All that a command could have changed, recorded or sent: for tests that say that nothing was.
import type { DataSource } from 'typeorm';

const TABLES = [
  'reservation.booking_groups',
  'reservation.bookings',
  'reservation.booking_nights',
  'reservation.sale_orders',
  'reservation.sale_order_lines',
  'reservation.booking_audit_log',
  'reservation.client_references',
  'reservation.confirmations',
  'ledger.heads',
  'ledger.facts',
];

/** Every row of reservation and of the ledger, as text, and what was ever sent. */
export async function everything(admin: DataSource): Promise<unknown> {
  const rowsOf = (table: string): string =>
    `(select coalesce(json_agg(t.row order by t.row), '[]') from (select t::text as row from ${table} t) t)`;
  // Whether a message was relayed meanwhile is its worker's business.
  const sent = `(select coalesce(json_agg(o.id order by o.id), '[]') from reservation.outbox o)`;
  const rows: { all: unknown }[] = await admin.query(
    `select json_build_array(${TABLES.map(rowsOf).join(', ')}, ${sent}) as all`,
  );
  return rows[0]?.all;
}
