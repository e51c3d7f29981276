// The keys that make createBooking idempotent; booking-writes.ts claims them, in the statement of the
// booking itself.
import type { DataSource, EntityManager } from 'typeorm';
import type { HoldRequest } from '../domain/hold-request.ts';

export interface ClientReferenceRow {
  readonly agencyId: string;
  readonly clientReference: string;
  readonly groupId: string;
  readonly request: HoldRequest;
}

/**
 * What was claimed under these references before. The keys come as arrays, whose length the planner
 * sees: of a jsonb list it believes a hundred rows and reads the whole table for them.
 */
export async function findReferences(
  connection: Pick<DataSource | EntityManager, 'query'>,
  keys: readonly { readonly agencyId: string; readonly clientReference: string }[],
): Promise<ClientReferenceRow[]> {
  if (keys.length === 0) return [];
  return connection.query(
    `select r.agency_id as "agencyId", r.client_reference as "clientReference",
            r.group_id as "groupId", r.request
       from unnest($1::text[], $2::text[]) as k(agency_id, client_reference)
       join reservation.client_references r using (agency_id, client_reference)`,
    [keys.map((key) => key.agencyId), keys.map((key) => key.clientReference)],
  );
}

/** One key as text, for maps. */
export function keyOf(row: {
  readonly agencyId: string;
  readonly clientReference: string;
}): string {
  return `${row.agencyId}\n${row.clientReference}`;
}
