// Groups as tests need them: two bookings of two nights each, held on 1 March 2099 until 00:15 UTC.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { Booking, BookingGroup, BookingNight } from '../domain/booking.ts';

export const heldAt = '2099-03-01T00:00:00Z';
export const expiresAt = '2099-03-01T00:15:00Z';

/** A booking of `rooms` rooms of type A on the nights of 10 and 11 March 2099, at 100.00 each. */
export function bookingOf(
  id: string,
  { nights, ...changes }: Partial<Booking> & { readonly nights?: readonly BookingNight[] } = {},
): Booking {
  const { rooms = 2, status = 'HELD', rev = 1 } = changes;
  const usual = ['2099-03-10', '2099-03-11'].map((night) => ({
    night,
    line: 'K1/A',
    rooms,
    rate: 10_000,
    sellRate: 10_000,
    currency: 'THB',
  }));
  const part = { part: 1, live: true, status, rev, heldAt, decidedSeq: 7, nights: nights ?? usual };
  return {
    id,
    position: 0,
    roomType: 'A',
    checkIn: '2099-03-10',
    checkOut: '2099-03-12',
    rooms,
    status,
    rev,
    parts: [part],
    ...changes,
  };
}

/** A group in this status, its bookings with it. */
export function groupIn(status: BookingStatus, changes: Partial<BookingGroup> = {}): BookingGroup {
  return {
    id: 'grp_1',
    hotelId: 'H1',
    agencyId: 'SIAM',
    clientReference: 'R-1',
    status,
    heldAt,
    expiresAt,
    downstreamConfirmed: false,
    decidedSeq: 7,
    decidedAsOf: heldAt,
    createdBy: 'uid-SIAM',
    timezone: 'Asia/Bangkok',
    bookings: [
      bookingOf('bkg_1', { status }),
      bookingOf('bkg_2', { position: 1, rooms: 1, status }),
    ],
    ...changes,
  };
}
