// Query.quoteStay
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { StayAsked } from '../../services/admit-seller.ts';
import type { ReservationContext } from '../context.ts';
import { quoteView } from '../StayQuote.ts';
import type { QuoteView } from '../StayQuote.ts';

type Input = Omit<StayAsked, 'agencyId'> & { readonly agencyId?: string | null };

export async function quoteStay(
  _parent: unknown,
  args: { readonly input: Input },
  { identity, services }: ReservationContext,
): Promise<QuoteView | RefusalAnswer> {
  const { agencyId, ...input } = args.input;
  const answer = await services.quoteStay(identity, {
    ...input,
    ...(agencyId == null ? {} : { agencyId }),
  });
  return answer.ok ? quoteView(answer.value) : toRefusal(answer.error);
}
