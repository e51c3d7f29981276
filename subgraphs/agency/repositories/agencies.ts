// The table of agencies.
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { AgencyScope } from '../domain/agency-scope.ts';
import type { Agency, AgencyStatus } from '../domain/agency.ts';
import { agencyRow } from './agency.row.ts';
import type { AgencyRow } from './agency.row.ts';

export interface AgencyQuery {
  readonly scope: AgencyScope;
  /** Part of a code or name, in any case. */
  readonly search?: string;
  readonly status?: AgencyStatus;
  readonly country?: string;
  readonly tier?: string;
  /** Code after which to begin. */
  readonly after: string | null;
  readonly limit: number;
}

export async function findById(manager: EntityManager, id: string): Promise<Agency | null> {
  const row = await manager.findOneBy(agencyRow, { id });
  return row === null ? null : toAgency(row);
}

/** In any order; ids without an agency are left out. */
export async function findByIds(manager: EntityManager, ids: readonly string[]): Promise<Agency[]> {
  const rows = await manager
    .createQueryBuilder(agencyRow, 'agency')
    .where('agency.id = any(:ids)', { ids })
    .getMany();
  return rows.map(toAgency);
}

/** In the order of codes. */
export async function findPage(manager: EntityManager, query: AgencyQuery): Promise<Agency[]> {
  const rows = await narrowed(manager.createQueryBuilder(agencyRow, 'agency'), query)
    .orderBy('agency.id')
    .limit(query.limit)
    .getMany();
  return rows.map(toAgency);
}

/** False, and nothing written, when an agency of this code is there already. */
export async function insertIfAbsent(manager: EntityManager, agency: Agency): Promise<boolean> {
  const inserted = await manager
    .createQueryBuilder()
    .insert()
    .into(agencyRow)
    .values(toRow(agency))
    .orIgnore()
    .returning('id')
    .execute();
  return (inserted.raw as readonly unknown[]).length === 1;
}

function narrowed(
  select: SelectQueryBuilder<AgencyRow>,
  query: AgencyQuery,
): SelectQueryBuilder<AgencyRow> {
  const { scope, search, status, country, tier, after } = query;
  if (scope !== 'ALL') select.andWhere('agency.id = any(:scope)', { scope });
  if (after !== null) select.andWhere('agency.id > :after', { after });
  if (status !== undefined) select.andWhere('agency.status = :status', { status });
  if (country !== undefined) select.andWhere('agency.country = :country', { country });
  if (tier !== undefined) select.andWhere('agency.tier = :tier', { tier });
  if (search !== undefined) {
    // Plain text, no pattern: a searched % means itself.
    select.andWhere(
      '(strpos(lower(agency.id), lower(:search)) > 0 or strpos(lower(agency.name), lower(:search)) > 0)',
      { search },
    );
  }
  return select;
}

function toAgency(row: AgencyRow): Agency {
  const { id, name, country, currency, tier, status } = row;
  return { code: id, name, country, currency, tier, status };
}

function toRow(agency: Agency): AgencyRow {
  const { code, name, country, currency, tier, status } = agency;
  return { id: code, name, country, currency, tier, status };
}
