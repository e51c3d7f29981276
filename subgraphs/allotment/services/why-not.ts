// whyNot: everything that stands against a stay, and the nearest ones that can be booked.
import { limits } from '../../../shared/config/limits.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { pricedFor } from '../domain/stays/pricing.ts';
import type { Pricing } from '../domain/stays/pricing.ts';
import { totalOf } from '../domain/stays/totals.ts';
import { reasonsForSeller } from '../../../shared/domain/told-reasons.ts';
import { maySeeLayers } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { nearestChanges } from '../domain/why-not/changes.ts';
import type { Change, ChangeKind } from '../domain/why-not/changes.ts';
import { obstaclesOf } from '../domain/why-not/obstacles.ts';
import { audienceOf, bookingAgencyOf, checkMoment, readAsked } from './asking.ts';
import type { AskedBook, AskedMoment, Sources } from './asking.ts';
import { checkStay } from './stay-shape.ts';
import type { StayRequest } from './stay-shape.ts';

export interface WhyNotRequest extends StayRequest, AskedMoment {
  readonly hotelId: string;
  readonly agencyId?: string;
}

export interface WhyNot {
  readonly hotel: HotelRow;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly seq: number | null;
  readonly bookable: boolean;
  readonly reasons: readonly Reason[];
  readonly changes: readonly ChangeView[];
}

export interface ChangeView {
  readonly kind: ChangeKind;
  readonly stays: readonly StayRequest[];
  readonly total: number | null;
  readonly currency: string | null;
}

export async function whyNot(
  sources: Sources,
  viewer: Viewer,
  request: WhyNotRequest,
): Promise<Result<WhyNot, Reason[]>> {
  const agency = bookingAgencyOf(viewer, request.agencyId);
  const reasons = [
    ...checkMoment(viewer, request),
    ...checkPast(viewer, request),
    ...(agency.ok ? [] : agency.error),
    ...checkStay(request),
  ];
  if (!agency.ok || reasons.length > 0) return err(firstFailingClass(reasons));
  const nights = [{ from: nightOf(request.checkIn), to: nightOf(request.checkOut) }];
  return readAsked(sources, viewer, { ...request, agency: agency.value, nights }, (at) =>
    answerAt(at, viewer, request, agency.value),
  );
}

/** Changes speak of nights that a partner may have no bookings on. */
function checkPast(viewer: Viewer, { knownAt }: WhyNotRequest): Reason[] {
  return viewer.role === 'PARTNER' && knownAt !== undefined ? [{ code: 'NOT_ENTITLED' }] : [];
}

/** All decisions are made here, on one book at one seq, without a pause in between. */
function answerAt(
  { hotel, book, seq, asOf, pricing }: AskedBook,
  viewer: Viewer,
  { roomType, checkIn, checkOut, rooms, knownAt }: WhyNotRequest,
  agency: string,
): WhyNot {
  const when = { timezone: hotel.timezone, asOf: instantOf(asOf) };
  const wish = { agency, roomType, checkIn, checkOut, rooms };
  const obstacles = obstaclesOf(book, when, wish);
  const bookable = obstacles.length === 0;
  const bounds = { ...limits.whyNot, nightsPerStayMax: limits.booking.nightsPerStayMax };
  const changes = bookable ? [] : nearestChanges(book, when, wish, bounds);
  const isSeller = audienceOf(viewer) === 'SELLER';
  return {
    hotel,
    asOf,
    knownAt: knownAt ?? null,
    seq: maySeeLayers(viewer) ? seq : null,
    bookable,
    reasons: isSeller ? reasonsForSeller(obstacles) : obstacles,
    changes: changes.map((change) => changeView(change, pricing)),
  };
}

function changeView({ kind, stays, nights }: Change, pricing: Pricing): ChangeView {
  const total = totalOf(pricedFor(pricing, nights));
  return { kind, stays, total: total?.amount ?? null, currency: total?.currency ?? null };
}
