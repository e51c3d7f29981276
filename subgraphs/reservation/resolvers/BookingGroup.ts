// Type BookingGroup
import type { SaleOrderRow } from '../domain/booking-records.ts';
import type { AuditView } from '../loaders/loaders.ts';
import type { ReservationContext } from './context.ts';
import { agencyReference, hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { bookingView, groupView } from './views.ts';
import type { BookingView, GroupView } from './views.ts';

export const BookingGroup = {
  __resolveReference: async (
    reference: { readonly id: string },
    context: ReservationContext,
  ): Promise<GroupView | null> => {
    const group = await context.loaders.groups.load(reference.id);
    return group && groupView(group);
  },
  id: ({ group }: GroupView): string => group.id,
  status: ({ group }: GroupView): string => group.status,
  hotel: ({ group }: GroupView): Reference<'Hotel'> => hotelReference(group.hotelId),
  agency: ({ group }: GroupView): Reference<'Agency'> => agencyReference(group.agencyId),
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
  auditLog: (
    { group }: GroupView,
    _args: unknown,
    context: ReservationContext,
  ): Promise<readonly AuditView[]> => context.loaders.audit.load(group.id),
};
