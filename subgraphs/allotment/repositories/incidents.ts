// Incidents: raised by services, listed and settled by operators.
import { uuidv7 } from 'uuidv7';
import type { DataSource, EntityManager } from 'typeorm';
import type { RaisedIncident } from '../../../shared/domain/incident.ts';
import type { IncidentRow } from '../domain/incidents/incident.ts';
import type { Shortfall } from '../domain/incidents/shortfalls.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

const COLUMNS = `id, kind, hotel_id as "hotelId", line, pool, nights::text[] as nights, needed, have,
  group_id as "groupId", text, raised_at as "raisedAt", raised_by as "raisedBy",
  last_raised_at as "lastRaisedAt", settled_at as "settledAt", settled_by as "settledBy",
  settled_note as "settledNote"`;

export interface IncidentFilter {
  readonly kinds?: readonly string[] | null;
  readonly hotelId?: string | null;
  readonly groupId?: string | null;
  readonly settled?: boolean | null;
}

/** The latest first. `after`: instant and id of the last one seen. */
export async function findIncidents(
  connection: Queryable,
  filter: IncidentFilter,
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<IncidentRow[]> {
  return connection.query(
    `select ${COLUMNS} from allotment.incidents
      where ($1::text[] is null or kind = any($1)) and ($2::text is null or hotel_id = $2)
        and ($3::text is null or group_id = $3)
        and ($4::boolean is null or (settled_at is not null) = $4)
        and ($5::timestamptz is null or (raised_at, id) < ($5, $6))
      order by raised_at desc, id desc limit $7`,
    [
      filter.kinds ?? null,
      filter.hotelId ?? null,
      filter.groupId ?? null,
      filter.settled ?? null,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      page.limit,
    ],
  );
}

export async function findIncident(connection: Queryable, id: string): Promise<IncidentRow | null> {
  const rows: IncidentRow[] = await connection.query(
    `select ${COLUMNS} from allotment.incidents where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Writes it down; false when one with its id is there already, which stays as it is. */
export async function insertIncident(
  manager: EntityManager,
  incident: RaisedIncident,
  raisedBy: string,
): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into allotment.incidents (id, kind, hotel_id, line, nights, needed, have, group_id, text,
                                      raised_at, raised_by, last_raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, ledger.clock(), $10, ledger.clock())
     on conflict (id) do nothing returning id`,
    [
      incident.id,
      incident.kind,
      incident.hotelId ?? null,
      incident.line ?? null,
      incident.nights ?? [],
      incident.needed ?? null,
      incident.have ?? null,
      incident.groupId ?? null,
      incident.text,
      raisedBy,
    ],
  );
  return rows.length > 0;
}

/**
 * One open incident per line or pool and night: a new one, or the open one with today's numbers. Answers the
 * ids of the new ones.
 */
export async function upsertShortfalls(
  manager: EntityManager,
  hotelId: string,
  shortfalls: readonly (Shortfall & { readonly text: string; readonly key: string })[],
): Promise<string[]> {
  const rows = shortfalls.map((shortfall) => ({
    ...shortfall,
    id: uuidv7(),
    needed: Math.min(shortfall.needed, INTEGER_MAX),
    have: Math.max(shortfall.have, -INTEGER_MAX),
  }));
  const told: { id: string; isNew: boolean }[] = await manager.query(
    `insert into allotment.incidents (id, kind, hotel_id, line, pool, nights, needed, have, text,
                                      raised_at, raised_by, last_raised_at, open_key)
     select r.id, 'OVERSOLD', $1, r.line, r.pool, array[r.night], r.needed, r.have, r.text, ledger.clock(),
            'allotment', ledger.clock(), r.key
       from jsonb_to_recordset($2::jsonb) as r(id text, line text, pool text, night date, needed integer,
                                               have integer, text text, key text)
      order by r.key
     on conflict (hotel_id, open_key) where settled_at is null and open_key is not null
     do update set needed = excluded.needed, have = excluded.have, text = excluded.text,
                   last_raised_at = excluded.last_raised_at
     returning id, (xmax = 0) as "isNew"`,
    [hotelId, JSON.stringify(rows)],
  );
  return told.filter(({ isNew }) => isNew).map(({ id }) => id);
}

/** Units of a pool are rooms times weights: what no hotel has must not keep its incident from being told. */
const INTEGER_MAX = 2_147_483_647;

/** Closes an open incident, once; false when it is closed or not there. */
export async function closeIncident(
  manager: EntityManager,
  settled: { readonly id: string; readonly by: string; readonly note: string | null },
): Promise<boolean> {
  const [, closed]: [unknown, number] = await manager.query(
    `update allotment.incidents set settled_at = ledger.clock(), settled_by = $2, settled_note = $3
      where id = $1 and settled_at is null`,
    [settled.id, settled.by, settled.note],
  );
  return closed === 1;
}
