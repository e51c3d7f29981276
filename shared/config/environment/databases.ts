// Who reads which database as whom: the migrator, the checker, and the names of the variables.
import type { SubgraphName } from './process.ts';
import { postgresUrl, read } from './read.ts';

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

/** `DATABASE_URL_ALLOTMENT` for `allotment`. */
export function databaseVariable(role: SubgraphName | 'verify' | 'admin'): string {
  return `DATABASE_URL_${role.toUpperCase()}`;
}
