// Who manages which members. An operator manages those who sell and supply, an admin all; whom one does
// not manage is not there. Pure.
import type { MemberRole } from './member.ts';

const BY_OPERATORS: readonly MemberRole[] = ['AGENT', 'PARTNER', 'SUPPLIER'];
const BY_ADMINS: readonly MemberRole[] = ['ADMIN', 'OPERATOR', ...BY_OPERATORS];

/** Roles of the members that this caller manages. */
export function managedRoles({ role }: { readonly role: string }): readonly MemberRole[] {
  if (role === 'ADMIN') return BY_ADMINS;
  return role === 'OPERATOR' ? BY_OPERATORS : [];
}
