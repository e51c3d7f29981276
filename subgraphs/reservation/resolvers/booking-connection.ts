// A Relay connection of bookings, for Query.bookings and Agency.bookings.
import { parsePage, toConnection } from '../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../shared/schema/paging.ts';
import type { BookingQuery } from '../services/find-bookings.ts';
import type { ReservationContext } from './context.ts';
import { findBookingView } from './views.ts';
import type { BookingView } from './views.ts';

export interface BookingConnectionArgs extends PageArguments {
  readonly filter?: {
    readonly hotelId?: string | null;
    readonly agencyId?: string | null;
    readonly statuses?: readonly string[] | null;
    readonly clientReference?: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
  } | null;
}

export type BookingConnection = Connection<BookingView>;

/** `scope` narrows the filter to the object the connection hangs on. */
export async function toBookingConnection(
  context: ReservationContext,
  args: BookingConnectionArgs,
  scope: { readonly agencyId?: string },
): Promise<BookingConnection> {
  const page = parsePage(args);
  const rows = await context.services.findBookings(
    context.identity,
    toQuery(args.filter ?? {}, scope),
    page,
  );
  const views = await Promise.all(
    rows.map(async (row) =>
      findBookingView(await context.loaders.groups.load(row.groupId), row.bookingId),
    ),
  );
  return toConnection(
    views.filter((view) => view !== null),
    page,
    (view) => view.booking.id,
  );
}

function toQuery(
  filter: NonNullable<BookingConnectionArgs['filter']>,
  scope: { readonly agencyId?: string },
): BookingQuery {
  const agencyIds = [scope.agencyId, filter.agencyId].filter((id) => id != null);
  const contradictory = new Set(agencyIds).size > 1;
  return {
    ...(filter.hotelId == null ? {} : { hotelIds: [filter.hotelId] }),
    ...(agencyIds.length === 0 ? {} : { agencyIds: contradictory ? [] : agencyIds }),
    ...(filter.statuses == null ? {} : { statuses: filter.statuses }),
    ...(filter.clientReference == null ? {} : { clientReference: filter.clientReference }),
    ...(filter.from == null ? {} : { from: filter.from }),
    ...(filter.to == null ? {} : { to: filter.to }),
  };
}
