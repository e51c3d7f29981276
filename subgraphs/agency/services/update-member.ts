// Puts a member in another role, or for others. Its tokens of before end within seconds, so that nobody
// acts in two roles. Called by the mutation of this name.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { checkNote } from '../domain/agency-texts.ts';
import { managedRoles } from '../domain/member-scope.ts';
import { decideMembership, parseMembership } from '../domain/member.ts';
import type { Member, MembershipInput } from '../domain/member.ts';
import { changeMember, mayChange, unknownAgencies } from './change-member.ts';
import type { Dependencies } from './dependencies.ts';

export interface MemberUpdateInput extends MembershipInput {
  readonly id: string;
  /** The version that was looked at. */
  readonly version: number;
  readonly note?: string | null;
}

/** Refuses with NOT_ENTITLED, BAD_INPUT, NOT_FOUND, PREVIEW_STALE or BUSY. */
export async function updateMember(
  deps: Dependencies,
  identity: Identity,
  input: MemberUpdateInput,
): Promise<Result<Member, Reason[]>> {
  const isTheirs = managedRoles(identity).includes(input.role);
  if (!isTheirs || !mayChange(identity, input.id)) return err([{ code: 'NOT_ENTITLED' }]);
  const membership = parseMembership(input);
  const reasons = [...(membership.ok ? [] : membership.error), ...checkNote(input.note)];
  if (!membership.ok || reasons.length > 0) return err(reasons);
  const unknown = await unknownAgencies(deps, membership.value);
  if (unknown.length > 0) return err(unknown);
  return changeMember(deps, identity, {
    id: input.id,
    action: 'ROLE_CHANGED',
    note: input.note?.trim() ?? null,
    decide: (member) => decideMembership(member, membership.value, input.version),
  });
}
