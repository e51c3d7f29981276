// Talking to a subgraph in tests as the gateway and its fellow services do: over HTTP, under a
// signed identity. Used by the *.db.test.ts of all subgraphs.
import { randomUUID } from 'node:crypto';
import { createIdentitySigner } from '../auth/identity-signer.ts';
import type { IdentitySigner } from '../auth/identity-signer.ts';
import type { IdentityClaims } from '../auth/identity.ts';
import { generateIdentityKeys } from '../auth/keys.ts';
import { SUBGRAPH_NAMES } from '../config/environment.ts';
import type { SubgraphEnvironment, SubgraphName } from '../config/environment.ts';

const ISSUERS = ['gateway', ...SUBGRAPH_NAMES] as const;
type Issuer = (typeof ISSUERS)[number];

export interface TestIdentities {
  /** Public keys of all, as INTERNAL_IDENTITY_JWKS has them. */
  readonly jwks: string;
  /** Private keys, as INTERNAL_IDENTITY_KEY has them. */
  readonly keys: Readonly<Record<Issuer, string>>;
  /** `gateway` speaks for users, every other for itself. */
  readonly signers: Readonly<Record<Issuer, IdentitySigner>>;
}

/** Fresh keys of the gateway and all subgraphs; a second call makes strangers to the first. */
export async function testIdentities(): Promise<TestIdentities> {
  const { private: privateKeys, jwks } = await generateIdentityKeys(ISSUERS);
  const perIssuer = <T>(make: (issuer: Issuer) => T): Record<Issuer, T> =>
    Object.fromEntries(ISSUERS.map((issuer) => [issuer, make(issuer)])) as Record<Issuer, T>;
  return {
    jwks: JSON.stringify(jwks),
    keys: perIssuer((issuer) => JSON.stringify(privateKeys[issuer])),
    signers: perIssuer((issuer) =>
      createIdentitySigner({ privateJwk: privateKeys[issuer], issuer }),
    ),
  };
}

/** One made-up caller of each role. */
export const callers = {
  admin: { subject: 'uid-admin', role: 'ADMIN' },
  operator: { subject: 'uid-operator', role: 'OPERATOR' },
  /** Serves the agencies that most tests open. */
  agent: { subject: 'uid-agent', role: 'AGENT', agencyIds: ['SIAM', 'ASIA'] },
  agentOf: (...agencyIds: string[]) => ({ subject: 'uid-agent', role: 'AGENT', agencyIds }),
  partner: (agencyId: string) => ({ subject: `uid-${agencyId}`, role: 'PARTNER', agencyId }),
  supplier: (...hotelIds: string[]) => ({ subject: 'uid-supplier', role: 'SUPPLIER', hotelIds }),
  service: (name: SubgraphName) => ({ subject: name, role: 'SYSTEM' }),
} as const satisfies Record<string, IdentityClaims | ((...ids: never[]) => IdentityClaims)>;

/** Settings for a composition root's `startServer` in a test: any free port, silent log. */
export function testSubgraphSettings(given: {
  readonly name: SubgraphName;
  readonly identities: TestIdentities;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix?: string;
  readonly subgraphUrls?: Partial<Record<SubgraphName, string>>;
}): SubgraphEnvironment {
  const nowhere = 'http://127.0.0.1:1/graphql';
  return {
    nodeEnv: 'test',
    logLevel: 'silent',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: given.databaseUrl,
    redisUrl: given.redisUrl,
    redisPrefix: given.redisPrefix ?? `test-${randomUUID()}`,
    identityKey: given.identities.keys[given.name],
    identityJwks: given.identities.jwks,
    subgraphUrls: {
      allotment: nowhere,
      reservation: nowhere,
      hardblock: nowhere,
      agency: nowhere,
      ...given.subgraphUrls,
    },
  };
}

export interface SubgraphCall {
  /** `http://127.0.0.1:<port>/graphql`. */
  readonly url: string;
  /** The callee, which is the identity's audience. */
  readonly subgraph: SubgraphName;
  readonly signer: IdentitySigner;
  readonly identity: IdentityClaims;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface SubgraphAnswer<Data> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

/** Runs one operation; `Data` is what the test expects the answer to look like. */
export async function callSubgraph<Data = Record<string, unknown>>(
  call: SubgraphCall,
): Promise<SubgraphAnswer<Data>> {
  const headers = await call.signer.headersFor(
    { ...call.identity, requestId: randomUUID() },
    call.subgraph,
  );
  const response = await fetch(call.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: call.query, variables: call.variables ?? {} }),
  });
  const text = await response.text();
  const answer = (text === '' ? {} : JSON.parse(text)) as Partial<SubgraphAnswer<Data>>;
  return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [] };
}
