// Type EntitledContract
import type { ContractFact } from '../../../shared/domain/facts.ts';
import type { HotelRow } from '../domain/hotel.ts';
import type { EntitledContract as Row } from '../domain/entitled-contract.ts';
import type { AllotmentContext } from './context.ts';

const term =
  <Name extends keyof ContractFact>(name: Name) =>
  ({ terms }: Row): ContractFact[Name] =>
    terms[name];

export const EntitledContract = {
  hotel: (
    { hotelId }: Row,
    _args: unknown,
    { loaders }: AllotmentContext,
  ): Promise<HotelRow | null> => loaders.hotels.load(hotelId),
  roomTypes: ({ terms }: Row): string[] => terms.lines.map(({ roomType }) => roomType),
  contractKind: term('contractKind'),
  stayFrom: term('stayFrom'),
  stayTo: term('stayTo'),
  daysOfWeek: term('daysOfWeek'),
  currency: term('currency'),
  minStay: term('minStay'),
  maxStay: term('maxStay'),
  minLeadDays: term('minLeadDays'),
  maxLeadDays: term('maxLeadDays'),
};
