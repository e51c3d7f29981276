// Query.member
import type { Member } from '../../domain/member.ts';
import { findMember } from '../../services/list-members.ts';
import type { AgencyContext } from '../context.ts';

export function member(
  _root: unknown,
  args: { readonly id: string },
  { identity, dependencies }: AgencyContext,
): Promise<Member | null> {
  return findMember(dependencies, identity, args.id);
}
