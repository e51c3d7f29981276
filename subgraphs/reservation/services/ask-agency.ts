// What agencies may and pay at one hotel, asked of the function that the agency subgraph keeps in the
// database for it (ADR 16). Asked for every batch: what is suspended or refused is so at once.
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/database/prepared.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { isStorable } from '../repositories/storable.ts';

export interface AgencyTerms {
  readonly id: string;
  readonly active: boolean;
  readonly sellsHotel: boolean;
  /** Basis points on the net rate of this hotel. */
  readonly markupBp: number;
}

/** Terms at this hotel by agency; unknown agencies are left out. */
export type AskAgency = (
  hotelId: string,
  agencyIds: readonly string[],
) => Promise<ReadonlyMap<string, AgencyTerms>>;

const TERMS = prepared(
  'reservation-booking-terms',
  `select agency_id as id, active, sells_hotel as "sellsHotel", markup_bp as "markupBp"
     from agency.booking_terms($1, $2)`,
);

export function createAskAgency(dataSource: DataSource): AskAgency {
  return async (hotelId, agencyIds) => {
    const ids = [...new Set(agencyIds)].filter(isStorable);
    // A hotel's name that cannot be stored is no hotel's: nothing is agreed for it.
    const rows: AgencyTerms[] = await dataSource.query(TERMS, [
      isStorable(hotelId) ? hotelId : '',
      ids,
    ]);
    return new Map(rows.map((terms) => [terms.id, terms]));
  };
}

/** Why the agency may not book here at all; nothing for one that does not exist. */
export function objectionsTo(terms: AgencyTerms | undefined): Reason[] {
  if (terms === undefined) return [];
  return [
    ...(terms.active ? [] : [{ code: 'SUSPENDED' } as const]),
    ...(terms.sellsHotel ? [] : [NOT_SOLD]),
  ];
}

const NOT_SOLD: Reason = {
  code: 'NOT_ENTITLED',
  path: '/hotelId',
  detail: 'The agency may not sell this hotel.',
};
