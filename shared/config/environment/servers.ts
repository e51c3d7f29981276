// Settings of the gateway and of the subgraphs, servers and workers alike.
import { z } from 'zod';
import { databaseVariable } from './databases.ts';
import { DEFAULT_PORTS, GATEWAY_PORT, processOf, processShape } from './process.ts';
import type { ProcessEnvironment, SubgraphName } from './process.ts';
import { httpUrl, port, postgresUrl, read, redisUrl } from './read.ts';

const identityShape = {
  INTERNAL_IDENTITY_KEY: z.string().min(1),
  INTERNAL_IDENTITY_JWKS: z.string().min(1),
};
const redisShape = {
  REDIS_URL: redisUrl,
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9_-]+$/i)
    .default('staysync'),
};
const callsShape = {
  SUBGRAPH_URL_ALLOTMENT: httpUrl.default(`http://127.0.0.1:${DEFAULT_PORTS.allotment}/graphql`),
  SUBGRAPH_URL_RESERVATION: httpUrl.default(
    `http://127.0.0.1:${DEFAULT_PORTS.reservation}/graphql`,
  ),
  SUBGRAPH_URL_HARDBLOCK: httpUrl.default(`http://127.0.0.1:${DEFAULT_PORTS.hardblock}/graphql`),
  SUBGRAPH_URL_AGENCY: httpUrl.default(`http://127.0.0.1:${DEFAULT_PORTS.agency}/graphql`),
};
const bookingShape = {
  BOOKING_EXPIRY_MINUTES: z.coerce.number().positive().max(1_440).default(15),
  BOOKING_LOCK: z.enum(['redis', 'off']).default('redis'),
};

const rateShape = {
  RATE_PER_IDENTITY: z.string().default(''),
  CORS_ORIGINS: z.string().default(''),
};

export interface SubgraphEnvironment extends ProcessEnvironment {
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly identityKey: string;
  readonly identityJwks: string;
  readonly subgraphUrls: Readonly<Record<SubgraphName, string>>;
}

export interface GatewayEnvironment extends ProcessEnvironment {
  readonly port: number;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly subgraphUrls: Readonly<Record<SubgraphName, string>>;
  readonly identityKey: string;
  readonly identityJwks: string;
  /** Private key of the gateway's webhook route, which speaks for nobody but itself. */
  readonly webhookIdentityKey: string;
  /** Whoever has another rate than its role: by uid, or by its beginning and a `*`. */
  readonly ratesOfIdentities: ReadonlyMap<string, Rate | 'off'>;
  /** Of pages that may ask from a browser. */
  readonly corsOrigins: readonly string[];
}

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface BookingSettings {
  readonly expiryMinutes: number;
  readonly lock: 'redis' | 'off';
}

/** Settings of a subgraph's server or of its worker; the role's database URL is its own. */
export function subgraphEnvironment(name: SubgraphName): SubgraphEnvironment {
  const variable = databaseVariable(name);
  const env = read({
    ...processShape,
    ...identityShape,
    ...redisShape,
    ...callsShape,
    PORT: port.default(DEFAULT_PORTS[name]),
    [variable]: postgresUrl,
  });
  return {
    ...processOf(env),
    port: env.PORT,
    databaseUrl: String((env as Record<string, unknown>)[variable]),
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_PREFIX,
    identityKey: env.INTERNAL_IDENTITY_KEY,
    identityJwks: env.INTERNAL_IDENTITY_JWKS,
    subgraphUrls: subgraphUrls(env),
  };
}

/** Settings of the gateway. */
export function gatewayEnvironment(): GatewayEnvironment {
  const env = read({
    ...processShape,
    ...identityShape,
    ...redisShape,
    ...callsShape,
    ...rateShape,
    PORT: port.default(GATEWAY_PORT),
    WEBHOOK_IDENTITY_KEY: z.string().min(1),
  });
  return {
    ...processOf(env),
    port: env.PORT,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_PREFIX,
    subgraphUrls: subgraphUrls(env),
    identityKey: env.INTERNAL_IDENTITY_KEY,
    identityJwks: env.INTERNAL_IDENTITY_JWKS,
    webhookIdentityKey: env.WEBHOOK_IDENTITY_KEY,
    ratesOfIdentities: new Map(listOf(env.RATE_PER_IDENTITY).map(rateOf)),
    corsOrigins: listOf(env.CORS_ORIGINS).map(originOf),
  };
}

/** `uid=50/200`, `uid=off`, or `local-*=off` for every uid that begins so. */
function rateOf(text: string): [uid: string, rate: Rate | 'off'] {
  const [, uid, perSecond, burst] = /^([^=]+)=(?:off|([1-9]\d*)\/([1-9]\d*))$/.exec(text) ?? [];
  if (uid === undefined) {
    throw new Error(`RATE_PER_IDENTITY: ${text} is neither uid=perSecond/burst nor uid=off`);
  }
  if (perSecond === undefined) return [uid, 'off'];
  return [uid, { perSecond: Number(perSecond), burst: Number(burst) }];
}

/** An origin as browsers send it: a path, a slash or a capital letter in it would never match. */
function originOf(text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new Error(`CORS_ORIGINS: ${text} is no origin such as https://desk.example.com`);
  }
  return text;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** How long holds live, and whether the booking lock is used at all. */
export function bookingSettings(): BookingSettings {
  const env = read(bookingShape);
  return { expiryMinutes: env.BOOKING_EXPIRY_MINUTES, lock: env.BOOKING_LOCK };
}

function subgraphUrls(env: {
  SUBGRAPH_URL_ALLOTMENT: string;
  SUBGRAPH_URL_RESERVATION: string;
  SUBGRAPH_URL_HARDBLOCK: string;
  SUBGRAPH_URL_AGENCY: string;
}): Record<SubgraphName, string> {
  return {
    allotment: env.SUBGRAPH_URL_ALLOTMENT,
    reservation: env.SUBGRAPH_URL_RESERVATION,
    hardblock: env.SUBGRAPH_URL_HARDBLOCK,
    agency: env.SUBGRAPH_URL_AGENCY,
  };
}
