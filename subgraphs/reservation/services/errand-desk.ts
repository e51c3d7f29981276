// supplierErrands and retryErrand: what the supplier has yet to hear or would not hear, for operators.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { maySettle } from '../domain/visibility.ts';
import { findErrandById, findErrandPage, reviveErrand } from '../repositories/supplier-errands.ts';
import type { Errand, ErrandQuery } from '../repositories/supplier-errands.ts';

export type { Errand, ErrandQuery } from '../repositories/supplier-errands.ts';

/** At most one more than the page's size; to anyone but operators there is none. */
export async function findErrands(
  dataSource: DataSource,
  identity: Identity,
  query: ErrandQuery,
  page: PageRequest,
): Promise<Errand[]> {
  if (!maySettle(identity)) return [];
  return findErrandPage(dataSource, query, { limit: page.size + 1, after: page.after });
}

/** The errand, due again if it had failed; one that waits or is done answers as it stands. */
export async function retryErrand(
  dataSource: DataSource,
  identity: Identity,
  id: string,
): Promise<Result<Errand, Reason[]>> {
  if (!maySettle(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const found = await findErrandById(dataSource, id);
  if (!found) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  if (found.state !== 'FAILED') return ok(found);
  await reviveErrand(dataSource.manager, id);
  return ok((await findErrandById(dataSource, id)) ?? found);
}
