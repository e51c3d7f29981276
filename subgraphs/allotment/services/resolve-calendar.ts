// calendar: what each hotel has on each night, resolved now, as the asker may see it.
import { limits } from '../../../shared/config/limits.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { resolve } from '../domain/pipeline/pipeline.ts';
import { mayChooseAgency, maySeeHotel, maySeeLayers } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { calendarView } from './calendar-view.ts';
import type { HotelCalendar } from './calendar-view.ts';
import type { HotelBooks } from './hotel-books.ts';

export interface CalendarRequest {
  readonly hotelIds: readonly string[];
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly roomTypes?: readonly string[];
  readonly agencyId?: string;
}

/** One calendar per hotel, in the order asked for; refuses the whole request when a part is wrong. */
export async function resolveCalendars(
  books: HotelBooks,
  viewer: Viewer,
  request: CalendarRequest,
): Promise<Result<readonly HotelCalendar[], Reason[]>> {
  const agency = agencyOf(viewer, request.agencyId);
  const reasons = [...(agency.ok ? [] : agency.error), ...checkShape(request)];
  if (!agency.ok || reasons.length > 0) return err(firstFailingClass(reasons));
  const found = await Promise.all(
    request.hotelIds.map((hotelId) => resolveOne(books, viewer, hotelId, request, agency.value)),
  );
  const calendars = found.filter((calendar) => calendar !== null);
  if (calendars.length === found.length) return ok(calendars);
  return err(
    found.flatMap((calendar, index): Reason[] =>
      calendar === null ? [{ code: 'NOT_FOUND', path: `/hotelIds/${index}` }] : [],
    ),
  );
}

/** Whose view it is: a partner's own; staff's choice; null where no agency asks. */
function agencyOf(viewer: Viewer, asked: string | undefined): Result<string | null, Reason[]> {
  if (viewer.role === 'PARTNER') {
    if (asked === undefined || asked === viewer.agencyId) return ok(viewer.agencyId ?? '');
    return err([{ code: 'NOT_FOUND', path: '/agencyId' }]);
  }
  if (asked !== undefined && !mayChooseAgency(viewer)) return err([{ code: 'NOT_ENTITLED' }]);
  if (asked === undefined && viewer.role === 'AGENT') {
    return err([{ code: 'BAD_INPUT', path: '/agencyId', detail: 'Say for which agency.' }]);
  }
  return ok(asked ?? null);
}

function checkShape(request: CalendarRequest): Reason[] {
  const reasons: Reason[] = [];
  const { hotelsMax, nightsMax, cellsMax } = limits.calendar;
  const hotels = request.hotelIds.length;
  const nights = nightOf(request.to) - nightOf(request.from);
  if (hotels === 0 || hotels > hotelsMax) {
    reasons.push(bad('/hotelIds', `Between 1 and ${hotelsMax} hotels.`));
  }
  if (nights <= 0) reasons.push(bad('/to', 'After `from`.'));
  if (nights > nightsMax) reasons.push(bad('/to', `At most ${nightsMax} nights.`));
  if (reasons.length === 0 && hotels * nights > cellsMax) {
    reasons.push(bad('/hotelIds', `At most ${cellsMax} hotel nights in one answer.`));
  }
  return reasons;
}

function resolveOne(
  books: HotelBooks,
  viewer: Viewer,
  hotelId: string,
  request: CalendarRequest,
  agency: string | null,
): Promise<HotelCalendar | null> {
  if (!maySeeHotel(viewer, hotelId)) return Promise.resolve(null);
  return books.read(hotelId, ({ hotel, book, seq, clock }) =>
    calendarView({
      hotel,
      from: request.from,
      asOf: clock,
      seq,
      withLayers: maySeeLayers(viewer),
      resolution: resolve(book, {
        timezone: hotel.timezone,
        from: nightOf(request.from),
        to: nightOf(request.to),
        asOf: instantOf(clock),
        agency,
        ...(request.roomTypes ? { roomTypes: new Set(request.roomTypes) } : {}),
      }),
    }),
  );
}

function bad(path: string, detail: string): Reason {
  return { code: 'BAD_INPUT', path, detail };
}
