// Mutation.updateMember
import { updateMember as change } from '../../services/update-member.ts';
import type { MemberUpdateInput } from '../../services/update-member.ts';
import type { AgencyContext } from '../context.ts';
import { toMemberResult } from '../member-result.ts';
import type { MemberResult } from '../member-result.ts';

export async function updateMember(
  _root: unknown,
  { input }: { readonly input: MemberUpdateInput },
  { identity, dependencies }: AgencyContext,
): Promise<MemberResult> {
  return toMemberResult(await change(dependencies, identity, input));
}
