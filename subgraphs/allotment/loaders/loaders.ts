// DataLoaders of one request: hotels and room types that fan out over lists, read in one query each.
// They give what the caller may see and nothing else, so no resolver can forget to ask.
import DataLoader from 'dataloader';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import type { HotelRow, RoomTypeRow } from '../domain/hotel.ts';
import { maySeeHotel } from '../domain/visibility.ts';

export interface Loaders {
  readonly hotels: DataLoader<string, HotelRow | null>;
  readonly roomTypes: DataLoader<string, readonly RoomTypeRow[]>;
}

/** One read each, whatever the number of ids; bound to the repositories in server.ts. */
export interface Finders {
  readonly findHotels: (ids: readonly string[]) => Promise<readonly HotelRow[]>;
  readonly findRoomTypes: (hotelIds: readonly string[]) => Promise<readonly RoomTypeRow[]>;
}

/** A fresh set per request, so that nothing read for one caller is answered to another. */
export function createLoaders(find: Finders, identity: Identity): Loaders {
  const options = { maxBatchSize: limits.loader.batchSizeMax };
  return {
    hotels: new DataLoader(async (ids) => {
      const visible = ids.filter((id) => maySeeHotel(identity, id));
      const rows = await find.findHotels(visible);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    }, options),
    roomTypes: new DataLoader(async (hotelIds) => {
      const rows = await find.findRoomTypes(hotelIds);
      const byHotel = Map.groupBy(rows, (row) => row.hotelId);
      return hotelIds.map((id) => byHotel.get(id) ?? []);
    }, options),
  };
}
