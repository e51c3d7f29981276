// What agencies may and pay at one hotel, asked of the function that the agency subgraph keeps in the
// database for it (ADR 16). Asked for every batch: what is suspended or refused is so at once.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { prepared } from '../../../shared/database/prepared.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import { together } from '../../../shared/server/together.ts';
import { isStorable } from '../repositories/storable.ts';

export interface AgencyTerms {
  readonly id: string;
  readonly active: boolean;
  readonly sellsHotel: boolean;
  /** Basis points on the net rate of this hotel. */
  readonly markupBp: number;
  /** ISO 4217; what it is billed in. */
  readonly currency: string;
  /** Minor units of its credit that nothing takes; null without a limit. */
  readonly creditFree: number | null;
}

/** Terms at this hotel by agency; unknown agencies are left out. */
export type AskAgency = (
  hotelId: string,
  agencyIds: readonly string[],
) => Promise<ReadonlyMap<string, AgencyTerms>>;

interface Question {
  readonly hotelId: string;
  readonly agencyIds: readonly string[];
}

const TERMS = prepared(
  'reservation-booking-terms',
  `select t.place, t.agency_id as id, t.active, t.sells_hotel as "sellsHotel",
          t.markup_bp as "markupBp", t.currency, t.credit_free as "creditFree"
     from agency.booking_terms($1, $2) t`,
);

/** Hotels that are asked about in the same moment share a statement. */
export function createAskAgency(dataSource: DataSource, time?: ProcessTime): AskAgency {
  const ask = together<Question, ReadonlyMap<string, AgencyTerms>>({
    bounds: limits.calls.together,
    call: (questions) => readTerms(dataSource, questions),
    ...(time ? { time } : {}),
  });
  return (hotelId, agencyIds) => ask({ hotelId, agencyIds });
}

async function readTerms(
  dataSource: DataSource,
  questions: readonly Question[],
): Promise<readonly ReadonlyMap<string, AgencyTerms>[]> {
  const pairs = questions.flatMap(({ hotelId, agencyIds }, question) =>
    [...new Set(agencyIds)].filter(isStorable).map((agencyId) => ({
      question,
      // A hotel's name that cannot be stored is no hotel's: nothing is agreed for it.
      hotelId: isStorable(hotelId) ? hotelId : '',
      agencyId,
    })),
  );
  const rows: (AgencyTerms & { place: number })[] = await dataSource.query(TERMS, [
    pairs.map(({ hotelId }) => hotelId),
    pairs.map(({ agencyId }) => agencyId),
  ]);
  const answers = questions.map(() => new Map<string, AgencyTerms>());
  for (const { place, ...terms } of rows) {
    const pair = pairs[place - 1];
    invariant(pair?.agencyId === terms.id, 'terms tell the place of their agency');
    answers[pair.question]?.set(terms.id, terms);
  }
  return answers;
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
