// bookings: pages of bookings that the viewer may see, latest hold first.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { visibleAgencies } from '../domain/visibility.ts';
import { findBookingPage } from '../repositories/booking-pages.ts';
import type {
  BookingPageRow as FoundBooking,
  BookingQuery,
} from '../repositories/booking-pages.ts';

export type {
  BookingPageRow as FoundBooking,
  BookingQuery,
} from '../repositories/booking-pages.ts';

/** At most one row more than the page's size. Other tenants' rows never leave SQL. */
export async function findBookings(
  dataSource: DataSource,
  identity: Identity,
  query: BookingQuery,
  page: PageRequest,
): Promise<FoundBooking[]> {
  const agencyIds = narrowAgencies(visibleAgencies(identity), query.agencyIds);
  if (agencyIds?.length === 0) return [];
  return findBookingPage(
    dataSource,
    { ...query, ...(agencyIds === null ? {} : { agencyIds }) },
    { limit: page.size + 1, after: page.after },
  );
}

/** null means no limit; an empty list means that nothing can match. */
function narrowAgencies(
  visible: readonly string[] | null,
  asked: readonly string[] | undefined,
): readonly string[] | null {
  if (asked === undefined) return visible;
  return visible === null ? asked : asked.filter((id) => visible.includes(id));
}
