// supplierMessages: what the supplier told, latest first. Operators only; to anyone else there is none.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { SupplierMessage } from '../domain/supplier-message.ts';
import { maySettle } from '../domain/visibility.ts';
import { findMessagePage } from '../repositories/supplier-messages.ts';
import type { MessageQuery } from '../repositories/supplier-messages.ts';

export type { MessageQuery } from '../repositories/supplier-messages.ts';

/** At most one more than the page's size. */
export async function findSupplierMessages(
  dataSource: DataSource,
  identity: Identity,
  query: MessageQuery,
  page: PageRequest,
): Promise<SupplierMessage[]> {
  if (!maySettle(identity)) return [];
  return findMessagePage(dataSource, query, { limit: page.size + 1, after: page.after });
}
