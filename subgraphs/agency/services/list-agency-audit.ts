// What was done to an agency, by whom and why. Called by the field auditLog of an agency; members' logs
// are paged by the same rule.
import type { Identity } from '../../../shared/auth/identity.ts';
import { changesOf } from '../domain/agency-audit.ts';
import type { AgencyAuditEntry, FieldChange } from '../domain/agency-audit.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import { findPage } from '../repositories/agency-audit-log.ts';
import type { Dependencies } from './dependencies.ts';

interface Page {
  /** Id of the last entry seen. */
  readonly after: string | null;
  readonly limit: number;
}

export type AuditAnswer = AgencyAuditEntry & { readonly changes: readonly FieldChange[] };

/** The latest first; null for whoever may not know. */
export async function listAgencyAudit(
  { dataSource }: Dependencies,
  identity: Identity,
  agencyId: string,
  page: Page,
): Promise<AuditAnswer[] | null> {
  if (!mayManageAgencies(identity)) return null;
  return auditPage(page, (asked) => findPage(dataSource, agencyId, asked));
}

/** Entries with what each changed; none after what is no id of an entry. */
export async function auditPage<Entry extends Parameters<typeof changesOf>[0]>(
  { after, limit }: Page,
  find: (asked: { readonly before: number | null; readonly limit: number }) => Promise<Entry[]>,
): Promise<(Entry & { readonly changes: readonly FieldChange[] })[]> {
  if (after !== null && !/^\d{1,15}$/.test(after)) return [];
  const entries = await find({ before: after === null ? null : Number(after), limit });
  return entries.map((entry) => ({ ...entry, changes: changesOf(entry) }));
}
