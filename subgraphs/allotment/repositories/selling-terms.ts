// What agencies sell and at which markup: read through functions that the agency subgraph keeps in the
// database for it (ADR 17). Nothing is remembered, so that what is refused or agreed counts at once.
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/database/prepared.ts';
import type { SellingTerms } from '../domain/stays/pricing.ts';

export interface TermsQuestion {
  readonly agencyId: string;
  readonly hotelId: string;
}

/** Those hotels alone that are listed, or all but them. */
export interface HotelScope {
  readonly listedOnly: boolean;
  readonly hotels: readonly string[];
}

const TERMS = prepared(
  'allotment-selling-terms',
  `select q.place, t.sells, t.markup_bp as "markupBp"
     from jsonb_to_recordset($1::jsonb) as q(place integer, "agencyId" text, "hotelId" text),
          lateral agency.selling_terms(q."agencyId", q."hotelId") t`,
);

/** One answer per question, in their order; null for an agency that does not exist. */
export async function findTerms(
  connection: Pick<DataSource, 'query'>,
  questions: readonly TermsQuestion[],
): Promise<(SellingTerms | null)[]> {
  const asked = questions.map((question, place) => ({ ...question, place }));
  const rows: (SellingTerms & { place: number })[] = await connection.query(TERMS, [
    JSON.stringify(asked),
  ]);
  const byPlace = new Map(rows.map(({ place, ...terms }) => [place, terms]));
  return questions.map((_, place) => byPlace.get(place) ?? null);
}

/** Null for an agency that does not exist. */
export async function findScope(
  connection: Pick<DataSource, 'query'>,
  agencyId: string,
): Promise<HotelScope | null> {
  const rows: HotelScope[] = await connection.query(
    'select listed_only as "listedOnly", hotels from agency.selling_scope($1)',
    [agencyId],
  );
  return rows[0] ?? null;
}
