// DataLoaders of one request: whatever fans out over a list is read in one query. They give what the
// caller may see and nothing else, so no resolver can forget to ask.
import DataLoader from 'dataloader';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { whyForSellers } from '../domain/audit-words.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { SupplierMessage } from '../domain/supplier-message.ts';
import { auditScope, maySee, maySettle } from '../domain/visibility.ts';
import type { AuditRow, SaleOrderRow } from '../domain/booking-records.ts';

export interface Loaders {
  readonly groups: DataLoader<string, BookingGroup | null>;
  readonly groupsByBooking: DataLoader<string, BookingGroup | null>;
  readonly saleOrders: DataLoader<string, SaleOrderRow | null>;
  readonly audit: DataLoader<string, readonly AuditView[]>;
  readonly messages: DataLoader<string, SupplierMessage | null>;
}

/** One read each, whatever the number of ids; bound to the repositories in server.ts. */
export interface Finders {
  readonly findGroups: (ids: readonly string[]) => Promise<readonly BookingGroup[]>;
  readonly findGroupsOfBookings: (ids: readonly string[]) => Promise<readonly BookingGroup[]>;
  readonly findOrders: (groupIds: readonly string[]) => Promise<readonly SaleOrderRow[]>;
  readonly findAudit: (groupIds: readonly string[]) => Promise<readonly AuditRow[]>;
  readonly findMessages: (ids: readonly string[]) => Promise<readonly SupplierMessage[]>;
}

/** A fresh set per request, so that nothing read for one caller is answered to another. */
export function createLoaders(find: Finders, identity: Identity): Loaders {
  const options = { maxBatchSize: limits.loader.batchSizeMax };
  return {
    groups: new DataLoader(async (ids) => {
      const groups = await find.findGroups(ids);
      const visible = groups.filter((group) => maySee(identity, group));
      const byId = new Map(visible.map((group) => [group.id, group]));
      return ids.map((id) => byId.get(id) ?? null);
    }, options),
    groupsByBooking: new DataLoader(async (ids) => {
      const groups = await find.findGroupsOfBookings(ids);
      const visible = groups.filter((group) => maySee(identity, group));
      const byBooking = new Map(
        visible.flatMap((group) => group.bookings.map((booking) => [booking.id, group] as const)),
      );
      return ids.map((id) => byBooking.get(id) ?? null);
    }, options),
    saleOrders: new DataLoader(async (groupIds) => {
      const orders = await find.findOrders(groupIds);
      const byGroup = new Map(orders.map((order) => [order.groupId, order]));
      return groupIds.map((id) => byGroup.get(id) ?? null);
    }, options),
    audit: new DataLoader(async (groupIds) => {
      const shown = auditFor(identity, await find.findAudit(groupIds));
      const byGroup = Map.groupBy(shown, (entry) => entry.groupId);
      return groupIds.map((id) => byGroup.get(id) ?? []);
    }, options),
    messages: new DataLoader(async (ids) => {
      const messages = maySettle(identity) ? await find.findMessages(ids) : [];
      const byId = new Map(messages.map((message) => [message.id, message]));
      return ids.map((id) => byId.get(id) ?? null);
    }, options),
  };
}

/** What was read of a group before it changed is read anew: one request may change it twice. */
export function forgetGroup(loaders: Loaders, group: BookingGroup): void {
  loaders.groups.clear(group.id);
  loaders.saleOrders.clear(group.id);
  loaders.audit.clear(group.id);
  for (const booking of group.bookings) loaders.groupsByBooking.clear(booking.id);
}

/** An audit entry as the caller may see it. */
export type AuditView = Omit<AuditRow, 'actor' | 'requestId'> & {
  readonly actor: string | null;
  readonly requestId: string | null;
};

function auditFor(identity: Identity, entries: readonly AuditRow[]): readonly AuditView[] {
  switch (auditScope(identity)) {
    case 'ALL':
      return entries;
    case 'OWN_ACTIONS':
      return entries.filter((entry) => entry.actor === identity.subject).map(inOurWords);
    case 'WITHOUT_NAMES':
      return entries.map(inOurWords).map(withoutStaffNames);
  }
}

function inOurWords(entry: AuditRow): AuditRow {
  return { ...entry, why: whyForSellers(entry.why) };
}

// Partners see what happened to their bookings, not which of our people did it.
function withoutStaffNames(entry: AuditRow): AuditView {
  return { ...entry, actor: null, requestId: null };
}
