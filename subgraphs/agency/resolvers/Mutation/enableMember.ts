// Mutation.enableMember
import { setMemberDisabled } from '../../services/set-member-disabled.ts';
import type { AgencyContext } from '../context.ts';
import { toMemberResult } from '../member-result.ts';
import type { MemberResult } from '../member-result.ts';

export async function enableMember(
  _root: unknown,
  { input }: { readonly input: { readonly id: string; readonly note: string } },
  { identity, dependencies }: AgencyContext,
): Promise<MemberResult> {
  return toMemberResult(await setMemberDisabled(dependencies, identity, input, false));
}
