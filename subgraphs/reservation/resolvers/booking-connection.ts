// A Relay connection of bookings, for Query.bookings and Agency.bookings.
import { encodeCursor, findBookings } from '../services/find-bookings.ts';
import type { ReservationContext } from './context.ts';
import { findBookingView } from './views.ts';
import type { BookingView } from './views.ts';

export interface BookingConnectionArgs {
  readonly filter?: {
    readonly hotelId?: string | null;
    readonly agencyId?: string | null;
    readonly statuses?: readonly string[] | null;
    readonly clientReference?: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
  } | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface BookingConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: BookingView }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** `scope` narrows the filter to the object the connection hangs on. */
export async function toBookingConnection(
  context: ReservationContext,
  args: BookingConnectionArgs,
  scope: { readonly agencyId?: string },
): Promise<BookingConnection> {
  const filter = args.filter ?? {};
  const agencyIds = [scope.agencyId, filter.agencyId].filter((id) => id != null);
  const contradictory = new Set(agencyIds).size > 1;
  const page = await findBookings(context.dataSource, context.identity, {
    query: {
      ...(filter.hotelId == null ? {} : { hotelIds: [filter.hotelId] }),
      ...(agencyIds.length === 0 ? {} : { agencyIds: contradictory ? [] : agencyIds }),
      ...(filter.statuses == null ? {} : { statuses: filter.statuses }),
      ...(filter.clientReference == null ? {} : { clientReference: filter.clientReference }),
      ...(filter.from == null ? {} : { from: filter.from }),
      ...(filter.to == null ? {} : { to: filter.to }),
    },
    ...(args.first == null ? {} : { first: args.first }),
    ...(args.after == null ? {} : { after: args.after }),
  });
  const edges = await Promise.all(
    page.rows.map(async (row) => {
      const group = await context.loaders.groups.load(row.groupId);
      const node = findBookingView(group, row.bookingId);
      return node && { cursor: encodeCursor(row), node };
    }),
  );
  const found = edges.filter((edge) => edge !== null);
  return {
    edges: found,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: found.at(-1)?.cursor ?? null },
  };
}
