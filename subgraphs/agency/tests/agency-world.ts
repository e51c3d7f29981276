// A running agency subgraph on a database of its own, for one test file.
import type { DataSource } from 'typeorm';
import type { Accounts } from '../../../shared/auth/accounts.ts';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { testServicesEnvironment } from '../../../shared/config/environment.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { RefusedAnswer } from '../../../shared/testing/refusals/refusal-table.ts';
import {
  callers,
  callSubgraph,
  testIdentities,
  testSubgraphSettings,
} from '../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer, TestIdentities } from '../../../shared/testing/subgraph-call.ts';
import { startServer } from '../server.ts';
import { openTestUsers } from './test-users.ts';

export const siam = {
  code: 'SIAM',
  name: 'Siam Travel',
  country: 'TH',
  currency: 'THB',
  tier: 'GOLD',
};

/** Mutations whose input is not called after them. */
const INPUTS: Readonly<Record<string, string>> = {
  reinstateAgency: 'SuspendAgencyInput',
  enableMember: 'DisableMemberInput',
};

const AGENCY = 'id code name country currency tier status version';
const MEMBER = `id email displayName role disabled version
  agency { id } agencies { id } hotels { id }`;

function mutationText(mutation: string): string {
  const input = INPUTS[mutation] ?? `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const type = mutation.endsWith('Member') ? 'Member' : 'Agency';
  return `mutation ($input: ${input}!) {
    answer: ${mutation}(input: $input) {
      __typename
      ... on ${type} { ${type === 'Agency' ? AGENCY : MEMBER} }
      ... on Refusal { message reasons { code path retryable resolvableBy } }
    }
  }`;
}

export interface Changed extends RefusedAnswer {
  readonly id?: string;
  readonly version?: number;
}

export interface AgencyWorld {
  readonly url: string;
  readonly identities: TestIdentities;
  readonly database: TestDatabase;
  /** Users as the identity provider keeps them. */
  readonly accounts: Accounts;
  /** Whether the subgraph reaches the identity provider. */
  setAccountsReachable(reachable: boolean): void;
  /** The owner's connection. */
  readonly admin: DataSource;
  ask<Data>(
    identity: IdentityClaims,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<SubgraphAnswer<Data>>;
  /** Opens `siam` with these changes, as an operator unless said. */
  create(changes: Partial<typeof siam>, identity?: IdentityClaims): Promise<Changed>;
  /** Runs the mutation of this name, as an operator unless said. */
  change(
    mutation: string,
    input: Readonly<Record<string, unknown>>,
    identity?: IdentityClaims,
  ): Promise<Changed>;
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
  const users = await openTestUsers();
  const server = await startServer(settings, createLogger('agency', 'silent'), async () => users);
  const url = `http://127.0.0.1:${server.port}/graphql`;
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  const ask = asker(url, identities);
  const change: AgencyWorld['change'] = async (mutation, input, identity = callers.operator) => {
    const text = mutationText(mutation);
    const { data, errors } = await ask<{ answer: Changed }>(identity, text, { input });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.answer;
  };
  return {
    url,
    identities,
    database,
    accounts: users.real,
    setAccountsReachable: (reachable) => users.setReachable(reachable),
    admin,
    ask,
    create: (changes, identity) => change('createAgency', { ...siam, ...changes }, identity),
    change,
    everything: () => everythingIn(admin),
    empty: async () => {
      await admin.query('truncate agency.outbox, agency.members, agency.agencies cascade');
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
      (select json_agg(c order by agency_id) from agency.credit_accounts c),
      (select json_agg(m order by id) from agency.members m),
      (select json_agg(l order by id) from agency.member_audit_log l),
      (select json_agg(o order by id) from agency.outbox o)) as all`);
  return rows[0]?.all;
}
