// decideHolds: which of these holds may go, at one state of the hotel's ledger. Asked by reservation,
// which then commits on exactly that state or not at all.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { instantOf, instantOrNull } from '../../../shared/domain/instants.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { decideHolds } from '../domain/decide-holds.ts';
import type {
  Grant,
  GrantedNight,
  HoldDecision,
  HoldLine,
  HoldRequest,
} from '../domain/holds/hold-request.ts';
import type { BookAt, HotelBooks } from './hotel-books.ts';
import type { DecidedBefore, RecentDecisions } from './recent-decisions.ts';

/** As GraphQL gives it: what may be left out may also be null. */
export interface HoldRequestInput {
  readonly agencyId: string;
  readonly lines: readonly HoldLineInput[];
  readonly replaces?: readonly string[] | null;
  readonly acceptOnRequest?: boolean | null;
}

type Optional = 'block' | 'contract' | 'keeps' | 'holdsRest';
type HoldLineInput = Omit<HoldLine, Optional> & {
  readonly [Field in Optional]?: HoldLine[Field] | null;
};

export interface HoldDecisionsAnswer {
  /** Head that was decided on: that of the ledger, or the one that `before` is about to make. */
  readonly seq: number;
  /** Others may be decided behind these under this name; null where they may not. */
  readonly decision: string | null;
  readonly asOf: string;
  /** Until then time alone turns no grant into a refusal; null if nothing is to come. */
  readonly validUntil: string | null;
  /** What bookings of this hotel are held under; null when there is no such hotel. */
  readonly terms: {
    readonly timezone: string;
    readonly cancellationPolicy: CancellationPolicy | null;
  } | null;
  readonly decisions: readonly {
    /** Null when refused. */
    readonly status: Grant['status'] | null;
    /** Null when refused. */
    readonly granted: readonly GrantedNight[] | null;
    readonly reasons: readonly Reason[];
  }[];
}

export interface HoldsAsked {
  readonly hotelId: string;
  readonly requests: readonly HoldRequestInput[];
  /** Granted before and not committed yet: counts as done, unless the ledger has gone on already. */
  readonly before?: DecidedBefore | null;
}

/** One decision per request, in order; what is granted counts as done before the next is looked at. */
export async function decideHotelHolds(
  deps: { readonly books: HotelBooks; readonly recent: RecentDecisions },
  asked: HoldsAsked,
): Promise<HoldDecisionsAnswer> {
  const decided = await deps.books.read(asked.hotelId, (at) => decideAt(deps.recent, at, asked));
  return decided ?? unknownHotel(asked.requests.length);
}

function decideAt(
  recent: RecentDecisions,
  { book, hotel, seq, clock }: BookAt,
  { hotelId, requests, before }: HoldsAsked,
): HoldDecisionsAnswer {
  const onTheWay = before ? recent.promisedOn(hotelId, seq, before) : null;
  const head = before && onTheWay ? before.head : seq;
  const { validUntil, decisions, promised } = decideHolds(
    book,
    { timezone: hotel.timezone, asOf: instantOf(clock) },
    requests.map(toRequest),
    onTheWay ?? [],
  );
  return {
    seq: head,
    decision: promised && recent.remember({ hotelId, seq: head, promised }),
    asOf: clock,
    validUntil: instantOrNull(validUntil),
    terms: { timezone: hotel.timezone, cancellationPolicy: hotel.cancellationPolicy },
    decisions: decisions.map(toAnswer),
  };
}

function toRequest(input: HoldRequestInput, index: number): HoldRequest {
  return {
    key: String(index),
    agency: input.agencyId,
    lines: input.lines.map(toLine),
    replaces: input.replaces ?? [],
    acceptOnRequest: input.acceptOnRequest ?? false,
  };
}

function toLine({ block, contract, keeps, holdsRest, ...line }: HoldLineInput): HoldLine {
  return {
    ...line,
    ...(block == null ? {} : { block }),
    ...(contract == null ? {} : { contract }),
    ...(keeps == null ? {} : { keeps }),
    ...(holdsRest == null ? {} : { holdsRest }),
  };
}

function toAnswer({ result }: HoldDecision): HoldDecisionsAnswer['decisions'][number] {
  return result.ok
    ? { status: result.value.status, granted: result.value.nights, reasons: [] }
    : { status: null, granted: null, reasons: result.error };
}

function unknownHotel(requests: number): HoldDecisionsAnswer {
  const decision = {
    status: null,
    granted: null,
    reasons: [{ code: 'NOT_FOUND', path: '/hotelId' } as const],
  };
  return {
    seq: 0,
    decision: null,
    asOf: '1970-01-01T00:00:00Z',
    validUntil: null,
    terms: null,
    decisions: Array.from({ length: requests }, () => decision),
  };
}
