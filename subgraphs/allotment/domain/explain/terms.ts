// The words of an explanation: signed terms that add up to a number, each with what it comes from.
// Made by the files beside this one, put in words and cut to the asker's role by tell.ts.

export type TermKind =
  // The line's own stock.
  | 'BASE'
  | 'INCREASE'
  | 'REDUCTION'
  | 'DEBT'
  | 'BLOCK'
  | 'BOOKING'
  | 'MORE_BOOKINGS'
  | 'SUB_ALLOTMENT'
  // Other limits: what they take more than the stock already does, or their own terms.
  | 'EXCLUSIVE'
  | 'RELEASE'
  | 'POOL'
  | 'OWN_SUB_ALLOTMENT'
  | 'KEPT_AFTER_RELEASE'
  | 'SOLD_AFTER_RELEASE'
  | 'BUDGET'
  | 'OVERBOOK'
  | 'USED'
  | 'PROTECTED'
  | 'WEIGHT'
  // Nothing is for sale, whatever the sums say.
  | 'NO_CONTRACT'
  | 'MISSING_NUMBER'
  | 'ON_REQUEST'
  | 'STOP_SALE'
  // The end of the sum.
  | 'CLAMP'
  | 'SHARED_STOCK'
  | 'UNLIMITED'
  // What the asker may not see singly.
  | 'OTHER_USE'
  | 'BLOCKS'
  | 'BOOKINGS';

export type SourceKind =
  | 'CONTRACT'
  | 'EVENT'
  | 'BLOCK'
  | 'BOOKING'
  | 'POOL'
  | 'SUB_ALLOTMENT'
  | 'RELEASE_STAGE'
  | 'LINE'
  | 'ROOM_TYPE';

export interface Source {
  readonly kind: SourceKind;
  /** Of a release stage: its contract's id. */
  readonly id: string;
  /** Of the fact that counts; null for lines and room types, which are no facts. */
  readonly rev: number | null;
  /** Release stages only. */
  readonly daysBefore?: number;
}

export interface Term {
  readonly kind: TermKind;
  /** Signed; ∞ in UNLIMITED alone. Zero where a state, not a number, decides. */
  readonly rooms: number;
  /** The line it belongs to; null where it belongs to a whole room type. */
  readonly line: string | null;
  /** Whose use it is, where it is one agency's. */
  readonly agency: string | null;
  /** How many things the term stands for (bookings, blocks, sub-allotments). */
  readonly count: number;
  /** Never empty. */
  readonly sources: readonly Source[];
  /** The narrowest limit: without it the number would be another one. */
  readonly binding: boolean;
}

export type LimitKind = 'STOCK' | 'EXCLUSIVE' | 'RELEASE' | 'POOL';

/** One of the numbers of which the least is available, as a sum of its own. */
export interface Limit {
  readonly kind: LimitKind;
  readonly line: string;
  /** Of a POOL. */
  readonly pool: string | null;
  /** Possibly negative; ∞ where it limits nothing, and then without terms. */
  readonly rooms: number;
  readonly terms: readonly Term[];
}

/** Why a line has what it has on one night. */
export interface LineExplanation {
  readonly line: string;
  /** ∞ without limit. */
  readonly available: number;
  /** Add up to `available`; exactly one is binding. */
  readonly terms: readonly Term[];
  /** In order of precedence: of several that are equal the first binds. Empty where none counts. */
  readonly limits: readonly Limit[];
  /** What is the asking agency's own on this line; empty when none asks. */
  readonly own: readonly Term[];
}

/** Why a number is what it is: of one line, or of a room type over its lines. */
export interface Explanation {
  /** What was asked for. */
  readonly subject: Source;
  readonly available: number;
  /** Add up to `available`; exactly one per explained line is binding. */
  readonly terms: readonly Term[];
  /** In the order in which they are sold. */
  readonly lines: readonly LineExplanation[];
}

type TermParts = Pick<Term, 'kind' | 'rooms'> &
  Partial<Term> & { readonly sources: Term['sources'] };

export function term(parts: TermParts): Term {
  // Adding 0 turns −0 into 0.
  return { line: null, agency: null, count: 1, binding: false, ...parts, rooms: parts.rooms + 0 };
}

export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { rooms }) => sum + rooms, 0);
}

/** The terms with the one at `at` flagged, and no other. */
export function flagged(terms: readonly Term[], at: number): Term[] {
  return terms.map((each, index) => ({ ...each, binding: index === at }));
}

/** The terms with what it takes to bring their sum up to nothing, where it is less. */
export function atLeastZero(terms: readonly Term[]): Pick<Limit, 'rooms' | 'terms'> {
  const rooms = sumOf(terms);
  const [first] = terms;
  if (rooms >= 0 || !first) return { rooms, terms };
  const { line, sources } = first;
  return { rooms: 0, terms: [...terms, term({ kind: 'CLAMP', rooms: -rooms, line, sources })] };
}
