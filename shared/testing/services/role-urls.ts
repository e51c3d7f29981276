// URLs of the login roles in a test database. Their passwords are no secret there: the server listens
// on loopback and is gone with the run.
import { SUBGRAPH_NAMES } from '../../config/environment.ts';
import type { SubgraphName } from '../../config/environment.ts';

export type DatabaseRole = SubgraphName | 'verify';

const DATABASE_ROLES: readonly DatabaseRole[] = [...SUBGRAPH_NAMES, 'verify'];

/** The same server and database as `adminUrl`, for each role. */
export function roleUrls(adminUrl: string): Record<DatabaseRole, string> {
  const urls = DATABASE_ROLES.map((role) => {
    const url = new URL(adminUrl);
    url.username = `staysync_${role}`;
    url.password = `test-${role}`;
    return [role, url.href];
  });
  return Object.fromEntries(urls) as Record<DatabaseRole, string>;
}
