// Asks the agency subgraph whether agencies exist and may book. Believed for a moment, because a hot
// hotel would ask the same hundreds of times a second.
import { LRUCache } from 'lru-cache';
import { limits } from '../../../shared/config/limits.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';

export interface AgencyStanding {
  readonly id: string;
  readonly exists: boolean;
  readonly active: boolean;
}

export type AskAgency = (
  agencyIds: readonly string[],
  requestId: string,
) => Promise<ReadonlyMap<string, AgencyStanding>>;

const STANDING = `
  query AgencyStanding($ids: [ID!]!) { agencyStanding(ids: $ids) { id exists active } }
`;

/** Standing of every id asked for; unknown agencies answer `exists: false`. */
export function createAskAgency(client: SubgraphClient): AskAgency {
  const believed = new LRUCache<string, AgencyStanding>({
    max: limits.booking.standingCacheEntriesMax,
    ttl: limits.booking.standingCacheMs,
  });
  return async (agencyIds, requestId) => {
    const standings = new Map<string, AgencyStanding>();
    const unknown = new Set<string>();
    for (const id of agencyIds) {
      const standing = believed.get(id);
      if (standing) standings.set(id, standing);
      else unknown.add(id);
    }
    if (unknown.size > 0) {
      const data = await client.query<{ agencyStanding: readonly AgencyStanding[] }>(
        'agency',
        STANDING,
        { ids: [...unknown] },
        requestId,
      );
      for (const standing of data.agencyStanding) {
        standings.set(standing.id, standing);
        // An agency that does not exist yet may be created the next moment: not remembered.
        if (standing.exists) believed.set(standing.id, standing);
      }
    }
    return standings;
  };
}
