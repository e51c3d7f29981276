// Settings of the launcher and of test runs.
import { z } from 'zod';
import { DEFAULT_PORTS, GATEWAY_PORT, SIMULATOR_PORT } from './process.ts';
import type { SubgraphName } from './process.ts';
import { inheritedEnvironment, port, postgresUrl, read, redisUrl } from './read.ts';

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
    inherited: inheritedEnvironment(),
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

/** How long reliability cases take: `STAYSYNC_RELIABILITY=full` is set by `npm run reliability`. */
export function reliabilityEffort(): 'sample' | 'full' {
  const env = read({ STAYSYNC_RELIABILITY: z.enum(['sample', 'full']).default('sample') });
  return env.STAYSYNC_RELIABILITY;
}
