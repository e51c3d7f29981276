// Mutation.inviteMember
import type { InvitationInput } from '../../domain/member.ts';
import { inviteMember as invite } from '../../services/invite-member.ts';
import type { AgencyContext } from '../context.ts';
import { toMemberResult } from '../member-result.ts';
import type { MemberResult } from '../member-result.ts';

export async function inviteMember(
  _root: unknown,
  { input }: { readonly input: InvitationInput },
  { identity, dependencies }: AgencyContext,
): Promise<MemberResult> {
  return toMemberResult(await invite(dependencies, identity, input));
}
