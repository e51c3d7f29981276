// The agency subgraph's composition root: the only place that builds things. Run as
// `node subgraphs/agency/server.ts`; tests call `startServer` with settings of their own.
import { createIdentityVerifier } from '../../shared/auth/identity-verifier.ts';
import type { SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { byTypename } from '../../shared/schema/refusal.ts';
import { runSubgraph } from '../../shared/server/run-until-signalled.ts';
import { startSubgraphServer } from '../../shared/server/subgraph-server.ts';
import type { RunningSubgraph } from '../../shared/server/subgraph-server.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createAgencyById } from './loaders/agency-by-id.ts';
import { Agency } from './resolvers/Agency.ts';
import { AgencyHotel } from './resolvers/AgencyHotel.ts';
import { createAgency } from './resolvers/Mutation/createAgency.ts';
import { reinstateAgency } from './resolvers/Mutation/reinstateAgency.ts';
import { removeAgencyHotel } from './resolvers/Mutation/removeAgencyHotel.ts';
import { setAgencyHotel } from './resolvers/Mutation/setAgencyHotel.ts';
import { suspendAgency } from './resolvers/Mutation/suspendAgency.ts';
import { updateAgency } from './resolvers/Mutation/updateAgency.ts';
import { agencies } from './resolvers/Query/agencies.ts';
import { agency } from './resolvers/Query/agency.ts';
import { agencyStanding } from './resolvers/Query/agencyStanding.ts';
import { me } from './resolvers/Query/me.ts';
import type { AgencyContext } from './resolvers/context.ts';
import { findAgencies } from './services/find-agencies.ts';

const resolvers = {
  Query: { agency, agencies, me, agencyStanding },
  Mutation: {
    createAgency,
    reinstateAgency,
    removeAgencyHotel,
    setAgencyHotel,
    suspendAgency,
    updateAgency,
  },
  Agency,
  AgencyHotel,
  AgencyHotelResult: byTypename,
  CreateAgencyResult: byTypename,
  SuspendAgencyResult: byTypename,
  UpdateAgencyResult: byTypename,
};

export async function startServer(
  settings: SubgraphEnvironment,
  logger: Logger,
): Promise<RunningSubgraph> {
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'agency',
    applicationName: 'agency',
    logger,
  });
  const dependencies = { dataSource };
  const server = await startSubgraphServer<AgencyContext>({
    name: 'agency',
    host: settings.host,
    port: settings.port,
    logger,
    verifier: createIdentityVerifier({ jwks: settings.identityJwks, audience: 'agency' }),
    resolvers,
    context: (identity) => ({
      identity,
      dependencies,
      agencyById: createAgencyById((ids) => findAgencies(dependencies, identity, ids)),
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
      await dataSource.destroy();
    },
  };
}

runSubgraph('agency', startServer);
