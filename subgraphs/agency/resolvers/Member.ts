// Type Member
import { parsePage, toConnection } from '../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../shared/schema/paging.ts';
import type { Agency } from '../domain/agency.ts';
import type { Member as MemberObject } from '../domain/member.ts';
import { listMemberAudit } from '../services/list-members.ts';
import type { MemberAuditAnswer } from '../services/list-members.ts';
import type { AgencyContext } from './context.ts';
import { agenciesOfIds, hotelReferences } from './references.ts';
import type { HotelReference } from './references.ts';

export const Member = {
  agency: async (
    { agencyId }: MemberObject,
    _args: unknown,
    { agencyById }: AgencyContext,
  ): Promise<Agency | null> => (agencyId === null ? null : agencyById.load(agencyId)),
  agencies: (
    { agencyIds }: MemberObject,
    _args: unknown,
    context: AgencyContext,
  ): Promise<Agency[]> => agenciesOfIds(context, agencyIds),
  hotels: ({ hotelIds }: MemberObject): HotelReference[] => hotelReferences(hotelIds),
  auditLog: async (
    { id }: MemberObject,
    args: PageArguments,
    { dependencies }: AgencyContext,
  ): Promise<Connection<MemberAuditAnswer>> => {
    const page = parsePage(args);
    const limit = page.size + 1;
    const entries = await listMemberAudit(dependencies, id, { after: page.after, limit });
    return toConnection(entries, page, (entry) => String(entry.id));
  },
};
