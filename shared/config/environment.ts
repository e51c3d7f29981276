// The only reader of process.env. Each process asks once, in its composition root, for the settings
// of its kind; what is missing or malformed stops the start with a message that names the variable.
import { z } from 'zod';

export const SUBGRAPH_NAMES = ['allotment', 'reservation', 'hardblock', 'agency'] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

const DEFAULT_PORTS: Record<SubgraphName, number> = {
  allotment: 4101,
  reservation: 4102,
  hardblock: 4103,
  agency: 4104,
};
const GATEWAY_PORT = 3001;
const SIMULATOR_PORT = 4200;

const port = z.coerce.number().int().min(0).max(65_535);
const level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const redisUrl = z.url({ protocol: /^rediss?$/ });
const httpUrl = z.url({ protocol: /^https?$/ });

const processShape = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: level.default('info'),
  HOST: z.string().min(1).default('127.0.0.1'),
};
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
/** Too short a secret could be found by trying. */
const webhookSecret = z.string().min(16);
const supplierShape = {
  MHG_BASE_URL: httpUrl.default(`http://127.0.0.1:${SIMULATOR_PORT}`),
  MHG_API_KEY: z.string().min(1),
};

export interface ProcessEnvironment {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly logLevel: z.infer<typeof level>;
  readonly host: string;
}

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
  readonly firebaseProjectId: string;
  readonly firebaseAuthEmulatorHost?: string;
  readonly localIssuer?: { readonly dir: string; readonly url: string };
}

export interface BookingSettings {
  readonly expiryMinutes: number;
  readonly lock: 'redis' | 'off';
}

export interface SupplierSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
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
    PORT: port.default(GATEWAY_PORT),
    FIREBASE_PROJECT_ID: z.string().min(1).default('staysync-local'),
    FIREBASE_AUTH_EMULATOR_HOST: z.string().optional(),
    LOCAL_ISSUER_DIR: z.string().optional(),
    LOCAL_ISSUER_URL: z.url({ protocol: /^https$/ }).optional(),
  });
  return {
    ...processOf(env),
    port: env.PORT,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_PREFIX,
    subgraphUrls: subgraphUrls(env),
    identityKey: env.INTERNAL_IDENTITY_KEY,
    identityJwks: env.INTERNAL_IDENTITY_JWKS,
    firebaseProjectId: env.FIREBASE_PROJECT_ID,
    ...(env.FIREBASE_AUTH_EMULATOR_HOST
      ? { firebaseAuthEmulatorHost: env.FIREBASE_AUTH_EMULATOR_HOST }
      : {}),
    ...(env.LOCAL_ISSUER_DIR && env.LOCAL_ISSUER_URL
      ? { localIssuer: { dir: env.LOCAL_ISSUER_DIR, url: env.LOCAL_ISSUER_URL } }
      : {}),
  };
}

/** How long holds live, and whether the booking lock is used at all. */
export function bookingSettings(): BookingSettings {
  const env = read(bookingShape);
  return { expiryMinutes: env.BOOKING_EXPIRY_MINUTES, lock: env.BOOKING_LOCK };
}

/** Where the supplier's service is, and our key to it. */
export function supplierSettings(): SupplierSettings {
  const env = read(supplierShape);
  return { baseUrl: env.MHG_BASE_URL, apiKey: env.MHG_API_KEY };
}

/** The secret under which the supplier signs what it tells on its own account. */
export function supplierWebhookSettings(): { readonly secret: string } {
  return { secret: read({ MHG_WEBHOOK_SECRET: webhookSecret }).MHG_WEBHOOK_SECRET };
}

/** Settings of the supplier simulator (development and tests). */
export function simulatorEnvironment(): ProcessEnvironment & {
  readonly port: number;
  readonly apiKey: string;
  readonly seed: number;
  readonly hotels: number;
  readonly today?: string;
  readonly webhooks: { readonly secret: string | undefined; readonly url: string | undefined };
} {
  const env = read({
    ...processShape,
    PORT: port.default(SIMULATOR_PORT),
    MHG_API_KEY: z.string().min(1),
    SIMULATOR_SEED: z.coerce.number().int().default(20_260_310),
    SIMULATOR_HOTELS: z.coerce.number().int().min(0).max(10_000).default(12),
    SIMULATOR_TODAY: z.iso.date().optional(),
    MHG_WEBHOOK_SECRET: webhookSecret.optional(),
    /** Origin that confirmations are sent to; without it none is sent unasked. */
    MHG_WEBHOOK_URL: httpUrl.optional(),
  });
  return {
    ...processOf(env),
    port: env.PORT,
    apiKey: env.MHG_API_KEY,
    seed: env.SIMULATOR_SEED,
    hotels: env.SIMULATOR_HOTELS,
    ...(env.SIMULATOR_TODAY ? { today: env.SIMULATOR_TODAY } : {}),
    webhooks: { secret: env.MHG_WEBHOOK_SECRET, url: env.MHG_WEBHOOK_URL },
  };
}

/** Settings of the migrator: the owner's URL and those of every role it creates. */
export function migrationEnvironment(): {
  readonly adminUrl: string;
  readonly roleUrls: Readonly<Record<SubgraphName | 'verify', string>>;
} {
  const env = read({
    DATABASE_URL_ADMIN: postgresUrl,
    DATABASE_URL_ALLOTMENT: postgresUrl,
    DATABASE_URL_RESERVATION: postgresUrl,
    DATABASE_URL_HARDBLOCK: postgresUrl,
    DATABASE_URL_AGENCY: postgresUrl,
    DATABASE_URL_VERIFY: postgresUrl,
  });
  return {
    adminUrl: env.DATABASE_URL_ADMIN,
    roleUrls: {
      allotment: env.DATABASE_URL_ALLOTMENT,
      reservation: env.DATABASE_URL_RESERVATION,
      hardblock: env.DATABASE_URL_HARDBLOCK,
      agency: env.DATABASE_URL_AGENCY,
      verify: env.DATABASE_URL_VERIFY,
    },
  };
}

/** The database that `npm run verify` reads, where it is not that of the running system. */
export function verifyDatabaseUrl(): string | undefined {
  return read({ DATABASE_URL_VERIFY: postgresUrl.optional() }).DATABASE_URL_VERIFY;
}

/** What `npm start` lets one choose; everything has a default. */
export function launcherEnvironment(): {
  readonly adminUrl?: string;
  readonly redisUrl?: string;
  readonly postgresPort?: number;
  readonly redisPort?: number;
  readonly gatewayPort: number;
  readonly subgraphPorts: Readonly<Record<SubgraphName, number>>;
  readonly simulatorPort: number;
  readonly dataDir?: string;
  /** Passed on to every child as it stands. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
} {
  const env = read({
    DATABASE_URL_ADMIN: postgresUrl.optional(),
    REDIS_URL: redisUrl.optional(),
    POSTGRES_PORT: port.optional(),
    REDIS_PORT: port.optional(),
    GATEWAY_PORT: port.default(GATEWAY_PORT),
    ALLOTMENT_PORT: port.default(DEFAULT_PORTS.allotment),
    RESERVATION_PORT: port.default(DEFAULT_PORTS.reservation),
    HARDBLOCK_PORT: port.default(DEFAULT_PORTS.hardblock),
    AGENCY_PORT: port.default(DEFAULT_PORTS.agency),
    SIMULATOR_PORT: port.default(SIMULATOR_PORT),
    STAYSYNC_DATA_DIR: z.string().min(1).optional(),
  });
  return {
    ...(env.DATABASE_URL_ADMIN ? { adminUrl: env.DATABASE_URL_ADMIN } : {}),
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
    ...(env.POSTGRES_PORT === undefined ? {} : { postgresPort: env.POSTGRES_PORT }),
    ...(env.REDIS_PORT === undefined ? {} : { redisPort: env.REDIS_PORT }),
    gatewayPort: env.GATEWAY_PORT,
    subgraphPorts: {
      allotment: env.ALLOTMENT_PORT,
      reservation: env.RESERVATION_PORT,
      hardblock: env.HARDBLOCK_PORT,
      agency: env.AGENCY_PORT,
    },
    simulatorPort: env.SIMULATOR_PORT,
    ...(env.STAYSYNC_DATA_DIR ? { dataDir: env.STAYSYNC_DATA_DIR } : {}),
    inherited: process.env,
  };
}

/** URLs of the services that a test run shares; set by jest's global setup. */
export function testServicesEnvironment(): {
  readonly adminUrl: string;
  readonly redisUrl: string;
  readonly template: string;
} {
  const env = read({
    STAYSYNC_TEST_DATABASE_URL_ADMIN: postgresUrl,
    STAYSYNC_TEST_REDIS_URL: redisUrl,
    STAYSYNC_TEST_TEMPLATE: z.string().min(1),
  });
  return {
    adminUrl: env.STAYSYNC_TEST_DATABASE_URL_ADMIN,
    redisUrl: env.STAYSYNC_TEST_REDIS_URL,
    template: env.STAYSYNC_TEST_TEMPLATE,
  };
}

/** Size and seed of random test runs: `STAYSYNC_PROPERTY_RUNS`, `STAYSYNC_PROPERTY_SEED`. */
export function propertyRuns(runsDefault: number): {
  readonly numRuns: number;
  readonly seed: number;
} {
  const env = read({
    STAYSYNC_PROPERTY_RUNS: z.coerce.number().int().positive().default(runsDefault),
    STAYSYNC_PROPERTY_SEED: z.coerce.number().int().optional(),
  });
  return {
    numRuns: env.STAYSYNC_PROPERTY_RUNS,
    seed: env.STAYSYNC_PROPERTY_SEED ?? Math.floor(Math.random() * 0x7fff_ffff),
  };
}

/** `DATABASE_URL_ALLOTMENT` for `allotment`. */
export function databaseVariable(role: SubgraphName | 'verify' | 'admin'): string {
  return `DATABASE_URL_${role.toUpperCase()}`;
}

function read<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  // An empty variable means: not set. Shells and compose files pass them that way.
  const given = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Settings from the environment are wrong.\n  ${problems.join('\n  ')}`);
}

function processOf(env: {
  NODE_ENV: ProcessEnvironment['nodeEnv'];
  LOG_LEVEL: ProcessEnvironment['logLevel'];
  HOST: string;
}): ProcessEnvironment {
  return { nodeEnv: env.NODE_ENV, logLevel: env.LOG_LEVEL, host: env.HOST };
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
