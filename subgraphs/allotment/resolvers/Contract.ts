// Types Contract and ContractLine
import type { ContractLine as Line } from '../../../shared/domain/facts.ts';
import type { HotelRow } from '../domain/hotel.ts';
import type { ContractView } from '../services/find-contract.ts';
import { datedNumbers } from '../services/list-arrangements.ts';
import type { DatedNumber } from '../services/list-arrangements.ts';
import type { AllotmentContext } from './context.ts';

export const Contract = {
  hotel: (
    { hotelId }: ContractView,
    _args: unknown,
    { loaders }: AllotmentContext,
  ): Promise<HotelRow | null> => loaders.hotels.load(hotelId),
};

export const ContractLine = {
  byDate: ({ byDate }: Line): DatedNumber[] => datedNumbers(byDate),
};
