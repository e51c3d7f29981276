// Collects the agencies that one request asks for into one query. Made anew for each request, so
// that nobody is answered from what another may see.
import DataLoader from 'dataloader';
import { limits } from '../../../shared/config/limits.ts';
import type { Agency } from '../domain/agency.ts';

export type AgencyById = DataLoader<string, Agency | null>;

/** `find` gives the visible agencies among ids, in any order. */
export function createAgencyById(find: (ids: readonly string[]) => Promise<Agency[]>): AgencyById {
  return new DataLoader(
    async (ids) => {
      const found = new Map((await find(ids)).map((agency) => [agency.code, agency]));
      return ids.map((id) => found.get(id) ?? null);
    },
    { maxBatchSize: limits.loader.batchSizeMax },
  );
}
