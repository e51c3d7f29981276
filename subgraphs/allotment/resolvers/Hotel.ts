// Type Hotel
import type { HotelRow, RoomTypeRow } from '../domain/hotel.ts';
import { maySeeHotel } from '../domain/visibility.ts';
import { resolveCalendars } from '../services/resolve-calendar.ts';
import type { HotelCalendar } from '../services/resolve-calendar.ts';
import type { AllotmentContext } from './context.ts';

interface CalendarArgs {
  readonly from: string;
  readonly to: string;
  readonly roomTypes?: readonly string[] | null;
  readonly agencyId?: string | null;
}

export const Hotel = {
  __resolveReference: async (
    reference: { readonly id: string },
    context: AllotmentContext,
  ): Promise<HotelRow | null> =>
    maySeeHotel(context.identity, reference.id) ? context.loaders.hotels.load(reference.id) : null,
  roomTypes: (
    hotel: HotelRow,
    _args: unknown,
    context: AllotmentContext,
  ): Promise<readonly RoomTypeRow[]> => context.loaders.roomTypes.load(hotel.id),
  calendar: async (
    hotel: HotelRow,
    { from, to, roomTypes, agencyId }: CalendarArgs,
    context: AllotmentContext,
  ): Promise<HotelCalendar | null> => {
    const resolved = await resolveCalendars(context.books, context.identity, {
      hotelIds: [hotel.id],
      from,
      to,
      ...(roomTypes == null ? {} : { roomTypes }),
      ...(agencyId == null ? {} : { agencyId }),
    });
    return resolved.ok ? (resolved.value[0] ?? null) : null;
  },
};
