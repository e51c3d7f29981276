// The services of this subgraph, strung together once for its server and once for its worker.
import { uuidv7 } from 'uuidv7';
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import { createAskAgency } from './ask-agency.ts';
import { createAskAllotment } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { cancelBooking } from './cancel-booking.ts';
import type { CancelBookingInput } from './cancel-booking.ts';
import { commitBatch } from './commit-batch.ts';
import { confirmBooking } from './confirm-booking.ts';
import { expireDueHolds, expireHold } from './expire-holds.ts';
import { findBookings } from './find-bookings.ts';
import type { BookingQuery, FoundBooking } from './find-bookings.ts';
import { holdRooms } from './hold-rooms.ts';
import type { HoldRoomsInput } from './hold-rooms.ts';
import { createHotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

/** What resolvers and jobs may ask for. Every change goes through the one queue of its hotel. */
export interface ReservationServices {
  readonly holdRooms: (identity: Identity, input: HoldRoomsInput) => Promise<CommandAnswer>;
  readonly confirmBooking: (identity: Identity, groupId: string) => Promise<CommandAnswer>;
  readonly cancelBooking: (identity: Identity, input: CancelBookingInput) => Promise<CommandAnswer>;
  readonly findBookings: (
    identity: Identity,
    query: BookingQuery,
    page: PageRequest,
  ) => Promise<FoundBooking[]>;
  readonly expireHold: (hotelId: string, groupId: string, why: string) => Promise<void>;
  /** Number of holds looked at. */
  readonly expireDueHolds: () => Promise<number>;
  /** Waits until no batch is under way. */
  readonly drain: () => Promise<void>;
}

/** Binds every service to the one queue of commands. */
export function createReservation(options: {
  readonly dataSource: DataSource;
  readonly lock: HotelLock;
  readonly client: SubgraphClient;
  readonly expiryMinutes: number;
  readonly logger: Logger;
}): ReservationServices {
  const { dataSource } = options;
  const askAgency = createAskAgency(options.client);
  const deps: BatchDependencies = {
    dataSource,
    lock: options.lock,
    askAllotment: createAskAllotment(options.client),
    askAgency,
    expiryMinutes: options.expiryMinutes,
    newId: (prefix) => `${prefix}_${uuidv7()}`,
    logger: options.logger,
  };
  const batches = createHotelBatches((hotelId, commands) => commitBatch(deps, hotelId, commands));
  const bound = { dataSource, batches, askAgency };
  return {
    holdRooms: (identity, input) => holdRooms(bound, identity, input),
    confirmBooking: (identity, groupId) => confirmBooking(bound, identity, groupId),
    cancelBooking: (identity, input) => cancelBooking(bound, identity, input),
    findBookings: (identity, query, page) => findBookings(dataSource, identity, query, page),
    expireHold: (hotelId, groupId, why) => expireHold(batches, hotelId, groupId, why),
    expireDueHolds: () => expireDueHolds(bound),
    drain: () => batches.drain(),
  };
}
