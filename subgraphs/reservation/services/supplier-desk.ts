// What the supplier tells us and what we tell it, strung together for reservation.ts.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { MessageReader, SupplierMessage, SupplierPost } from '../domain/supplier-message.ts';
import { findSupplierMessages } from './find-supplier-messages.ts';
import type { MessageQuery } from './find-supplier-messages.ts';
import { receiveConfirmation } from './receive-confirmation.ts';
import type { PostReceipt } from './receive-confirmation.ts';

export interface SupplierDesk {
  readonly receiveConfirmation: (post: SupplierPost) => Promise<PostReceipt>;
  readonly findSupplierMessages: (
    identity: Identity,
    query: MessageQuery,
    page: PageRequest,
  ) => Promise<SupplierMessage[]>;
}

export interface SupplierDeskDependencies {
  readonly dataSource: DataSource;
  readonly reader: MessageReader;
  readonly logger: Logger;
}

/** Binds every service of the supplier's side. */
export function createSupplierDesk(deps: SupplierDeskDependencies): SupplierDesk {
  // Nothing decides messages yet: they are kept as PENDING, where operators see them.
  const receiving = { ...deps, begin: (): undefined => undefined };
  return {
    receiveConfirmation: (post) => receiveConfirmation(receiving, post),
    findSupplierMessages: (identity, query, page) =>
      findSupplierMessages(deps.dataSource, identity, query, page),
  };
}
