// The services of this subgraph, strung together once for its server and once for its worker.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { processTime } from '../../../shared/server/process-time.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { Downstream } from '../domain/downstream.ts';
import type { MessageReader } from '../domain/supplier-message.ts';
import { amendBooking, quoteAmendment } from './amend-booking.ts';
import type { AmendInput, AmendmentQuote } from './amend-booking.ts';
import { createAppendHolds } from './append-holds.ts';
import { createAskAgency } from './ask-agency.ts';
import { createAskAllotment } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { cancelBooking } from './cancel-booking.ts';
import type { CancelBookingInput } from './cancel-booking.ts';
import { commitBatch } from './commit-batch.ts';
import { completeStays } from './complete-stays.ts';
import type { AskSupplierDependencies } from './ask-supplier.ts';
import { createConfirmations } from './confirm-booking.ts';
import { expireDueHolds, expireHold } from './expire-holds.ts';
import { findBookings } from './find-bookings.ts';
import type { BookingQuery, FoundBooking } from './find-bookings.ts';
import { holdRooms } from './hold-rooms.ts';
import type { HoldRoomsInput } from './hold-rooms.ts';
import { createHotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';
import { markNoShow } from './mark-no-show.ts';
import { newId as freshId } from './new-id.ts';
import { quoteStay } from './quote-stay.ts';
import type { QuoteAnswer } from './quote-stay.ts';
import type { StayAsked } from './admit-seller.ts';
import { settleDue, settleGroup } from './settle-due.ts';
import { settleRequest } from './settle-request.ts';
import type { SettleRequestInput } from './settle-request.ts';
import { createSupplierDesk } from './supplier-desk.ts';
import type { SupplierDesk } from './supplier-desk.ts';

/** What resolvers and jobs may ask for. Every change goes through the one queue of its hotel. */
export interface ReservationServices {
  readonly holdRooms: (identity: Identity, input: HoldRoomsInput) => Promise<CommandAnswer>;
  /** Holds nothing. */
  readonly quoteStay: (identity: Identity, input: StayAsked) => Promise<QuoteAnswer>;
  readonly confirmBooking: (identity: Identity, groupId: string) => Promise<CommandAnswer>;
  readonly cancelBooking: (identity: Identity, input: CancelBookingInput) => Promise<CommandAnswer>;
  readonly quoteAmendment: (
    identity: Identity,
    input: AmendInput,
  ) => Promise<Result<AmendmentQuote, Reason[]>>;
  readonly amendBooking: (
    identity: Identity,
    input: AmendInput & { readonly token: string },
  ) => Promise<CommandAnswer>;
  readonly markNoShow: (identity: Identity, bookingId: string) => Promise<CommandAnswer>;
  readonly settleRequest: (identity: Identity, input: SettleRequestInput) => Promise<CommandAnswer>;
  /** Number of groups looked at. */
  readonly completeStays: () => Promise<number>;
  readonly findBookings: (
    identity: Identity,
    query: BookingQuery,
    page: PageRequest,
  ) => Promise<FoundBooking[]>;
  readonly expireHold: (hotelId: string, groupId: string, why: string) => Promise<void>;
  /** Number of holds looked at. */
  readonly expireDueHolds: () => Promise<number>;
  /** Asks the supplier about one group that waits for it. */
  readonly settleGroup: (hotelId: string, groupId: string) => Promise<void>;
  /** Number of groups looked at. */
  readonly settleDue: () => Promise<number>;
  /** What the supplier tells us and what we tell it. */
  readonly supplier: SupplierDesk;
  /** Waits until no batch and no confirmation is under way. */
  readonly drain: () => Promise<void>;
}

/** Binds every service to the one queue of commands. */
export function createReservation(options: {
  readonly dataSource: DataSource;
  readonly lock: HotelLock;
  readonly client: SubgraphClient;
  readonly downstream: Downstream;
  readonly reader: MessageReader;
  /** Aborts when the process is told to stop. */
  readonly stopping: AbortSignal;
  readonly expiryMinutes: number;
  readonly logger: Logger;
  /** Ids of what is new and how time passes, both given by whoever must be able to replay them. */
  readonly newId?: (prefix: string) => string;
  readonly time?: ProcessTime;
}): ReservationServices {
  const { dataSource, newId = freshId, time = processTime } = options;
  const askAgency = createAskAgency(dataSource, time);
  const deps: BatchDependencies = {
    dataSource,
    lock: options.lock,
    askAllotment: createAskAllotment(options.client, time),
    askAgency,
    appendHolds: createAppendHolds(dataSource, time),
    expiryMinutes: options.expiryMinutes,
    newId,
    logger: options.logger,
  };
  const batches = createHotelBatches(
    (hotelId, commands, place) => commitBatch(deps, hotelId, commands, place),
    time,
  );
  const { askAllotment } = deps;
  const bound = { dataSource, batches, askAgency, askAllotment };
  const { downstream, stopping, logger } = options;
  const supplier: AskSupplierDependencies = { dataSource, batches, downstream, stopping, logger };
  const confirmations = createConfirmations({ ...supplier, wait: (ms) => time.wait(ms) });
  const supplierDesk = createSupplierDesk({ ...supplier, reader: options.reader, newId });
  return {
    holdRooms: (identity, input) => holdRooms(bound, identity, input),
    quoteStay: (identity, input) => quoteStay(deps, identity, input),
    confirmBooking: (identity, groupId) => confirmations.confirm(identity, groupId),
    cancelBooking: (identity, input) => cancelBooking(bound, identity, input),
    quoteAmendment: (identity, input) => quoteAmendment(bound, identity, input),
    amendBooking: (identity, input) => amendBooking(bound, identity, input),
    markNoShow: (identity, bookingId) => markNoShow(bound, identity, bookingId),
    settleRequest: (identity, input) => settleRequest(bound, identity, input),
    completeStays: () => completeStays(bound),
    findBookings: (identity, query, page) => findBookings(dataSource, identity, query, page),
    expireHold: (hotelId, groupId, why) => expireHold(batches, hotelId, groupId, why),
    expireDueHolds: () => expireDueHolds(bound),
    settleGroup: (hotelId, groupId) => settleGroup(supplier, { hotelId, groupId }),
    settleDue: () => settleDue(supplier),
    supplier: supplierDesk,
    drain: async () => {
      await confirmations.drain();
      await supplierDesk.drain();
      await batches.drain();
    },
  };
}
