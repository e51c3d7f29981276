// The supplier's HTTP client: whole listings, bounded in every direction. Built in the composition
// roots and by tests; used by fetch-supply.ts.
import { Pool } from 'undici';
import { allotmentListing, contractListing, hotelListing } from './endpoints.ts';
import type { Listing, MhgLimits } from './endpoints.ts';
import type { NightWindow } from '../../domain/supply/told-supply.ts';
import { readListing } from './read-listing.ts';
import type { ListingRead } from './read-listing.ts';
import { requestPage } from './request-page.ts';
import type { RequestContext } from './request-page.ts';

export interface MhgClient {
  listHotels(signal: AbortSignal): Promise<ListingRead>;
  listContracts(hotelCode: string, signal: AbortSignal): Promise<ListingRead>;
  /** Daily numbers of the nights `[from, to)`. */
  listAllotments(hotelCode: string, window: NightWindow, signal: AbortSignal): Promise<ListingRead>;
  close(): Promise<void>;
}

export interface MhgClientOptions {
  /** Origin of the supplier's service, e.g. `https://api.example.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** `limits.mhg`, or tighter ones in tests. */
  readonly limits: MhgLimits;
  /** Stamps `fetchedAt` of raw pages. */
  readonly now?: () => Date;
}

/** Never throws for what the supplier does: every fault is a `FetchProblem` in the answer. */
export function createMhgClient(options: MhgClientOptions): MhgClient {
  const { origin } = new URL(options.baseUrl);
  const dispatcher = new Pool(origin, { connections: options.limits.connectionsMax });
  const context: RequestContext = {
    dispatcher,
    origin,
    apiKey: options.apiKey,
    limits: options.limits,
    now: options.now ?? (() => new Date()),
  };
  const read = (listing: Listing, signal: AbortSignal): Promise<ListingRead> =>
    readListing(listing, options.limits, (page) => requestPage(context, listing, page, signal));
  return {
    listHotels: (signal) => read(hotelListing(options.limits), signal),
    listContracts: (hotel, signal) => read(contractListing(hotel, options.limits), signal),
    listAllotments: (hotel, window, signal) =>
      read(allotmentListing(hotel, window, options.limits), signal),
    close: () => dispatcher.close(),
  };
}
