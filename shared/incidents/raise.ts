// An incident on its way to allotment, which keeps the list: enqueued in the transaction of what it
// tells, told by the worker's relay. Used by every subgraph but allotment itself.
import { raisedIncident } from '../domain/incident.ts';
import type { RaisedIncident } from '../domain/incident.ts';
import type { OutboxMessage, OutboxRow } from '../outbox/outbox.ts';
import type { SubgraphClient } from '../server/subgraph-client.ts';

const INCIDENT_TYPE = 'incident.raised';

/** The outbox message of an incident; `seq` is the head of the hotel's ledger, 0 without a hotel. */
export function incidentMessage(incident: RaisedIncident, seq: number): OutboxMessage {
  return {
    hotelId: incident.hotelId ?? '*',
    seq,
    type: INCIDENT_TYPE,
    v: 1,
    payload: { ...raisedIncident.parse(incident) },
  };
}

/** Tells allotment what the row tells; rows of other types are passed over. Safe to run twice. */
export async function raiseFrom(client: SubgraphClient, row: OutboxRow): Promise<void> {
  if (row.type !== INCIDENT_TYPE) return;
  const incident = raisedIncident.parse(row.payload);
  await client.query('allotment', RAISE, { incident }, row.id);
}

const RAISE = `mutation Raise($incident: RaisedIncidentInput!) {
  raiseIncident(incident: $incident) { id }
}`;
