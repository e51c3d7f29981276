// hotels and hotel: those that the viewer may see. A hotel that is refused to a partner's agency is not
// there for it. References from bookings and blocks are answered all the same (loaders.ts): what an
// agency has at a hotel stays its own when the hotel is refused to it later.
import type { DataSource } from 'typeorm';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { boundAgency, maySeeHotel, visibleHotels } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { findHotelPage, findHotelsByIds } from '../repositories/hotels.ts';
import { findScope } from '../repositories/selling-terms.ts';
import type { AskTerms } from './selling-terms.ts';

/** A page by id, at most one more than its size, which tells that there are more. */
export async function listHotels(
  dataSource: DataSource,
  viewer: Viewer,
  page: PageRequest,
): Promise<HotelRow[]> {
  const agency = boundAgency(viewer);
  const scope = agency === null ? null : await findScope(dataSource, agency);
  return findHotelPage(dataSource, {
    after: page.after,
    limit: page.size + 1,
    only: scope?.listedOnly === true ? scope.hotels : visibleHotels(viewer),
    except: scope?.listedOnly === false ? scope.hotels : [],
  });
}

/** Null where there is none for this viewer. */
export async function findHotel(
  { dataSource, terms: askTerms }: { readonly dataSource: DataSource; readonly terms: AskTerms },
  viewer: Viewer,
  id: string,
): Promise<HotelRow | null> {
  if (!maySeeHotel(viewer, id)) return null;
  const agency = boundAgency(viewer);
  const [[hotel], terms] = await Promise.all([
    findHotelsByIds(dataSource, [id]),
    agency === null ? null : askTerms(agency, id),
  ]);
  return terms?.sells === false ? null : (hotel ?? null);
}
