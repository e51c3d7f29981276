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
  readonly seq: number;
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

/** One decision per request, in order; what is granted counts as done before the next is looked at. */
export async function decideHotelHolds(
  books: HotelBooks,
  hotelId: string,
  requests: readonly HoldRequestInput[],
): Promise<HoldDecisionsAnswer> {
  const decided = await books.read(hotelId, (at) => decideAt(at, requests));
  return decided ?? unknownHotel(requests.length);
}

function decideAt(
  { book, hotel, seq, clock }: BookAt,
  requests: readonly HoldRequestInput[],
): HoldDecisionsAnswer {
  const { validUntil, decisions } = decideHolds(
    book,
    { timezone: hotel.timezone, asOf: instantOf(clock) },
    requests.map(toRequest),
  );
  return {
    seq,
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
    asOf: '1970-01-01T00:00:00Z',
    validUntil: null,
    terms: null,
    decisions: Array.from({ length: requests }, () => decision),
  };
}
