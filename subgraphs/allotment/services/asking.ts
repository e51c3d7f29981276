// Who asks, for whom, and about which moment: what all queries for availability have in common.
//
// `asOf` and `knownAt` (domain.md §2, §10):
// - operators and admins may name any;
// - a hotel's own user may, for its own hotel: it is told of bookings by their number alone anyway;
// - sellers (partners, and agents for the agency they serve) may not move `asOf` by itself: rooms that
//   come back at a later instant are other agencies' holds. They may ask what was shown at an instant,
//   with `knownAt` and `asOf` the same and not ahead; a partner for nights of its own bookings only.
import { mayKnowOf } from '../../../shared/domain/agencies-of.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../shared/domain/nights.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Audience } from '../domain/explain/tell.ts';
import { isPresent } from '../domain/pipeline/fact-book.ts';
import type { FactBook } from '../domain/pipeline/fact-book.ts';
import type { Pricing, SellingTerms } from '../domain/stays/pricing.ts';
import { maySeeHotel, maySeeLayers } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import type { BookAt, HotelBooks } from './hotel-books.ts';
import type { AskTerms } from './selling-terms.ts';

/** What answers are made from. */
export interface Sources {
  readonly books: HotelBooks;
  readonly terms: AskTerms;
}

export interface AskedMoment {
  /** The clock's now without it. */
  readonly asOf?: string;
  /** The head of the stream without it. */
  readonly knownAt?: string;
}

export interface NightRange {
  readonly from: DayNumber;
  /** Exclusive. */
  readonly to: DayNumber;
}

export function audienceOf(viewer: Viewer): Audience {
  if (maySeeLayers(viewer)) return 'OPERATOR';
  return viewer.role === 'SUPPLIER' ? 'SUPPLIER' : 'SELLER';
}

/**
 * Whose view it is: a partner's own, one of those that an agent serves, an operator's choice; null
 * where no agency asks. Whether any other agency exists is not told.
 */
export function agencyOf(
  viewer: Viewer,
  asked: string | undefined,
): Result<string | null, Reason[]> {
  if (asked === undefined) {
    if (viewer.role === 'PARTNER') return ok(viewer.agencyId ?? '');
    return viewer.role === 'AGENT' ? err([sayForWhom()]) : ok(null);
  }
  if (viewer.role === 'SUPPLIER') return err([{ code: 'NOT_ENTITLED' }]);
  if (!mayKnowOf(viewer, asked)) return err([{ code: 'NOT_FOUND', path: '/agencyId' }]);
  return ok(asked);
}

/** As `agencyOf`, where something is to be booked: a booking is always some agency's. */
export function bookingAgencyOf(
  viewer: Viewer,
  asked: string | undefined,
): Result<string, Reason[]> {
  if (viewer.role === 'SUPPLIER') return err([{ code: 'NOT_ENTITLED' }]);
  const agency = agencyOf(viewer, asked);
  if (!agency.ok) return agency;
  return agency.value === null ? err([sayForWhom()]) : ok(agency.value);
}

function sayForWhom(): Reason {
  return { code: 'BAD_INPUT', path: '/agencyId', detail: 'Say for which agency.' };
}

/** Whether this caller may ask about this moment at all; see the top of the file. */
export function checkMoment(viewer: Viewer, { asOf, knownAt }: AskedMoment): Reason[] {
  if (audienceOf(viewer) !== 'SELLER') return [];
  if (asOf === undefined && knownAt === undefined) return [];
  if (asOf !== undefined && asOf === knownAt) return [];
  return [NOT_SHOWN];
}

const NOT_SHOWN: Reason = {
  code: 'NOT_ENTITLED',
  detail: 'Only what was shown at an instant: asOf and knownAt the same.',
};

/** A book with the instant it is looked at, and how its rates are told. */
export interface AskedBook extends BookAt {
  readonly asOf: string;
  readonly pricing: Pricing;
  /** Of the agency that asks or is asked for; null where its sell rates are not to be told. */
  readonly markupBp: number | null;
}

/**
 * Runs `use` on the hotel's book at the moment asked for; `checkMoment` has been passed. `nights` are
 * those that the answer speaks of.
 */
export async function readAsked<T>(
  { books, terms: askTerms }: Sources,
  viewer: Viewer,
  asked: AskedMoment & {
    readonly hotelId: string;
    /** For whom; null where no agency asks. */
    readonly agency: string | null;
    readonly nights: readonly NightRange[];
    /** Sell rates are told to staff as well, so that the agency's terms are wanted whoever asks. */
    readonly withPrices?: boolean;
  },
  use: (at: AskedBook) => T,
): Promise<Result<T, Reason[]>> {
  const { hotelId, agency, knownAt } = asked;
  const unknown = err<Reason[]>([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  if (!maySeeHotel(viewer, hotelId)) return unknown;
  const isSeller = audienceOf(viewer) === 'SELLER';
  const isPriced = isSeller || (asked.withPrices === true && maySeeLayers(viewer));
  const terms = isPriced && agency !== null ? await askTerms(agency, hotelId) : null;
  // A hotel that is refused to the agency is none, for it and for whoever serves it.
  if (isSeller && terms?.sells === false) return unknown;
  const pricing = pricingFor(viewer, terms, knownAt);
  const markupBp = markupToTell(terms, knownAt);
  const look = (at: BookAt): { readonly answer: T; readonly clock: string } => ({
    answer: use({ ...at, asOf: asked.asOf ?? at.clock, pricing, markupBp }),
    clock: at.clock,
  });
  if (knownAt === undefined) {
    const found = await books.read(hotelId, look);
    return found ? ok(found.answer) : unknown;
  }
  if (!(await mayKnow(books, viewer, hotelId, asked.nights)))
    return err([{ code: 'NOT_ENTITLED' }]);
  const past = await books.readAt(hotelId, knownAt, look);
  if (!past.ok) return past;
  return past.value ? asShown(viewer, knownAt, past.value) : unknown;
}

/** Sellers hear nothing of what nobody was shown yet: others' holds would end in it. */
function asShown<T>(
  viewer: Viewer,
  knownAt: string,
  { answer, clock }: { readonly answer: T; readonly clock: string },
): Result<T, Reason[]> {
  const isAhead = instantOf(knownAt) > instantOf(clock);
  return isAhead && audienceOf(viewer) === 'SELLER' ? err([NOT_SHOWN]) : ok(answer);
}

/** Which markup was agreed at an earlier instant is not kept: of the past no sell rate is told. */
function pricingFor(
  viewer: Viewer,
  terms: SellingTerms | null,
  knownAt: string | undefined,
): Pricing {
  if (maySeeLayers(viewer)) return 'NET';
  return terms === null || knownAt !== undefined ? 'NONE' : terms;
}

function markupToTell(terms: SellingTerms | null, knownAt: string | undefined): number | null {
  return terms?.sells === true && knownAt === undefined ? terms.markupBp : null;
}

/** A partner may know what was shown of nights of its own bookings; an unknown hotel has none. */
async function mayKnow(
  books: HotelBooks,
  viewer: Viewer,
  hotelId: string,
  nights: readonly NightRange[],
): Promise<boolean> {
  if (viewer.role !== 'PARTNER') return true;
  const { agencyId = '' } = viewer;
  return (
    (await books.read(hotelId, ({ book }) => bookedEachNight(book, agencyId, nights))) ?? false
  );
}

function bookedEachNight(book: FactBook, agencyId: string, nights: readonly NightRange[]): boolean {
  const missing = new Set<string>();
  for (const { from, to } of nights) {
    for (let day = from; day < to; day += 1) missing.add(formatNight(day));
  }
  for (const fact of book.winners.BOOKING.values()) {
    if (!isPresent(fact) || fact.kind !== 'BOOKING' || fact.agency !== agencyId) continue;
    for (const { date } of fact.allocations) missing.delete(date);
  }
  return missing.size === 0;
}
