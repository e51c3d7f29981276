// Incidents: raised by this and other subgraphs, listed and settled by operators.
import type { DataSource, EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { inputErrorsOf } from '../../../shared/domain/input-error.ts';
import { parseInstant } from '../../../shared/domain/instants.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { raisedIncident } from '../../../shared/domain/incident.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { commonErrors } from '../domain/changes/read-parts.ts';
import type { IncidentRow } from '../domain/incidents/incident.ts';
import { keyOf } from '../domain/incidents/shortfalls.ts';
import type { Shortfall } from '../domain/incidents/shortfalls.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { insertAuditEntry } from '../repositories/audit-log.ts';
import {
  closeIncident,
  findIncident,
  findIncidents,
  insertIncident,
  upsertShortfalls,
} from '../repositories/incidents.ts';
import type { IncidentFilter } from '../repositories/incidents.ts';

export type { IncidentFilter } from '../repositories/incidents.ts';

/** Where an incident stands in the list. */
export function incidentKey({ raisedAt, id }: IncidentRow): string {
  return `${raisedAt} ${id}`;
}

/** The latest first, at most one more than the page's size; none for who is no operator. */
export async function listIncidents(
  dataSource: DataSource,
  viewer: Viewer,
  filter: IncidentFilter,
  page: PageRequest,
): Promise<IncidentRow[]> {
  const named = [filter.hotelId ?? 'x', filter.groupId ?? 'x'];
  if (!mayChangeAllotment(viewer) || !named.every((text) => isPlainText(text))) return [];
  const [at = '', ...id] = page.after?.split(' ') ?? [];
  if (page.after !== null && parseInstant(at) === null) return [];
  return findIncidents(dataSource, filter, {
    after: page.after === null ? null : [at, id.join(' ')],
    limit: page.size + 1,
  });
}

export async function findOneIncident(
  dataSource: DataSource,
  viewer: Viewer,
  id: string,
): Promise<IncidentRow | null> {
  if (!mayChangeAllotment(viewer) || !isPlainText(id)) return null;
  return findIncident(dataSource, id);
}

/** Puts what another subgraph found on the list, once by its id. Called for services alone. */
export async function raiseIncident(
  dataSource: DataSource,
  raisedBy: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Result<IncidentRow, Reason[]>> {
  const parsed = raisedIncident.safeParse(given);
  if (!parsed.success) {
    return err(
      inputErrorsOf(parsed.error.issues).map(({ code, path, message }) => ({
        code,
        path: `/incident${path}`,
        detail: message,
      })),
    );
  }
  const incident = parsed.data;
  return inTransaction<IncidentRow, Reason[]>(dataSource, async (manager) => {
    const isNew = await insertIncident(manager, incident, raisedBy);
    if (isNew) await tellOpened(manager, incident.hotelId ?? null, 0, [incident.id]);
    const row = await findIncident(manager, incident.id);
    invariant(row, 'what was just written is there');
    return ok(row);
  });
}

/** In the transaction of the change that made it so; `seq` is the head after it. */
export async function raiseShortfalls(
  manager: EntityManager,
  hotelId: string,
  seq: number,
  shortfalls: readonly Shortfall[],
): Promise<void> {
  if (shortfalls.length === 0) return;
  const told = shortfalls.map((shortfall) => ({
    ...shortfall,
    key: keyOf(shortfall),
    text: wordsFor(shortfall),
  }));
  const opened = await upsertShortfalls(manager, hotelId, told);
  await tellOpened(manager, hotelId, seq, opened);
}

/** The incident as it stands afterwards; operators only. */
export async function settleIncident(
  dataSource: DataSource,
  identity: Identity,
  input: { readonly id: string; readonly note?: string | null },
): Promise<Result<IncidentRow, Reason[]>> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const { id, note = null } = input;
  const errors = commonErrors({ note, hotelId: '' }, limits.changes);
  if (errors.length > 0) return err(errors);
  if (!isPlainText(id)) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  return inTransaction<IncidentRow, Reason[]>(dataSource, async (manager) => {
    const closed = await closeIncident(manager, { id, by: identity.subject, note });
    const row = await findIncident(manager, id);
    if (!row) return err([{ code: 'NOT_FOUND', path: '/id' }]);
    if (!closed) return ok(row);
    await insertAuditEntry(manager, identity, {
      action: 'SETTLE_INCIDENT',
      hotelId: row.hotelId,
      subject: id,
      before: null,
      after: { settledAt: row.settledAt },
      note,
    });
    await tell(manager, 'incident.settled', row.hotelId, 0, [id]);
    return ok(row);
  });
}

function wordsFor({ pool, needed, have }: Shortfall): string {
  if (pool !== null) {
    return `${needed} of the pool's budget is in use, ${have} are left of it: it went down after the sale.`;
  }
  return `${needed} rooms are sold or blocked, ${have} are left of the supply: it went down after the sale.`;
}

function tellOpened(
  manager: EntityManager,
  hotelId: string | null,
  seq: number,
  ids: readonly string[],
): Promise<void> {
  return tell(manager, 'incident.opened', hotelId, seq, ids);
}

async function tell(
  manager: EntityManager,
  type: string,
  hotelId: string | null,
  seq: number,
  incidentIds: readonly string[],
): Promise<void> {
  if (incidentIds.length === 0) return;
  await enqueue(manager, 'allotment', [
    { hotelId: hotelId ?? '*', seq, type, v: 1, payload: { incidentIds } },
  ]);
}
