// Type Incident
import type { HotelRow } from '../domain/hotel.ts';
import type { IncidentRow } from '../domain/incidents/incident.ts';
import type { AllotmentContext } from './context.ts';

export const Incident = {
  __resolveReference: (
    { id }: { readonly id: string },
    { identity, services }: AllotmentContext,
  ): Promise<IncidentRow | null> => services.findIncident(identity, id),
  hotel: async (
    { hotelId }: IncidentRow,
    _args: unknown,
    { loaders }: AllotmentContext,
  ): Promise<HotelRow | null> => (hotelId === null ? null : loaders.hotels.load(hotelId)),
};
