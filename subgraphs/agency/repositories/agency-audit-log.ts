// Who did what to an agency: written in the transaction of the change, never changed.
import type { DataSource, EntityManager } from 'typeorm';
import type { AgencyAudit, AgencyAuditEntry } from '../domain/agency-audit.ts';

export async function append(manager: EntityManager, audit: AgencyAudit): Promise<void> {
  await manager.query(
    `insert into agency.agency_audit_log
       (agency_id, action, before, after, actor, actor_role, request_id, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      audit.agencyId,
      audit.action,
      audit.before === null ? null : JSON.stringify(audit.before),
      JSON.stringify(audit.after),
      audit.actor,
      audit.actorRole,
      audit.requestId,
      audit.note,
    ],
  );
}

/** The latest first, from before entry `before` on. */
export async function findPage(
  connection: Pick<DataSource | EntityManager, 'query'>,
  agencyId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<AgencyAuditEntry[]> {
  return connection.query(
    `select id, agency_id as "agencyId", at, action, before, after, actor, actor_role as "actorRole",
            request_id as "requestId", note
       from agency.agency_audit_log
      where agency_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [agencyId, page.before, page.limit],
  );
}
