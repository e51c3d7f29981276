// stayAvailability: whether a basket of stays can be had together, and what each would cost.
import { limits } from '../../../shared/config/limits.ts';
import { instantOf, instantOrNull } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { GrantedNight } from '../domain/holds/hold-request.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { pricedFor } from '../domain/stays/pricing.ts';
import type { Pricing } from '../domain/stays/pricing.ts';
import { decideStays } from '../domain/stays/decide-stays.ts';
import type { StaysDecision } from '../domain/stays/decide-stays.ts';
import { totalOf } from '../domain/stays/totals.ts';
import { reasonsForSeller } from '../../../shared/domain/told-reasons.ts';
import { maySeeLayers } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { audienceOf, bookingAgencyOf, checkMoment, readAsked } from './asking.ts';
import type { AskedBook, AskedMoment, Sources } from './asking.ts';
import { checkStay } from './stay-shape.ts';
import type { StayRequest } from './stay-shape.ts';

export interface StayAvailabilityRequest extends AskedMoment {
  readonly hotelId: string;
  readonly agencyId?: string;
  readonly stays: readonly StayRequest[];
}

interface Price {
  /** Minor units: net for operators, for sellers what their agency pays; null without a rate. */
  readonly total: number | null;
  readonly currency: string | null;
}

export interface StayAvailability extends Price {
  readonly hotel: HotelRow;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly validUntil: string | null;
  readonly seq: number | null;
  readonly feasible: boolean;
  readonly reasons: readonly Reason[];
  readonly stays: readonly StayAnswer[];
}

export interface StayAnswer extends StayRequest, Price {
  readonly feasibleAlone: boolean;
  readonly reasons: readonly Reason[];
  readonly nights: readonly StayNight[];
}

interface StayNight {
  readonly date: string;
  readonly rooms: number;
  readonly line: string | null;
  readonly rate: number | null;
  readonly currency: string | null;
}

export async function stayAvailability(
  sources: Sources,
  viewer: Viewer,
  request: StayAvailabilityRequest,
): Promise<Result<StayAvailability, Reason[]>> {
  const agency = bookingAgencyOf(viewer, request.agencyId);
  const reasons = [
    ...checkMoment(viewer, request),
    ...(agency.ok ? [] : agency.error),
    ...checkBasket(request),
  ];
  if (!agency.ok || reasons.length > 0) return err(firstFailingClass(reasons));
  const nights = request.stays.map(({ checkIn, checkOut }) => ({
    from: nightOf(checkIn),
    to: nightOf(checkOut),
  }));
  return readAsked(sources, viewer, { ...request, agency: agency.value, nights }, (at) =>
    answerAt(at, viewer, request, agency.value),
  );
}

/** When anybody's arrangement ends, and how much was recorded of all. */
const NOT_TOLD = { validUntil: null, seq: null };

function checkBasket({ stays }: StayAvailabilityRequest): Reason[] {
  const { linesPerGroupMax } = limits.booking;
  if (stays.length === 0 || stays.length > linesPerGroupMax) {
    return [{ code: 'BAD_INPUT', path: '/stays', detail: `Between 1 and ${linesPerGroupMax}.` }];
  }
  return stays.flatMap((stay, index) => checkStay(stay, `/stays/${index}`));
}

function answerAt(
  { hotel, book, seq, asOf, pricing }: AskedBook,
  viewer: Viewer,
  { stays, knownAt }: StayAvailabilityRequest,
  agency: string,
): StayAvailability {
  const when = { timezone: hotel.timezone, asOf: instantOf(asOf) };
  const decided = decideStays(book, when, agency, stays);
  const { together, validUntil } = decided;
  const nights = together.ok ? together.value.nights : [];
  const toldTo = { viewer, pricing };
  return {
    hotel,
    asOf,
    knownAt: knownAt ?? null,
    ...(maySeeLayers(viewer) ? { validUntil: instantOrNull(validUntil), seq } : NOT_TOLD),
    feasible: together.ok,
    reasons: together.ok ? [] : reasonsFor(viewer, together.error, (path) => path),
    ...priceOf(pricedFor(pricing, nights)),
    stays: stays.map((stay, index) => stayAnswer(toldTo, stay, index, decided)),
  };
}

function stayAnswer(
  { viewer, pricing }: { readonly viewer: Viewer; readonly pricing: Pricing },
  { roomType, checkIn, checkOut, rooms }: StayRequest,
  index: number,
  { together, alone }: StaysDecision,
): StayAnswer {
  const own = alone[index];
  const granted = together.ok
    ? together.value.nights.filter(({ lineIndex }) => lineIndex === index)
    : own?.ok
      ? own.value.nights
      : [];
  const refused = own === undefined || own.ok ? [] : own.error;
  const nights = pricedFor(pricing, granted);
  const stayPath = (path: string): string => path.replace('/lines/0', `/lines/${index}`);
  return {
    roomType,
    checkIn,
    checkOut,
    rooms,
    feasibleAlone: own?.ok === true,
    reasons: reasonsFor(viewer, refused, stayPath),
    nights: nights.map((night) => nightView(viewer, night)),
    ...priceOf(nights),
  };
}

/** Decisions speak of lines of a hold; the asker of stays. */
function reasonsFor(
  viewer: Viewer,
  reasons: readonly Reason[],
  placed: (path: string) => string,
): Reason[] {
  const told = audienceOf(viewer) === 'SELLER' ? reasonsForSeller(reasons) : reasons;
  return told.map(({ path, ...reason }) =>
    path === undefined ? reason : { ...reason, path: placed(path).replace('/lines/', '/stays/') },
  );
}

function priceOf(nights: readonly GrantedNight[]): Price {
  const total = totalOf(nights);
  return { total: total?.amount ?? null, currency: total?.currency ?? null };
}

function nightView(
  viewer: Viewer,
  { night, rooms, line, rate, currency }: GrantedNight,
): StayNight {
  return { date: night, rooms, line: maySeeLayers(viewer) ? line : null, rate, currency };
}
