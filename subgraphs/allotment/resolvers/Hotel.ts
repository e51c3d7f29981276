// Type Hotel
import type { GraphQLResolveInfo } from 'graphql';
import type { HotelRow, RoomTypeRow } from '../domain/hotel.ts';
import type { HotelCalendar } from '../services/calendar-view.ts';
import type { AllotmentContext } from './context.ts';
import { calendarWants } from './calendar-wants.ts';

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
  ): Promise<HotelRow | null> => context.loaders.hotels.load(reference.id),
  roomTypes: (
    hotel: HotelRow,
    _args: unknown,
    context: AllotmentContext,
  ): Promise<readonly RoomTypeRow[]> => context.loaders.roomTypes.load(hotel.id),
  calendar: async (
    hotel: HotelRow,
    { from, to, roomTypes, agencyId }: CalendarArgs,
    context: AllotmentContext,
    info: GraphQLResolveInfo,
  ): Promise<HotelCalendar | null> => {
    const resolved = await context.services.resolveCalendars(context.identity, {
      hotelIds: [hotel.id],
      from,
      to,
      ...calendarWants(info),
      ...(roomTypes == null ? {} : { roomTypes }),
      ...(agencyId == null ? {} : { agencyId }),
    });
    return resolved.ok ? (resolved.value[0] ?? null) : null;
  },
};
