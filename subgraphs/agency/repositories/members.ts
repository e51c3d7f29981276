// The table of members.
import type { DataSource, EntityManager } from 'typeorm';
import type { Member, MemberRole } from '../domain/member.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

const COLUMNS = `id, email, display_name as "displayName", role, agency_id as "agencyId",
  agency_ids as "agencyIds", hotel_ids as "hotelIds", disabled, version, invited_at as "invitedAt"`;

export interface MemberQuery {
  readonly roles: readonly MemberRole[];
  readonly agencyId: string | null;
  readonly disabled: boolean | null;
  readonly after: string | null;
  readonly limit: number;
}

export async function findById(connection: Queryable, id: string): Promise<Member | null> {
  const rows: Member[] = await connection.query(
    `select ${COLUMNS} from agency.members where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The member, which nobody else changes until this transaction ends. */
export async function lockById(manager: EntityManager, id: string): Promise<Member | null> {
  await manager.query('select 1 from agency.members where id = $1 for no key update', [id]);
  return findById(manager, id);
}

export async function findByEmail(connection: Queryable, email: string): Promise<Member | null> {
  const rows: Member[] = await connection.query(
    `select ${COLUMNS} from agency.members where email = $1`,
    [email],
  );
  return rows[0] ?? null;
}

/** By id. An agent is of every agency that it serves. */
export async function findPage(connection: Queryable, query: MemberQuery): Promise<Member[]> {
  return connection.query(
    `select ${COLUMNS} from agency.members
      where role = any($1) and ($2::text is null or agency_id = $2 or $2 = any(agency_ids))
        and ($3::boolean is null or disabled = $3) and ($4::text is null or id > $4)
      order by id limit $5`,
    [query.roles, query.agencyId, query.disabled, query.after, query.limit],
  );
}

/** Null, and nothing written, when one of this id or address is there already. */
export async function insertIfAbsent(
  manager: EntityManager,
  member: Omit<Member, 'invitedAt'>,
): Promise<Member | null> {
  const rows: Member[] = await manager.query(
    `insert into agency.members
       (id, email, display_name, role, agency_id, agency_ids, hotel_ids, disabled, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning ${COLUMNS}`,
    [
      member.id,
      member.email,
      member.displayName,
      member.role,
      member.agencyId,
      member.agencyIds,
      member.hotelIds,
      member.disabled,
      member.version,
    ],
  );
  return rows[0] ?? null;
}

/** Writes all that may change of it; whoever calls has locked it. */
export async function update(manager: EntityManager, member: Member): Promise<void> {
  await manager.query(
    `update agency.members set role = $2, agency_id = $3, agency_ids = $4, hotel_ids = $5,
            disabled = $6, version = $7 where id = $1`,
    [
      member.id,
      member.role,
      member.agencyId,
      member.agencyIds,
      member.hotelIds,
      member.disabled,
      member.version,
    ],
  );
}
