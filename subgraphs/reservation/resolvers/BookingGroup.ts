// Type BookingGroup
import { isStaff, maySee } from '../domain/visibility.ts';
import type { AuditRow, SaleOrderRow } from '../loaders/loaders.ts';
import type { ReservationContext } from './context.ts';
import { bookingView, groupView } from './views.ts';
import type { BookingView, GroupView } from './views.ts';

export const BookingGroup = {
  __resolveReference: async (
    reference: { readonly id: string },
    context: ReservationContext,
  ): Promise<GroupView | null> => {
    const group = await context.loaders.groups.load(reference.id);
    return group && maySee(context.identity, group) ? groupView(group) : null;
  },
  id: ({ group }: GroupView): string => group.id,
  status: ({ group }: GroupView): string => group.status,
  hotel: ({ group }: GroupView) => ({ __typename: 'Hotel', id: group.hotelId }),
  agency: ({ group }: GroupView) => ({ __typename: 'Agency', id: group.agencyId }),
  clientReference: ({ group }: GroupView): string => group.clientReference,
  heldAt: ({ group }: GroupView): string => group.heldAt,
  expiresAt: ({ group }: GroupView): string | null => group.expiresAt ?? null,
  bookings: ({ group }: GroupView): BookingView[] =>
    group.bookings.map((booking) => bookingView(group, booking)),
  saleOrder: async (
    { group }: GroupView,
    _args: unknown,
    context: ReservationContext,
  ): Promise<(SaleOrderRow & GroupView) | null> => {
    const order = await context.loaders.saleOrders.load(group.id);
    return order && { ...groupView(group), ...order };
  },
  auditLog: async ({ group }: GroupView, _args: unknown, context: ReservationContext) => {
    const entries = await context.loaders.audit.load(group.id);
    return entries.map((entry) => toAuditEntry(entry, isStaff(context.identity)));
  },
};

// Partners see what happened to their bookings, not which of our people did it.
function toAuditEntry(entry: AuditRow, staff: boolean): Record<string, unknown> {
  const { at, fromStatus, toStatus, why, bookingId } = entry;
  return {
    at,
    fromStatus,
    toStatus,
    why,
    bookingId,
    actor: staff ? entry.actor : null,
    requestId: staff ? entry.requestId : null,
  };
}
