// Query.quoteAmendment
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { AmendmentQuoteView } from '../AmendmentQuote.ts';
import { toAmendInput } from '../amended-lines.ts';
import type { AmendedLinesInput } from '../amended-lines.ts';
import type { ReservationContext } from '../context.ts';

export async function quoteAmendment(
  _parent: unknown,
  { input }: { readonly input: AmendedLinesInput },
  { services, identity }: ReservationContext,
): Promise<AmendmentQuoteView | RefusalAnswer> {
  const quote = await services.quoteAmendment(identity, toAmendInput(input));
  return quote.ok ? { __typename: 'AmendmentQuote', ...quote.value } : toRefusal(quote.error);
}
