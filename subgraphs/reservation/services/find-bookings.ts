// bookings: pages of bookings that the viewer may see, latest hold first.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { visibleAgencies } from '../domain/visibility.ts';
import { findBookingPage } from '../repositories/booking-pages.ts';
import type { BookingCursor, BookingPageRow, BookingQuery } from '../repositories/booking-pages.ts';
import type { DataSource } from 'typeorm';

export interface FindBookingsInput {
  readonly query: BookingQuery;
  readonly first?: number;
  readonly after?: string;
}

export interface BookingPage {
  readonly rows: readonly BookingPageRow[];
  readonly hasNextPage: boolean;
}

/** One page; a cursor that is not ours begins at the start. Other tenants' rows never leave SQL. */
export async function findBookings(
  dataSource: DataSource,
  identity: Identity,
  input: FindBookingsInput,
): Promise<BookingPage> {
  const agencyIds = narrowAgencies(visibleAgencies(identity), input.query.agencyIds);
  if (agencyIds?.length === 0) return { rows: [], hasNextPage: false };
  const first = Math.max(0, Math.min(input.first ?? limits.page.sizeDefault, limits.page.sizeMax));
  const after = input.after === undefined ? undefined : decodeCursor(input.after);
  const rows = await findBookingPage(
    dataSource,
    { ...input.query, ...(agencyIds === null ? {} : { agencyIds }) },
    { first, ...(after ? { after } : {}) },
  );
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

/** Opaque to clients: they only hand it back. */
export function encodeCursor(row: BookingCursor): string {
  return Buffer.from(`${row.heldAt}|${row.bookingId}`).toString('base64url');
}

function decodeCursor(cursor: string): BookingCursor | undefined {
  const [heldAt, bookingId] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (heldAt === undefined || bookingId === undefined || Number.isNaN(Date.parse(heldAt))) {
    return undefined;
  }
  return { heldAt, bookingId };
}

/** null means no limit; an empty list means that nothing can match. */
function narrowAgencies(
  visible: readonly string[] | null,
  asked: readonly string[] | undefined,
): readonly string[] | null {
  if (asked === undefined) return visible;
  return visible === null ? asked : asked.filter((id) => visible.includes(id));
}
