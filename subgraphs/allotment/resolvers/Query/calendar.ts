// Query.calendar
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { HotelCalendar } from '../../services/calendar-view.ts';
import type { AllotmentContext } from '../context.ts';

interface CalendarInput {
  readonly hotelIds: readonly string[];
  readonly roomTypes?: readonly string[] | null;
  readonly from: string;
  readonly to: string;
  readonly agencyId?: string | null;
}

interface CalendarAnswer {
  readonly __typename: 'Calendar';
  readonly from: string;
  readonly to: string;
  readonly hotels: readonly HotelCalendar[];
}

export async function calendar(
  _parent: unknown,
  { input }: { readonly input: CalendarInput },
  context: AllotmentContext,
): Promise<CalendarAnswer | RefusalAnswer> {
  const { hotelIds, from, to } = input;
  const resolved = await context.services.resolveCalendars(context.identity, {
    hotelIds,
    from,
    to,
    ...(input.roomTypes == null ? {} : { roomTypes: input.roomTypes }),
    ...(input.agencyId == null ? {} : { agencyId: input.agencyId }),
  });
  if (!resolved.ok) return toRefusal(resolved.error);
  return { __typename: 'Calendar', from, to, hotels: resolved.value };
}
