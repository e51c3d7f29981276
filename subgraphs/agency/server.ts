// The agency subgraph's composition root: the only place that builds things. Run as
// `node subgraphs/agency/server.ts`; tests call `startServer` with settings of their own.
import { openAccounts } from '../../shared/auth/accounts.ts';
import type { Accounts } from '../../shared/auth/accounts.ts';
import { openIdentityProvider } from '../../shared/auth/identity-provider.ts';
import { createIdentityVerifier } from '../../shared/auth/identity-verifier.ts';
import { identityProviderSettings } from '../../shared/config/environment.ts';
import type { SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { startDatabaseClock } from '../../shared/database/database-clock.ts';
import { byTypename } from '../../shared/schema/refusal.ts';
import { runSubgraph } from '../../shared/server/run-until-signalled.ts';
import { startSubgraphServer } from '../../shared/server/subgraph-server.ts';
import type { RunningSubgraph } from '../../shared/server/subgraph-server.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createAgencyById } from './loaders/agency-by-id.ts';
import { createCreditUsed } from './loaders/credit-used.ts';
import { Agency } from './resolvers/Agency.ts';
import { AgencyHotel } from './resolvers/AgencyHotel.ts';
import { Member } from './resolvers/Member.ts';
import { createAgency } from './resolvers/Mutation/createAgency.ts';
import { disableMember } from './resolvers/Mutation/disableMember.ts';
import { enableMember } from './resolvers/Mutation/enableMember.ts';
import { inviteMember } from './resolvers/Mutation/inviteMember.ts';
import { reinstateAgency } from './resolvers/Mutation/reinstateAgency.ts';
import { removeAgencyHotel } from './resolvers/Mutation/removeAgencyHotel.ts';
import { setAgencyHotel } from './resolvers/Mutation/setAgencyHotel.ts';
import { suspendAgency } from './resolvers/Mutation/suspendAgency.ts';
import { updateAgency } from './resolvers/Mutation/updateAgency.ts';
import { updateMember } from './resolvers/Mutation/updateMember.ts';
import { agencies } from './resolvers/Query/agencies.ts';
import { agency } from './resolvers/Query/agency.ts';
import { agencyStanding } from './resolvers/Query/agencyStanding.ts';
import { me } from './resolvers/Query/me.ts';
import { member } from './resolvers/Query/member.ts';
import { members } from './resolvers/Query/members.ts';
import type { AgencyContext } from './resolvers/context.ts';
import { findUsed } from './repositories/credit-accounts.ts';
import { findAgencies } from './services/find-agencies.ts';

const resolvers = {
  Query: { agency, agencies, me, member, members, agencyStanding },
  Mutation: {
    createAgency,
    disableMember,
    enableMember,
    inviteMember,
    reinstateAgency,
    removeAgencyHotel,
    setAgencyHotel,
    suspendAgency,
    updateAgency,
    updateMember,
  },
  Agency,
  AgencyHotel,
  AgencyHotelResult: byTypename,
  CreateAgencyResult: byTypename,
  DisableMemberResult: byTypename,
  InviteMemberResult: byTypename,
  Member,
  SuspendAgencyResult: byTypename,
  UpdateAgencyResult: byTypename,
  UpdateMemberResult: byTypename,
};

/** Users at the identity provider, and how to let go of it. */
export interface OpenUsers {
  readonly accounts: Accounts;
  close(): Promise<void>;
}

async function openProviderUsers(): Promise<OpenUsers> {
  const provider = await openIdentityProvider(identityProviderSettings());
  return { accounts: openAccounts(provider), close: () => provider.close() };
}

export async function startServer(
  settings: SubgraphEnvironment,
  logger: Logger,
  openUsers: () => Promise<OpenUsers> = openProviderUsers,
): Promise<RunningSubgraph> {
  const users = await openUsers();
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'agency',
    applicationName: 'agency',
    logger,
  });
  const clock = await startDatabaseClock(dataSource, logger);
  const dependencies = { dataSource, accounts: users.accounts };
  const server = await startSubgraphServer<AgencyContext>({
    name: 'agency',
    host: settings.host,
    port: settings.port,
    logger,
    verifier: createIdentityVerifier({
      jwks: settings.identityJwks,
      audience: 'agency',
      now: clock.now,
    }),
    resolvers,
    context: (identity) => ({
      identity,
      dependencies,
      agencyById: createAgencyById((ids) => findAgencies(dependencies, identity, ids)),
      creditUsed: createCreditUsed((ids) => findUsed(dataSource, ids)),
    }),
    isReady: async () => {
      await dataSource.query('select 1');
      return true;
    },
  });
  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      await clock.stop();
      await dataSource.destroy();
      await users.close();
    },
  };
}

runSubgraph('agency', (settings, logger) => startServer(settings, logger));
