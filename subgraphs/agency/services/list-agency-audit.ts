// What was done to an agency, by whom and why. Called by the field auditLog of an agency.
import type { Identity } from '../../../shared/auth/identity.ts';
import { changesOf } from '../domain/agency-audit.ts';
import type { AgencyAuditEntry, FieldChange } from '../domain/agency-audit.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import { findPage } from '../repositories/agency-audit-log.ts';
import type { Dependencies } from './dependencies.ts';

export type AuditAnswer = AgencyAuditEntry & { readonly changes: readonly FieldChange[] };

/** The latest first; null for whoever may not know. `after` is the id of the last entry seen. */
export async function listAgencyAudit(
  { dataSource }: Dependencies,
  identity: Identity,
  agencyId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<AuditAnswer[] | null> {
  if (!mayManageAgencies(identity)) return null;
  if (page.after !== null && !/^\d{1,15}$/.test(page.after)) return [];
  const before = page.after === null ? null : Number(page.after);
  const entries = await findPage(dataSource, agencyId, { before, limit: page.limit });
  return entries.map((entry) => ({ ...entry, changes: changesOf(entry) }));
}
