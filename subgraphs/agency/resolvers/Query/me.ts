// Query.me
import type { Role } from '../../../../shared/auth/identity.ts';
import type { Agency } from '../../domain/agency.ts';
import { findSelf } from '../../services/list-members.ts';
import type { AgencyContext } from '../context.ts';
import { agenciesOfIds, hotelReferences } from '../references.ts';
import type { HotelReference } from '../references.ts';

interface Me {
  readonly subject: string;
  readonly role: Role;
  readonly email: () => Promise<string | null>;
  readonly displayName: () => Promise<string | null>;
  readonly agency: () => Promise<Agency | null>;
  readonly agencies: () => Promise<Agency[]>;
  readonly hotels: () => HotelReference[];
}

/** What the token says; the rest is looked up for whoever asks for it. */
export function me(_root: unknown, _args: unknown, context: AgencyContext): Me {
  const { identity, dependencies, agencyById } = context;
  const { subject, role, agencyId, agencyIds = [], hotelIds = [] } = identity;
  let self: ReturnType<typeof findSelf> | undefined;
  const own = (): ReturnType<typeof findSelf> => (self ??= findSelf(dependencies, identity));
  return {
    subject,
    role,
    email: async () => (await own())?.email ?? null,
    displayName: async () => (await own())?.displayName ?? null,
    agency: async () => (agencyId === undefined ? null : agencyById.load(agencyId)),
    agencies: () => agenciesOfIds(context, agencyIds),
    hotels: () => hotelReferences(hotelIds),
  };
}
