// What groups went through, by their audit log: the proof that each change happened once.
import type { World } from '../e2e/world.ts';

/** By the states that a group went through in order, how many groups did. */
export async function pathsOf(
  { admin }: World,
  groupIds: readonly string[],
): Promise<Record<string, number>> {
  const rows: { path: string; n: number }[] = await admin.query(
    `select path, count(*)::integer as n from (
       select group_id, string_agg(to_status, ' ' order by seq) as path
         from reservation.booking_audit_log where group_id = any($1) group by group_id) each
      group by path`,
    [groupIds],
  );
  return Object.fromEntries(rows.map(({ path, n }) => [path, n]));
}
