// Query.allotmentEvent
import type { AllotmentEventView } from '../../services/list-allotment-events.ts';
import type { AllotmentContext } from '../context.ts';

export function allotmentEvent(
  _parent: unknown,
  { hotelId, id }: { readonly hotelId: string; readonly id: string },
  { identity, services }: AllotmentContext,
): Promise<AllotmentEventView | null> {
  return services.findAllotmentEvent(identity, hotelId, id);
}
