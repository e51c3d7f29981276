// What the supplier tells us and what we tell it, strung together for reservation.ts.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { Downstream } from '../domain/downstream.ts';
import type { MessageReader, SupplierMessage, SupplierPost } from '../domain/supplier-message.ts';
import { findErrands, retryErrand } from './errand-desk.ts';
import type { Errand, ErrandQuery } from './errand-desk.ts';
import { findSupplierMessages } from './find-supplier-messages.ts';
import type { MessageQuery } from './find-supplier-messages.ts';
import { landDueMessages, landMessage } from './land-message.ts';
import { replayConfirmation } from './replay-confirmation.ts';
import { findConflicts, settleConflict } from './settle-conflict.ts';
import type { Conflict, ConflictQuery, SettleConflictInput } from './settle-conflict.ts';
import type { HotelBatches } from './hotel-batches.ts';
import { receiveConfirmation } from './receive-confirmation.ts';
import type { PostReceipt } from './receive-confirmation.ts';
import { runDueErrands, runErrandsOf } from './run-errands.ts';

export interface SupplierDesk {
  readonly receiveConfirmation: (post: SupplierPost) => Promise<PostReceipt>;
  readonly findSupplierMessages: (
    identity: Identity,
    query: MessageQuery,
    page: PageRequest,
  ) => Promise<SupplierMessage[]>;
  readonly findErrands: (
    identity: Identity,
    query: ErrandQuery,
    page: PageRequest,
  ) => Promise<Errand[]>;
  readonly retryErrand: (identity: Identity, id: string) => Promise<Result<Errand, Reason[]>>;
  readonly replayConfirmation: (
    identity: Identity,
    id: string,
  ) => Promise<Result<SupplierMessage, Reason[]>>;
  /** Number of messages looked at. */
  readonly landDueMessages: () => Promise<number>;
  readonly findConflicts: (
    identity: Identity,
    query: ConflictQuery,
    page: PageRequest,
  ) => Promise<Conflict[]>;
  readonly settleConflict: (
    identity: Identity,
    input: SettleConflictInput,
  ) => Promise<Result<Conflict, Reason[]>>;
  /** Waits until no message is being decided. */
  readonly drain: () => Promise<void>;
  /** Tells the supplier what it has to hear of a group. */
  readonly runErrandsOf: (groupId: string) => Promise<void>;
  /** Number of errands looked at. */
  readonly runDueErrands: () => Promise<number>;
}

export interface SupplierDeskDependencies {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly reader: MessageReader;
  readonly downstream: Downstream;
  /** Aborts when the process is told to stop. */
  readonly stopping: AbortSignal;
  readonly newId: (prefix: string) => string;
  readonly logger: Logger;
}

/** Binds every service of the supplier's side. */
export function createSupplierDesk(deps: SupplierDeskDependencies): SupplierDesk {
  const background = createBackground(deps.logger);
  const begin = (id: string): void => {
    background.begin(() => landMessage(deps, id));
  };
  const receiving = { ...deps, begin };
  return {
    receiveConfirmation: (post) => receiveConfirmation(receiving, post),
    findSupplierMessages: (identity, query, page) =>
      findSupplierMessages(deps.dataSource, identity, query, page),
    findErrands: (identity, query, page) => findErrands(deps.dataSource, identity, query, page),
    retryErrand: (identity, id) => retryErrand(deps.dataSource, identity, id),
    replayConfirmation: (identity, id) => replayConfirmation(deps, identity, id),
    landDueMessages: () => landDueMessages(deps),
    findConflicts: (identity, query, page) => findConflicts(deps.dataSource, identity, query, page),
    settleConflict: (identity, input) => settleConflict(deps, identity, input),
    drain: () => background.drain(),
    runErrandsOf: (groupId) => runErrandsOf(deps, groupId),
    runDueErrands: () => runDueErrands(deps),
  };
}

/** Work that nobody waits for, so many at one time: what is lost or left out is found again. */
function createBackground(logger: Logger): {
  begin(work: () => Promise<unknown>): void;
  drain(): Promise<void>;
} {
  const underWay = new Set<Promise<unknown>>();
  return {
    begin(work) {
      if (underWay.size >= limits.landing.messagesAtOnceMax) return;
      const begun = work()
        .catch((error: unknown) => {
          logger.warn(
            { err: error },
            'a message could not be decided now, the sweeper tries again',
          );
        })
        .finally(() => underWay.delete(begun));
      underWay.add(begun);
    },
    async drain() {
      await Promise.all(underWay);
    },
  };
}
