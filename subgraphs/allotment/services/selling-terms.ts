// What the agency that is asked for sells at a hotel. Asked for every read anew; those that come up in
// the same moment share a statement. Called wherever sellers are answered.
import type { DataSource } from 'typeorm';
import { tenantIdSchema } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { together } from '../../../shared/server/together.ts';
import type { SellingTerms } from '../domain/stays/pricing.ts';
import { findTerms } from '../repositories/selling-terms.ts';
import type { TermsQuestion } from '../repositories/selling-terms.ts';

/** Null for an agency that does not exist: nothing was agreed with it, and nothing refused to it. */
export type AskTerms = (agencyId: string, hotelId: string) => Promise<SellingTerms | null>;

export function createAskTerms(dataSource: DataSource): AskTerms {
  const ask = together<TermsQuestion, SellingTerms | null>({
    bounds: limits.calls.together,
    call: (questions) => findTerms(dataSource, questions),
  });
  return async (agencyId, hotelId) => {
    // What is no id of ours has no terms, and may not even be storable.
    const areIds = [agencyId, hotelId].every((id) => tenantIdSchema.safeParse(id).success);
    return areIds ? ask({ agencyId, hotelId }) : null;
  };
}
