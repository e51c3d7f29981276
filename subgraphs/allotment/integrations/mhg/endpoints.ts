// What the supplier declares per endpoint, in one table: paths, page sizes, what identifies an item,
// and what an empty answer means. Read by the client; a new endpoint starts here.
import type { limits } from '../../../../shared/config/limits.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { NightWindow } from '../../domain/supply/told-supply.ts';

export type MhgLimits = { readonly [Key in keyof typeof limits.mhg]: number };

export type EndpointName = 'HOTELS' | 'CONTRACTS' | 'ALLOTMENTS';

/** One listing to be read in full: an endpoint with its arguments. */
export interface Listing {
  readonly endpoint: EndpointName;
  readonly hotelCode: string | null;
  /** Path with its own query parameters; `page` and `size` are added. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly size: number;
  /**
   * An empty list of hotels is a fault at the supplier, never the news that it has none. Empty lists
   * of contracts or numbers are statements, although they delete nothing by themselves.
   */
  readonly emptyMeans: 'FAULT' | 'NOTHING';
  /** Identity of an item as it came, or null where it has none that can be read. */
  readonly keyOf: (item: unknown) => string | null;
}

/** Every hotel of the supplier. */
export function hotelListing(bounds: MhgLimits): Listing {
  return {
    endpoint: 'HOTELS',
    hotelCode: null,
    path: '/api/v1/hotels',
    query: {},
    size: bounds.pageSizeHotels,
    emptyMeans: 'FAULT',
    keyOf: keyFrom('code'),
  };
}

/** Every contract of one hotel. */
export function contractListing(hotelCode: string, bounds: MhgLimits): Listing {
  return {
    endpoint: 'CONTRACTS',
    hotelCode,
    path: `/api/v1/hotels/${encodeURIComponent(hotelCode)}/contracts`,
    query: {},
    size: bounds.pageSizeContracts,
    emptyMeans: 'NOTHING',
    keyOf: keyFrom('id'),
  };
}

/** Daily numbers of one hotel's lines. The supplier's `to` is inclusive, ours is not. */
export function allotmentListing(
  hotelCode: string,
  window: NightWindow,
  bounds: MhgLimits,
): Listing {
  return {
    endpoint: 'ALLOTMENTS',
    hotelCode,
    path: `/api/v1/hotels/${encodeURIComponent(hotelCode)}/allotments`,
    query: { from: window.from, to: formatNight(nightOf(window.to) - 1) },
    size: bounds.pageSizeAllotments,
    emptyMeans: 'NOTHING',
    keyOf: keyFrom('contract_id', 'room_type'),
  };
}

function keyFrom(...fields: string[]): (item: unknown) => string | null {
  return (item) => {
    if (typeof item !== 'object' || item === null) return null;
    const parts = fields.map((field) => (item as Record<string, unknown>)[field]);
    return parts.every((part) => typeof part === 'string') ? parts.join('/') : null;
  };
}
