// allotmentEvents and allotmentEvent: what operators did to the numbers, with every revision and who
// made it. Operators only; to anyone else there are none.
import type { DataSource } from 'typeorm';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { withoutNulls } from '../domain/changes/read-parts.ts';
import { factView } from '../domain/changes/revision-view.ts';
import type { FactView } from '../domain/changes/revision-view.ts';
import { isBlock } from '../domain/changes/settle-proposal.ts';
import type { TargetInput } from '../domain/changes/change-inputs.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { findAuditedRevisions, findEventIds } from '../repositories/allotment-events.ts';

export interface EventFilter {
  readonly types?: readonly string[] | null;
  readonly target?: TargetInput | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly retracted?: boolean | null;
}

export type AllotmentEventView = FactView & { readonly hotelId: string };

/** By id; at most one more than the page's size. */
export async function listAllotmentEvents(
  dataSource: DataSource,
  viewer: Viewer,
  hotelId: string,
  filter: EventFilter,
  page: PageRequest,
): Promise<AllotmentEventView[]> {
  const target = filter.target ? withoutNulls({ ...filter.target }) : null;
  const named = [hotelId, ...Object.values(target ?? {}).map(String)];
  if (!mayChangeAllotment(viewer) || !named.every((text) => isPlainText(text))) return [];
  const ids = await findEventIds(dataSource, {
    hotelId,
    types: filter.types ?? null,
    target,
    from: filter.from ?? null,
    to: filter.to ?? null,
    retracted: filter.retracted ?? null,
    after: page.after,
    limit: page.size + 1,
  });
  const revisions = await findAuditedRevisions(dataSource, hotelId, 'EVENT', ids);
  const byId = Map.groupBy(revisions, ({ id }) => id);
  return ids.flatMap((id) => {
    const view = factView(byId.get(id) ?? []);
    return view ? [{ ...view, hotelId }] : [];
  });
}

/** Null for what does not exist, for hardblocks, and for whoever may not see events. */
export async function findAllotmentEvent(
  dataSource: DataSource,
  viewer: Viewer,
  hotelId: string,
  id: string,
): Promise<AllotmentEventView | null> {
  if (!mayChangeAllotment(viewer) || !isPlainText(hotelId) || !isPlainText(id)) return null;
  const revisions = await findAuditedRevisions(dataSource, hotelId, 'EVENT', [id]);
  if (revisions.some(isBlock)) return null;
  const view = factView(revisions);
  return view && { ...view, hotelId };
}
