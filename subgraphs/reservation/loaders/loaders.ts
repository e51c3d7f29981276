// DataLoaders of one request: whatever fans out over a list is read in one query.
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findGroupsByBookingIds, findGroupsByIds } from '../repositories/booking-groups.ts';
import { findAuditByGroupIds, findOrdersByGroupIds } from '../repositories/sale-orders.ts';
import type { AuditRow, SaleOrderRow } from '../repositories/sale-orders.ts';

export type { AuditRow, SaleOrderLineRow, SaleOrderRow } from '../repositories/sale-orders.ts';

export interface Loaders {
  readonly groups: DataLoader<string, BookingGroup | null>;
  readonly groupsByBooking: DataLoader<string, BookingGroup | null>;
  readonly saleOrders: DataLoader<string, SaleOrderRow | null>;
  readonly audit: DataLoader<string, readonly AuditRow[]>;
}

/** A fresh set per request, so that nothing read for one caller is answered to another. */
export function createLoaders(dataSource: DataSource): Loaders {
  const options = { maxBatchSize: limits.loader.batchSizeMax };
  return {
    groups: new DataLoader(async (ids) => {
      const groups = await findGroupsByIds(dataSource, ids);
      const byId = new Map(groups.map((group) => [group.id, group]));
      return ids.map((id) => byId.get(id) ?? null);
    }, options),
    groupsByBooking: new DataLoader(async (ids) => {
      const groups = await findGroupsByBookingIds(dataSource, ids);
      const byBooking = new Map(
        groups.flatMap((group) => group.bookings.map((booking) => [booking.id, group] as const)),
      );
      return ids.map((id) => byBooking.get(id) ?? null);
    }, options),
    saleOrders: new DataLoader(async (groupIds) => {
      const orders = await findOrdersByGroupIds(dataSource, groupIds);
      const byGroup = new Map(orders.map((order) => [order.groupId, order]));
      return groupIds.map((id) => byGroup.get(id) ?? null);
    }, options),
    audit: new DataLoader(async (groupIds) => {
      const entries = await findAuditByGroupIds(dataSource, groupIds);
      return groupIds.map((id) => entries.filter((entry) => entry.groupId === id));
    }, options),
  };
}
