// What was agreed stays agreed: rooms that are found anew for a booking cost what the booking cost.
import { invariant } from '../../../shared/domain/invariant.ts';
import type { BookingNight } from './booking.ts';

/**
 * The granted nights at the prices of the agreed ones, room by room in their order. Two rooms that
 * were agreed at 100 and 90 and come from one line now are two entries of that line.
 */
export function atAgreedPrices(
  agreed: readonly BookingNight[],
  granted: readonly BookingNight[],
): BookingNight[] {
  const prices = Map.groupBy(agreed.flatMap(roomByRoom), ({ night }) => night);
  return granted.flatMap((night) => {
    const { rate: _rate, sellRate: _sell, currency: _currency, ...room } = night;
    const costs = prices.get(night.night)?.splice(0, night.rooms) ?? [];
    invariant(costs.length === night.rooms, 'every room that was found had its price');
    const apart = Map.groupBy(costs, ({ price }) => JSON.stringify(price));
    return [...apart.values()].map((same) => ({ ...room, rooms: same.length, ...same[0]?.price }));
  });
}

interface RoomPrice {
  readonly night: string;
  readonly price: Pick<BookingNight, 'rate' | 'sellRate' | 'currency'>;
}

function roomByRoom({ night, rooms, rate, sellRate, currency }: BookingNight): RoomPrice[] {
  const price = {
    ...(rate === undefined ? {} : { rate }),
    ...(sellRate === undefined ? {} : { sellRate }),
    ...(currency === undefined ? {} : { currency }),
  };
  return Array.from({ length: rooms }, () => ({ night, price }));
}
