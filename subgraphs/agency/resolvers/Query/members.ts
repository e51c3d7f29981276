// Query.members
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { Member } from '../../domain/member.ts';
import { listMembers } from '../../services/list-members.ts';
import type { MemberFilter } from '../../services/list-members.ts';
import type { AgencyContext } from '../context.ts';

export async function members(
  _root: unknown,
  args: PageArguments & { readonly filter?: MemberFilter | null },
  { identity, dependencies }: AgencyContext,
): Promise<Connection<Member>> {
  const page = parsePage(args);
  const found = await listMembers(dependencies, identity, args.filter ?? {}, {
    after: page.after,
    limit: page.size + 1,
  });
  return toConnection(found, page, ({ id }) => id);
}
