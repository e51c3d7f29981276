// Type AgencyHotel
import type { AgencyHotel as AgencyHotelObject } from '../domain/agency-hotel.ts';

export const AgencyHotel = {
  /** Allotment knows the rest of it. */
  hotel: ({ hotelId }: AgencyHotelObject): { __typename: 'Hotel'; id: string } => ({
    __typename: 'Hotel',
    id: hotelId,
  }),
};
