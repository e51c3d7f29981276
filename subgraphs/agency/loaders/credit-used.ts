// Collects the accounts that one request asks about into one query. Nothing is remembered: a mutation of
// the same request may change what is used.
import DataLoader from 'dataloader';
import { limits } from '../../../shared/config/limits.ts';

export type CreditUsed = DataLoader<string, number>;

/** `find` gives what is used by agency; who has no account uses nothing. */
export function createCreditUsed(
  find: (agencyIds: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): CreditUsed {
  return new DataLoader(
    async (agencyIds) => {
      const used = await find(agencyIds);
      return agencyIds.map((agencyId) => used.get(agencyId) ?? 0);
    },
    { cache: false, maxBatchSize: limits.loader.batchSizeMax },
  );
}
