// Whether agencies exist and may book. Asked by the services that decide, above all by reservation.
import { isAgencyCode } from '../domain/agency.ts';
import { findByIds } from '../repositories/agencies.ts';
import type { Dependencies } from './dependencies.ts';

export interface AgencyStanding {
  readonly id: string;
  readonly exists: boolean;
  readonly active: boolean;
  /** ISO 4217; null for an agency that does not exist. */
  readonly currency: string | null;
}

/** One answer per id, in the order asked. */
export async function agencyStanding(
  { dataSource }: Dependencies,
  ids: readonly string[],
): Promise<AgencyStanding[]> {
  const found = await findByIds(dataSource.manager, ids.filter(isAgencyCode));
  const byId = new Map(found.map((agency) => [agency.code, agency]));
  return ids.map((id) => {
    const agency = byId.get(id);
    return {
      id,
      exists: agency !== undefined,
      active: agency?.status === 'ACTIVE',
      currency: agency?.currency ?? null,
    };
  });
}
