// Type EventSubmission
import type { HotelRow } from '../domain/hotel.ts';
import type { Submission } from '../domain/submissions/submission.ts';
import type { AllotmentContext } from './context.ts';

export const EventSubmission = {
  hotel: (
    { hotelId }: Submission,
    _args: unknown,
    { loaders }: AllotmentContext,
  ): Promise<HotelRow | null> => loaders.hotels.load(hotelId),
};
