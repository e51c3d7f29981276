// The union that every mutation of an agency answers.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { toRefusal } from '../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../shared/schema/refusal.ts';
import type { Agency } from '../domain/agency.ts';
import type { AgencyById } from '../loaders/agency-by-id.ts';

export type AgencyResult = RefusalAnswer | (Agency & { readonly __typename: 'Agency' });

/** What was read of the agency before it changed is read anew: one request may change it twice. */
export function toAgencyResult(
  agencyById: AgencyById,
  answer: Result<Agency, Reason[]>,
): AgencyResult {
  if (!answer.ok) return toRefusal(answer.error);
  agencyById.clear(answer.value.code);
  return { __typename: 'Agency', ...answer.value };
}
