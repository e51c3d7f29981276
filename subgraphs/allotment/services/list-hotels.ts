// hotels: a page of those that the viewer may see, by id.
import type { DataSource } from 'typeorm';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { visibleHotels } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { findHotelPage } from '../repositories/hotels.ts';

/** At most one more than the page's size, which tells that there are more. */
export function listHotels(
  dataSource: DataSource,
  viewer: Viewer,
  page: PageRequest,
): Promise<HotelRow[]> {
  return findHotelPage(dataSource, {
    after: page.after,
    limit: page.size + 1,
    only: visibleHotels(viewer),
  });
}
