// What of an explanation is told to whom (domain.md §10). The sum stays exact; what one may not see
// singly is one "other use" term.
//
// A seller (a partner, or an agent for the agency it serves) is told what is its agency's own, states
// that the calendar shows as well, and one term for everything else, the contract's number included:
// with that number beside it, the difference would be what others have sold. So all that a seller
// hears is worked out from its own facts and the number it is shown anyway, and tells nothing new
// about anybody else; which is what the tests assert.
import { sumOf, term } from './terms.ts';
import type { Explanation, LineExplanation, Source, SourceKind, Term, TermKind } from './terms.ts';

export type Audience = 'OPERATOR' | 'SUPPLIER' | 'SELLER';

export interface ToldExplanation {
  readonly subject: Source;
  readonly available: number;
  /** Add up to `available`. */
  readonly terms: readonly Term[];
  /** Every limit of every line; null for those who may not see layers. */
  readonly lines: readonly LineExplanation[] | null;
}

/** The same sum in terms that the audience may see. */
export function tellExplanation(explained: Explanation, audience: Audience): ToldExplanation {
  const { subject, available } = explained;
  switch (audience) {
    case 'OPERATOR':
      return explained;
    case 'SUPPLIER':
      return { subject, available, terms: toSupplier(explained), lines: null };
    case 'SELLER':
      return { subject, available, terms: toSeller(explained), lines: null };
  }
}

const STATES: ReadonlySet<TermKind> = new Set<TermKind>([
  'NO_CONTRACT',
  'MISSING_NUMBER',
  'ON_REQUEST',
  'STOP_SALE',
]);

function toSeller({ subject, available, terms, lines }: Explanation): Term[] {
  const sources = [subject];
  if (available === Infinity) {
    return [term({ kind: 'UNLIMITED', rooms: Infinity, sources, binding: true })];
  }
  const own = lines.flatMap((line) => line.own);
  const state = commonState(terms, lines);
  const bound = boundByOwn(available, lines);
  const told = own.map((each, index) => ({ ...each, binding: index === bound && !state }));
  if (state) told.push(term({ kind: state, rooms: 0, sources, binding: true }));
  const binding = !told.some((each) => each.binding);
  return [...told, term({ kind: 'OTHER_USE', rooms: available - sumOf(told), sources, binding })];
}

/** A state is told where the calendar tells it: when no line is without it. */
function commonState(terms: readonly Term[], lines: readonly LineExplanation[]): TermKind | null {
  const perLine = lines.length === 0 ? [terms] : lines.map((line) => line.terms);
  const states = perLine.map((each) => each.find(({ binding }) => binding)?.kind);
  const [first] = states;
  if (first === undefined || !STATES.has(first)) return null;
  return states.every((state) => state === first) ? first : null;
}

/**
 * The own exclusive sub-allotment that is used up to the last room of what is shown; −1 where there is
 * none. By own numbers alone: whether others' use would bind as well must not show.
 */
function boundByOwn(available: number, [line, ...siblings]: readonly LineExplanation[]): number {
  if (!line || siblings.length > 0) return -1;
  const isBound = line.limits.some(
    ({ kind, rooms }) => kind === 'EXCLUSIVE' && rooms === available,
  );
  return isBound ? line.own.findIndex(({ kind }) => kind === 'OWN_SUB_ALLOTMENT') : -1;
}

/** Facts that a hotel's own user may see; all else is counted or folded. */
const OPEN_TO_SUPPLIER: ReadonlySet<SourceKind> = new Set<SourceKind>([
  'CONTRACT',
  'EVENT',
  'RELEASE_STAGE',
  'LINE',
  'ROOM_TYPE',
]);
const COUNTED: Partial<Record<TermKind, TermKind>> = {
  BLOCK: 'BLOCKS',
  BOOKING: 'BOOKINGS',
  MORE_BOOKINGS: 'BOOKINGS',
};

/** Contract and event terms by name, blocks and bookings as counts per line, the rest as one. */
function toSupplier({ subject, terms }: Explanation): Term[] {
  const told: Term[] = [];
  const folded: Term[] = [];
  for (const each of terms) {
    const counted = COUNTED[each.kind];
    if (counted) addCount(told, counted, each);
    else if (each.sources.every(({ kind }) => OPEN_TO_SUPPLIER.has(kind))) told.push(each);
    else folded.push(each);
  }
  if (folded.length === 0) return told;
  const binding = folded.some((each) => each.binding);
  const rooms = sumOf(folded);
  return [...told, term({ kind: 'OTHER_USE', rooms, sources: [subject], binding })];
}

function addCount(told: Term[], kind: TermKind, { rooms, line, count, binding }: Term): void {
  const at = told.findIndex((each) => each.kind === kind && each.line === line);
  const known = told[at];
  if (known) {
    told[at] = { ...known, rooms: known.rooms + rooms, count: known.count + count };
    return;
  }
  const sources: Source[] = [{ kind: 'LINE', id: line ?? '', rev: null }];
  told.push(term({ kind, rooms, line, count, sources, binding }));
}
