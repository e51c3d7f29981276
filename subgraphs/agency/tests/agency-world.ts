// A running agency subgraph on a database of its own, for one test file.
import type { DataSource } from 'typeorm';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { testServicesEnvironment } from '../../../shared/config/environment.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import {
  callers,
  callSubgraph,
  testIdentities,
  testSubgraphSettings,
} from '../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer, TestIdentities } from '../../../shared/testing/subgraph-call.ts';
import { startServer } from '../server.ts';

export const siam = {
  code: 'SIAM',
  name: 'Siam Travel',
  country: 'TH',
  currency: 'THB',
  tier: 'GOLD',
};

const CREATE = `
  mutation ($input: CreateAgencyInput!) {
    createAgency(input: $input) {
      __typename
      ... on Agency { id code name country currency tier status }
      ... on Refusal { message reasons { code path retryable resolvableBy } }
    }
  }`;

export interface Created {
  readonly __typename: string;
  readonly id?: string;
  readonly reasons?: readonly { readonly code: string; readonly path: string | null }[];
}

export interface AgencyWorld {
  readonly url: string;
  readonly identities: TestIdentities;
  readonly database: TestDatabase;
  /** The owner's connection. */
  readonly admin: DataSource;
  ask<Data>(
    identity: IdentityClaims,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<SubgraphAnswer<Data>>;
  /** Opens `siam` with these changes, as an operator unless said. */
  create(changes: Partial<typeof siam>, identity?: IdentityClaims): Promise<Created>;
  /** Everything that a write could have changed or sent. */
  everything(): Promise<unknown>;
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAgencyWorld(): Promise<AgencyWorld> {
  const database = await createTestDatabase();
  const identities = await testIdentities();
  const settings = testSubgraphSettings({
    name: 'agency',
    identities,
    databaseUrl: database.urls.agency,
    redisUrl: testServicesEnvironment().redisUrl,
  });
  const server = await startServer(settings, createLogger('agency', 'silent'));
  const url = `http://127.0.0.1:${server.port}/graphql`;
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  const ask = asker(url, identities);
  return {
    url,
    identities,
    database,
    admin,
    ask,
    create: async (changes, identity = callers.operator) => {
      const variables = { input: { ...siam, ...changes } };
      const { data, errors } = await ask<{ createAgency: Created }>(identity, CREATE, variables);
      if (!data) throw new Error(JSON.stringify(errors));
      return data.createAgency;
    },
    everything: () => everythingIn(admin),
    empty: async () => {
      await admin.query('truncate agency.outbox, agency.agencies cascade');
    },
    stop: async () => {
      await server.stop();
      await admin.destroy();
      await database.drop();
    },
  };
}

function asker(url: string, identities: TestIdentities): AgencyWorld['ask'] {
  return (identity, query, variables = {}) => {
    const { reservation, gateway } = identities.signers;
    const signer = identity.role === 'SYSTEM' ? reservation : gateway;
    return callSubgraph({ url, subgraph: 'agency', signer, identity, query, variables });
  };
}

async function everythingIn(admin: DataSource): Promise<unknown> {
  const rows: { all: unknown }[] = await admin.query(`
    select json_build_array(
      (select json_agg(a order by id) from agency.agencies a),
      (select json_agg(l order by id) from agency.agency_audit_log l),
      (select json_agg(h order by agency_id, hotel_id) from agency.agency_hotels h),
      (select json_agg(o order by id) from agency.outbox o)) as all`);
  return rows[0]?.all;
}
