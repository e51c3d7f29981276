// Reads of sale orders and of the audit log, by group.
import type { DataSource, EntityManager } from 'typeorm';
import type { AuditRow, SaleOrderRow } from '../domain/booking-records.ts';
import { INSTANT } from './booking-groups.ts';

/** Orders of these groups; groups without one are left out. */
export async function findOrdersByGroupIds(
  dataSource: DataSource,
  groupIds: readonly string[],
): Promise<SaleOrderRow[]> {
  return dataSource.query(
    `select o.id, o.number, o.group_id as "groupId", o.confirmed_at as "confirmedAt", o.currency, o.total,
            o.net_total as "netTotal",
            (select jsonb_agg(jsonb_build_object('bookingId', l.booking_id, 'roomType', l.room_type,
                      'checkIn', l.check_in, 'checkOut', l.check_out, 'rooms', l.rooms,
                      'amount', l.amount, 'netAmount', l.net_amount) order by l.position)
               from reservation.sale_order_lines l where l.sale_order_id = o.id) as lines,
            coalesce((select jsonb_agg(jsonb_build_object('kind', a.kind, 'bookingId', a.booking_id,
                      'amount', a.amount, 'netAmount', a.net_amount, 'deadline', ${INSTANT('a.deadline')},
                      'at', ${INSTANT('a.at')}, 'why', a.why) order by a.seq, a.position)
               from reservation.sale_order_amendments a where a.sale_order_id = o.id), '[]') as amendments
       from reservation.sale_orders o where o.group_id = any($1)`,
    [groupIds],
  );
}

/** Those of these groups that have a sale order. */
export async function findSoldGroups(
  connection: Pick<DataSource | EntityManager, 'query'>,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows: { id: string }[] = await connection.query(
    'select group_id as id from reservation.sale_orders where group_id = any($1)',
    [groupIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Audit entries of these groups, oldest first. */
export async function findAuditByGroupIds(
  dataSource: DataSource,
  groupIds: readonly string[],
): Promise<AuditRow[]> {
  return dataSource.query(
    `select group_id as "groupId", booking_id as "bookingId", at, actor, from_status as "fromStatus",
            to_status as "toStatus", why, request_id as "requestId"
       from reservation.booking_audit_log where group_id = any($1) order by seq, at, id`,
    [groupIds],
  );
}
