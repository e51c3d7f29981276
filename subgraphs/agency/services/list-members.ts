// Members, as far as the caller manages them, and what was done to them. Called by the queries member
// and members and by the field auditLog.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { FieldChange } from '../domain/agency-audit.ts';
import { isAgencyCode } from '../domain/agency.ts';
import type { MemberAuditEntry } from '../domain/member-audit.ts';
import { managedRoles } from '../domain/member-scope.ts';
import type { Member, MemberRole } from '../domain/member.ts';
import { findPage as findAuditPage } from '../repositories/member-audit-log.ts';
import { findById, findPage } from '../repositories/members.ts';
import { isMemberId } from './change-member.ts';
import type { Dependencies } from './dependencies.ts';
import { auditPage } from './list-agency-audit.ts';

export interface MemberFilter {
  readonly role?: MemberRole | null;
  readonly agencyId?: string | null;
  readonly disabled?: boolean | null;
}

interface Page {
  readonly after: string | null;
  readonly limit: number;
}

export type MemberAuditAnswer = MemberAuditEntry & { readonly changes: readonly FieldChange[] };

export async function findMember(
  { dataSource }: Dependencies,
  identity: Identity,
  id: string,
): Promise<Member | null> {
  const roles = managedRoles(identity);
  if (roles.length === 0 || !isMemberId(id)) return null;
  const member = await findById(dataSource, id);
  return member !== null && roles.includes(member.role) ? member : null;
}

/** What is kept of the caller itself; null for a user that nobody invited here. */
export async function findSelf(
  { dataSource }: Dependencies,
  { subject }: Identity,
): Promise<Member | null> {
  return isMemberId(subject) ? findById(dataSource, subject) : null;
}

/** By id. */
export async function listMembers(
  { dataSource }: Dependencies,
  identity: Identity,
  { role = null, agencyId = null, disabled = null }: MemberFilter,
  page: Page,
): Promise<Member[]> {
  const roles = managedRoles(identity).filter((managed) => role === null || managed === role);
  const possible = agencyId === null || isAgencyCode(agencyId);
  const readable = page.after === null || isMemberId(page.after);
  if (roles.length === 0 || !possible || !readable) return [];
  return findPage(dataSource, { roles, agencyId, disabled, ...page });
}

/** The latest first; the member itself has been seen. */
export async function listMemberAudit(
  { dataSource }: Dependencies,
  memberId: string,
  page: Page,
): Promise<MemberAuditAnswer[]> {
  return auditPage(page, (asked) => findAuditPage(dataSource, memberId, asked));
}
