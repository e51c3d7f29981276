// calendar: what each hotel has on each night, resolved now, as the asker may see it.
import { limits } from '../../../shared/config/limits.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { dayPrices } from '../domain/day-prices.ts';
import { createMoment } from '../domain/pipeline/moment.ts';
import type { Moment } from '../domain/pipeline/moment.ts';
import { resolve } from '../domain/pipeline/pipeline.ts';
import type { Resolution } from '../domain/pipeline/pipeline.ts';
import { toldPrice } from '../domain/stays/pricing.ts';
import type { PriceScope } from '../domain/stays/pricing.ts';
import { maySeeLayers, seesNetRates } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { agencyOf, checkMoment, readAsked } from './asking.ts';
import type { AskedBook, AskedMoment, Sources } from './asking.ts';
import { layeredCalendar, rowCalendar, rowsOf } from './calendar-view.ts';
import type { HotelCalendar, ToldPrices } from './calendar-view.ts';

export interface CalendarRequest extends AskedMoment {
  readonly hotelIds: readonly string[];
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly roomTypes?: readonly string[];
  readonly agencyId?: string;
  /** Nobody will look at `lines`; they are not resolved then. */
  readonly withoutLines?: boolean;
  /** Somebody will look at what a night costs. */
  readonly withPrices?: boolean;
}

/** One calendar per hotel, in the order asked for; refuses the whole request when a part is wrong. */
export async function resolveCalendars(
  sources: Sources,
  viewer: Viewer,
  request: CalendarRequest,
): Promise<Result<readonly HotelCalendar[], Reason[]>> {
  const agency = agencyOf(viewer, request.agencyId);
  const reasons = [
    ...checkMoment(viewer, request),
    ...(agency.ok ? [] : agency.error),
    ...checkShape(request),
  ];
  if (!agency.ok || reasons.length > 0) return err(firstFailingClass(reasons));
  const resolveOne = (hotelId: string): Promise<Result<HotelCalendar, Reason[]>> =>
    resolveHotel(sources, viewer, hotelId, request, agency.value);
  const found =
    request.knownAt === undefined
      ? await Promise.all(request.hotelIds.map(resolveOne))
      : await oneByOne(request.hotelIds, resolveOne);
  const refused = found.flatMap((calendar, index) =>
    calendar.ok ? [] : calendar.error.map((reason) => ofHotel(reason, index)),
  );
  if (refused.length > 0) return err(firstFailingClass(refused));
  return ok(found.flatMap((calendar) => (calendar.ok ? [calendar.value] : [])));
}

/** Reads of the past are heavy: never two for one answer at a time. */
async function oneByOne<T>(
  hotelIds: readonly string[],
  resolveOne: (hotelId: string) => Promise<T>,
): Promise<T[]> {
  const resolved: T[] = [];
  for (const hotelId of hotelIds) resolved.push(await resolveOne(hotelId));
  return resolved;
}

function ofHotel(reason: Reason, index: number): Reason {
  return reason.path === '/hotelId' ? { ...reason, path: `/hotelIds/${index}` } : reason;
}

function checkShape(request: CalendarRequest): Reason[] {
  const reasons: Reason[] = [];
  const { nightsMax, hotelNightsMax } = limits.calendar;
  const isPast = request.knownAt !== undefined;
  const { hotelsMax } = isPast ? limits.pastReads : limits.calendar;
  const hotels = request.hotelIds.length;
  const nights = nightOf(request.to) - nightOf(request.from);
  if (hotels === 0 || hotels > hotelsMax) {
    reasons.push(bad('/hotelIds', `Between 1 and ${hotelsMax} hotels.`));
  }
  if (nights <= 0) reasons.push(bad('/to', 'After `from`.'));
  if (nights > nightsMax) reasons.push(bad('/to', `At most ${nightsMax} nights.`));
  if (reasons.length === 0 && hotels * nights > hotelNightsMax) {
    reasons.push(bad('/hotelIds', `At most ${hotelNightsMax} hotel nights in one answer.`));
  }
  return reasons;
}

function resolveHotel(
  sources: Sources,
  viewer: Viewer,
  hotelId: string,
  request: CalendarRequest,
  agency: string | null,
): Promise<Result<HotelCalendar, Reason[]>> {
  const nights = [{ from: nightOf(request.from), to: nightOf(request.to) }];
  return readAsked(sources, viewer, { ...request, hotelId, agency, nights }, (at) =>
    toldTo(viewer, calendarAt(at, viewer, request, agency)),
  );
}

/** When a number moves by itself may be when anybody's hold ends, and a head counts all that was recorded. */
function toldTo(viewer: Viewer, calendar: HotelCalendar): HotelCalendar {
  return maySeeLayers(viewer) ? calendar : { ...calendar, validUntil: null, seq: null };
}

/** Rows are recalled where they were resolved before; whoever may see layers has them resolved now. */
function calendarAt(
  { hotel, book, rows, seq, asOf, markupBp }: AskedBook,
  viewer: Viewer,
  request: CalendarRequest,
  agency: string | null,
): HotelCalendar {
  const { from, to, roomTypes, withoutLines, withPrices } = request;
  const mayKnow = maySeeLayers(viewer);
  const instant = instantOf(asOf);
  const resolveNow = (): Resolution =>
    resolve(book, {
      timezone: hotel.timezone,
      from: nightOf(from),
      to: nightOf(to),
      asOf: instant,
      agency,
      ...(roomTypes ? { roomTypes: new Set(roomTypes) } : {}),
    });
  const shown = { hotel, from, asOf, seq };
  if (withPrices === true) {
    // Rates are resolved when they are read, hence now, and which line is next to sell goes with time.
    const resolution = resolveNow();
    const prices = tellPrices(resolution, createMoment(instant, hotel.timezone), {
      markupBp,
      net: seesNetRates(viewer),
      margin: mayKnow,
    });
    return mayKnow && withoutLines !== true
      ? layeredCalendar(shown, resolution, prices)
      : rowCalendar(shown, rowsOf(resolution), prices);
  }
  if (mayKnow && withoutLines !== true) return layeredCalendar(shown, resolveNow());
  // What is remembered goes with the clock.
  if (request.asOf !== undefined) return rowCalendar(shown, rowsOf(resolveNow()));
  const question = JSON.stringify([hotel.timezone, from, to, agency, roomTypes]);
  return rowCalendar(
    shown,
    rows.recall(question, { seq, asOf: instant }, () => rowsOf(resolveNow())),
  );
}

function tellPrices(resolution: Resolution, moment: Moment, scope: PriceScope): ToldPrices {
  return new Map(
    [...dayPrices(resolution, moment)].map(([roomType, prices]) => [
      roomType,
      prices.map((price) => toldPrice(price, scope)),
    ]),
  );
}

function bad(path: string, detail: string): Reason {
  return { code: 'BAD_INPUT', path, detail };
}
