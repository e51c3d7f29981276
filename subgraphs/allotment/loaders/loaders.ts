// DataLoaders of one request: hotels and room types that fan out over lists, read in one query each.
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { HotelRow, RoomTypeRow } from '../domain/hotel.ts';
import { findHotelsByIds, findRoomTypes } from '../repositories/hotels.ts';

export interface Loaders {
  readonly hotels: DataLoader<string, HotelRow | null>;
  readonly roomTypes: DataLoader<string, readonly RoomTypeRow[]>;
}

/** A fresh set per request, so that nothing read for one caller is answered to another. */
export function createLoaders(dataSource: DataSource): Loaders {
  const options = { maxBatchSize: limits.loader.batchSizeMax };
  return {
    hotels: new DataLoader(async (ids) => {
      const rows = await findHotelsByIds(dataSource, ids);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    }, options),
    roomTypes: new DataLoader(async (hotelIds) => {
      const rows = await findRoomTypes(dataSource, hotelIds);
      const byHotel = Map.groupBy(rows, (row) => row.hotelId);
      return hotelIds.map((id) => byHotel.get(id) ?? []);
    }, options),
  };
}
