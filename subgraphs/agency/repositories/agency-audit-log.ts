// Who did what to an agency: written in the transaction of the change, never changed.
import type { EntityManager } from 'typeorm';
import type { Agency } from '../domain/agency.ts';

export interface AgencyAudit {
  readonly agencyId: string;
  readonly action: 'CREATED';
  /** Null for what was not there. */
  readonly before: Agency | null;
  readonly after: Agency;
  readonly actor: string;
  readonly actorRole: string;
  readonly requestId: string;
}

export async function append(manager: EntityManager, audit: AgencyAudit): Promise<void> {
  await manager.query(
    `insert into agency.agency_audit_log
       (agency_id, action, before, after, actor, actor_role, request_id)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      audit.agencyId,
      audit.action,
      audit.before === null ? null : JSON.stringify(audit.before),
      JSON.stringify(audit.after),
      audit.actor,
      audit.actorRole,
      audit.requestId,
    ],
  );
}
