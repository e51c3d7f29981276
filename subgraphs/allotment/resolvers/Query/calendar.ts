// Query.calendar
import type { GraphQLResolveInfo } from 'graphql';
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { HotelCalendar } from '../../services/calendar-view.ts';
import type { AllotmentContext } from '../context.ts';
import { given } from '../given.ts';
import { calendarWants } from '../calendar-wants.ts';

interface CalendarInput {
  readonly hotelIds: readonly string[];
  readonly roomTypes?: readonly string[] | null;
  readonly from: string;
  readonly to: string;
  readonly agencyId?: string | null;
  readonly asOf?: string | null;
  readonly knownAt?: string | null;
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
  info: GraphQLResolveInfo,
): Promise<CalendarAnswer | RefusalAnswer> {
  const { from, to } = input;
  const resolved = await context.services.resolveCalendars(context.identity, {
    ...given(input),
    ...calendarWants(info),
  });
  if (!resolved.ok) return toRefusal(resolved.error);
  return { __typename: 'Calendar', from, to, hotels: resolved.value };
}
