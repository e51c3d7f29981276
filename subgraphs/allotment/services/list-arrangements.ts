// pools, subAllotments and audiences: what operators have arranged around a hotel's contracts, as it
// stands. Operators see all of it, agents and partners the sub-allotments of their own agencies; for
// anyone else there is none.
import { agenciesOf } from '../../../shared/domain/agencies-of.ts';
import { compareCodePoints } from '../../../shared/domain/code-points.ts';
import type { AudienceFact, PoolFact, SubAllotmentFact } from '../../../shared/domain/facts.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { isPresent } from '../domain/pipeline/fact-book.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import type { Sources } from './asking.ts';

interface ByKind {
  readonly POOL: PoolFact;
  readonly SUBALLOTMENT: SubAllotmentFact;
  readonly AUDIENCE: AudienceFact;
}

/** A date's own number, as lists have it. */
export interface DatedNumber {
  readonly date: string;
  readonly rooms: number | null;
}

/** A fact that is present, with its revision by its name at the border. */
export type Arranged<Kind extends keyof ByKind> = ByKind[Kind] & {
  readonly hotelId: string;
  readonly revision: number;
};

/** Present facts of the kind, by id; at most one more than the page's size. */
export async function listArrangements<Kind extends keyof ByKind>(
  sources: Sources,
  viewer: Viewer,
  kind: Kind,
  hotelId: string,
  page: PageRequest,
): Promise<Arranged<Kind>[]> {
  if (!isPlainText(hotelId)) return [];
  const agencies = mayChangeAllotment(viewer) ? null : await ownAgencies(sources, viewer, hotelId);
  if (agencies !== null && (kind !== 'SUBALLOTMENT' || agencies.size === 0)) return [];
  const { after, size } = page;
  const found = await sources.books.read(hotelId, ({ book }) =>
    [...book.winners[kind].values()]
      .filter((fact) => isPresent(fact))
      .filter((fact) => agencies === null || ('agency' in fact && agencies.has(fact.agency)))
      .filter(({ id }) => after === null || compareCodePoints(id, after) > 0)
      .sort((left, right) => compareCodePoints(left.id, right.id))
      .slice(0, size + 1)
      .map((fact) => ({ ...(fact as ByKind[Kind]), hotelId, revision: fact.rev })),
  );
  return found ?? [];
}

/** The viewer's agencies, without those that the hotel is refused to: for them it is none. */
async function ownAgencies(
  { terms }: Sources,
  viewer: Viewer,
  hotelId: string,
): Promise<ReadonlySet<string>> {
  const agencies = agenciesOf(viewer) ?? [];
  const agreed = await Promise.all(agencies.map((agency) => terms(agency, hotelId)));
  return new Set(agencies.filter((_, at) => agreed[at]?.sells !== false));
}

/** `{ "2026-03-10": 4 }` → `[{ date, rooms }]`, by date. */
export function datedNumbers(
  byDate: Readonly<Record<string, number | null>> | undefined,
): DatedNumber[] {
  return Object.entries(byDate ?? {})
    .map(([date, rooms]) => ({ date, rooms }))
    .sort((left, right) => compareCodePoints(left.date, right.date));
}
