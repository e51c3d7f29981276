// Who did what to a member: written in the transaction of the change, never changed.
import type { DataSource, EntityManager } from 'typeorm';
import type { MemberAudit, MemberAuditEntry } from '../domain/member-audit.ts';

export async function append(manager: EntityManager, audit: MemberAudit): Promise<void> {
  await manager.query(
    `insert into agency.member_audit_log
       (member_id, action, before, after, actor, actor_role, request_id, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      audit.memberId,
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
  memberId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<MemberAuditEntry[]> {
  return connection.query(
    `select id, member_id as "memberId", at, action, before, after, actor,
            actor_role as "actorRole", request_id as "requestId", note
       from agency.member_audit_log
      where member_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [memberId, page.before, page.limit],
  );
}
