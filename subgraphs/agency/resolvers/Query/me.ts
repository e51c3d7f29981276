// Query.me
import type { Role } from '../../../../shared/auth/identity.ts';
import type { Agency } from '../../domain/agency.ts';
import type { AgencyContext } from '../context.ts';

interface Me {
  readonly subject: string;
  readonly role: Role;
  readonly agency: () => Promise<Agency | null>;
}

export function me(_root: unknown, _args: unknown, { identity, agencyById }: AgencyContext): Me {
  const { subject, role, agencyId } = identity;
  return {
    subject,
    role,
    agency: async () => (agencyId === undefined ? null : agencyById.load(agencyId)),
  };
}
