// The services of this subgraph, bound once for its server.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { HotelRow } from '../domain/hotel.ts';
import type { SyncRunRow } from '../repositories/sync-runs.ts';
import type { HotelCalendar } from './calendar-view.ts';
import { decideHotelHolds } from './decide-hotel-holds.ts';
import type { HoldDecisionsAnswer, HoldRequestInput } from './decide-hotel-holds.ts';
import { createHotelBooks } from './hotel-books.ts';
import { listHotels } from './list-hotels.ts';
import { findSyncRun, requestSync } from './request-sync.ts';
import { resolveCalendars } from './resolve-calendar.ts';
import type { CalendarRequest } from './resolve-calendar.ts';

/** What resolvers may ask for. */
export interface AllotmentServices {
  readonly listHotels: (identity: Identity, page: PageRequest) => Promise<HotelRow[]>;
  readonly resolveCalendars: (
    identity: Identity,
    request: CalendarRequest,
  ) => Promise<Result<readonly HotelCalendar[], Reason[]>>;
  readonly decideHolds: (
    hotelId: string,
    requests: readonly HoldRequestInput[],
  ) => Promise<HoldDecisionsAnswer>;
  readonly requestSync: (
    identity: Identity,
    hotelIds: readonly string[] | null,
  ) => Promise<Result<SyncRunRow, Reason[]>>;
  readonly findSyncRun: (identity: Identity, id: string) => Promise<SyncRunRow | null>;
}

/** Binds every service to the database and the books. */
export function createAllotment(dataSource: DataSource): AllotmentServices {
  const books = createHotelBooks(dataSource);
  return {
    listHotels: (identity, page) => listHotels(dataSource, identity, page),
    resolveCalendars: (identity, request) => resolveCalendars(books, identity, request),
    decideHolds: (hotelId, requests) => decideHotelHolds(books, hotelId, requests),
    requestSync: (identity, hotelIds) => requestSync(dataSource, identity, hotelIds),
    findSyncRun: (identity, id) => findSyncRun(dataSource, identity, id),
  };
}
