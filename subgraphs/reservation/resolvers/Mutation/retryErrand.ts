// Mutation.retryErrand
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { ReservationContext } from '../context.ts';
import { errandView } from '../SupplierErrand.ts';
import type { ErrandView } from '../SupplierErrand.ts';

export async function retryErrand(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, services }: ReservationContext,
): Promise<ErrandView | RefusalAnswer> {
  const answer = await services.supplier.retryErrand(identity, id);
  return answer.ok ? errandView(answer.value) : toRefusal(answer.error);
}
