// A gateway over two small subgraphs and a local issuer, all real, all of this process.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createIdentityVerifier } from '../../../shared/auth/identity-verifier.ts';
import { generateIdentityKeys } from '../../../shared/auth/keys.ts';
import { mintToken } from '../../../shared/auth/local-issuer/mint-token.ts';
import { startLocalIssuer, type LocalIssuer } from '../../../shared/auth/local-issuer/server.ts';
import { startGateway, type GatewayOptions, type RunningGateway } from '../../server.ts';
import { bookingsResolvers, bookingsSdl, hotelsResolvers, hotelsSdl } from './schemas.ts';
import { roleRules, shelfResolvers, shelfSdl, vaultResolvers, vaultSdl } from './vault.ts';
import { startTestSubgraph, type TestSubgraph } from './subgraph.ts';

export const projectId = 'staysync-test';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or text. */
  readonly body: unknown;
  /** The parts of a GraphQL response; `errors` is empty when there are none. */
  readonly data: unknown;
  readonly errors: readonly AnsweredError[];
  /** The errors' codes. */
  readonly codes: readonly string[];
}

export interface AnsweredError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly errorId?: string };
}

export interface World {
  readonly gateway: RunningGateway;
  readonly hotels: TestSubgraph;
  readonly bookings: TestSubgraph;
  /** Vault and shelf, where they were asked for. */
  readonly guarded: readonly TestSubgraph[];
  readonly issuer: LocalIssuer;
  readonly issuerDir: string;
  /** Private key of the gateway, as JSON text. */
  readonly identityKey: string;
  readonly url: string;
  /** Everything the gateway logged, as text. */
  readonly log: () => string;
  token(claims?: Record<string, unknown>, ttlSeconds?: number): Promise<string>;
  /** Of a user of its own. */
  tokenOf(uid: string, claims: Record<string, unknown>): Promise<string>;
  /** Sends an operation as an operator, or with the given token or headers. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** Sends anything. */
  send(path: string, init: RequestInit): Promise<Answer>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/**
 * Starts everything on free ports. `issuerUrl` may point elsewhere, to take the keys away; `withVault`
 * adds the subgraphs of vault.ts.
 */
export async function startWorld(
  options: {
    readonly issuerUrl?: string;
    readonly withVault?: boolean;
    readonly queues?: GatewayOptions['queues'];
    readonly rates?: GatewayOptions['rates'];
    readonly corsOrigins?: readonly string[];
  } = {},
): Promise<World> {
  const issuerDir = await mkdtemp(join(tmpdir(), 'staysync-issuer-'));
  const issuer = await startLocalIssuer({ dir: issuerDir, port: 0 });
  const keys = await generateIdentityKeys(['gateway', 'hotels', 'bookings']);
  const verifierOf = (audience: string) => createIdentityVerifier({ jwks: keys.jwks, audience });
  const hotels = await startTestSubgraph({
    name: 'hotels',
    sdl: hotelsSdl,
    resolvers: hotelsResolvers,
    verifier: verifierOf('hotels'),
  });
  const bookings = await startTestSubgraph({
    name: 'bookings',
    sdl: bookingsSdl,
    resolvers: bookingsResolvers,
    verifier: verifierOf('bookings'),
  });
  const guarded = options.withVault
    ? await Promise.all([
        startTestSubgraph({
          name: 'vault',
          sdl: vaultSdl,
          resolvers: vaultResolvers,
          verifier: verifierOf('vault'),
        }),
        startTestSubgraph({
          name: 'shelf',
          sdl: shelfSdl,
          resolvers: shelfResolvers,
          verifier: verifierOf('shelf'),
        }),
      ])
    : [];
  const log = captureLog();
  const gateway = await startGateway({
    nodeEnv: 'test',
    host: '127.0.0.1',
    port: 0,
    identityKey: JSON.stringify(keys.private.gateway),
    firebaseProjectId: projectId,
    localIssuer: { dir: issuerDir, url: options.issuerUrl ?? issuer.url },
    subgraphs: [hotels, bookings, ...guarded],
    roleRules,
    ...(options.queues ? { queues: options.queues } : {}),
    ...(options.rates ? { rates: options.rates } : {}),
    ...(options.corsOrigins ? { corsOrigins: options.corsOrigins } : {}),
    logger: log.logger,
  });
  const url = `http://127.0.0.1:${gateway.port}`;
  const mint = (claims: Record<string, unknown> = { role: 'OPERATOR' }, ttlSeconds = 600) =>
    mintToken({ dir: issuerDir, projectId, uid: 'uid-1', claims, ttlSeconds });
  const operatorToken = await mint();
  const send = (path: string, init: RequestInit) => fetchAnswer(`${url}${path}`, init);

  return {
    gateway,
    hotels,
    bookings,
    guarded,
    issuer,
    issuerDir,
    identityKey: JSON.stringify(keys.private.gateway),
    url,
    log: log.text,
    token: mint,
    tokenOf: (uid, claims) =>
      mintToken({ dir: issuerDir, projectId, uid, claims, ttlSeconds: 600 }),
    send,
    ask(query, { variables, operationName, token = operatorToken, headers, signal } = {}) {
      return send('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
        ...(signal ? { signal } : {}),
      });
    },
    async stop() {
      await gateway.stop();
      await Promise.all([
        ...[hotels, bookings, ...guarded].map((each) => each.stop()),
        issuer.stop(),
      ]);
      await rm(issuerDir, { recursive: true });
    },
  };
}

async function fetchAnswer(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const body = parseIfJson(await response.text());
  const { data, errors = [] } = Object(body) as { data?: unknown; errors?: AnsweredError[] };
  const codes = errors.map((error) => error.extensions.code);
  return { status: response.status, headers: response.headers, body, data, errors, codes };
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function captureLog() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: pino({ level: 'debug' }, stream), text: () => lines.join('') };
}
