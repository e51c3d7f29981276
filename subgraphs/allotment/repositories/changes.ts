// Changes that operators committed, each with the answer it was given, and previews that may become
// changes.
import type { DataSource, EntityManager } from 'typeorm';
import type { Change } from '../domain/changes/change.ts';
import type { ChangeRequest } from '../domain/changes/proposal.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export async function insertChange(manager: EntityManager, change: Change): Promise<void> {
  await manager.query(
    `insert into allotment.changes (id, hotel_id, seq, recorded_at, answer)
     values ($1, $2, $3, $4, $5)`,
    [change.id, change.hotelId, change.seq, change.recordedAt, JSON.stringify(change)],
  );
}

/** The change that recorded the fact at `seq`; null when no operator's change did. */
export async function findChangeOfFact(
  connection: Queryable,
  hotelId: string,
  seq: number,
): Promise<Change | null> {
  const rows: { answer: Change }[] = await connection.query(
    `select c.answer from allotment.allotment_events e join allotment.changes c on c.id = e.change_id
      where e.hotel_id = $1 and e.seq = $2`,
    [hotelId, seq],
  );
  return rows[0]?.answer ?? null;
}

export interface Preview {
  readonly token: string;
  readonly hotelId: string;
  readonly request: ChangeRequest;
  readonly digest: string;
  readonly expired: boolean;
  /** What it was committed as; null until then. */
  readonly change: Change | null;
}

/** Stores a preview that lives for `ttlMs`; answers when it ends. */
export async function insertPreview(
  connection: Queryable,
  preview: Pick<Preview, 'token' | 'hotelId' | 'request' | 'digest'> & {
    readonly createdBy: string;
    readonly ttlMs: number;
  },
): Promise<string> {
  const rows: { expiresAt: string }[] = await connection.query(
    `insert into allotment.change_previews (token, hotel_id, created_by, expires_at, request, digest)
     values ($1, $2, $3, ledger.clock() + $4 * interval '1 millisecond', $5, $6)
     returning expires_at as "expiresAt"`,
    [
      preview.token,
      preview.hotelId,
      preview.createdBy,
      preview.ttlMs,
      JSON.stringify(preview.request),
      preview.digest,
    ],
  );
  return rows[0]?.expiresAt ?? '';
}

/** One's own preview; nobody else's. */
export async function findPreview(
  connection: Queryable,
  token: string,
  createdBy: string,
): Promise<Preview | null> {
  const rows: Preview[] = await connection.query(
    `select p.token, p.hotel_id as "hotelId", p.request, p.digest,
            p.expires_at <= ledger.clock() as expired, c.answer as change
       from allotment.change_previews p left join allotment.changes c on c.id = p.change_id
      where p.token = $1 and p.created_by = $2`,
    [token, createdBy],
  );
  return rows[0] ?? null;
}

/** Ties the preview to the change that it became, once; false when it had become one before. */
export async function settlePreview(
  manager: EntityManager,
  token: string,
  changeId: string,
): Promise<boolean> {
  const [, settled]: [unknown, number] = await manager.query(
    'update allotment.change_previews set change_id = $2 where token = $1 and change_id is null',
    [token, changeId],
  );
  return settled === 1;
}

/** Removes some of those that ended more than `keptSeconds` ago. */
export async function removeOldPreviews(
  connection: Queryable,
  keptSeconds: number,
  max: number,
): Promise<void> {
  await connection.query(
    `delete from allotment.change_previews where token in (
       select token from allotment.change_previews
        where expires_at < ledger.clock() - make_interval(secs => $1)
        order by expires_at limit $2 for update skip locked)`,
    [keptSeconds, max],
  );
}
