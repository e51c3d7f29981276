// A whole listing out of its pages, with the proof that it is whole: every page says the same total,
// is the page asked for, repeats nothing, and together they hold as many items as promised. What
// moved while it was read is read once more. Called by the client.
import type { Listing, MhgLimits } from './endpoints.ts';
import type {
  FetchProblem,
  FetchProblemCode,
  PageAnswer,
  PageBody,
  RawPage,
} from './request-page.ts';

/** An item as it came, with the page it stood on. */
export interface RawItem {
  readonly raw: unknown;
  readonly key: string | null;
  readonly pageHash: string;
}

export interface ListingRead {
  readonly items: readonly RawItem[];
  /** Every response, those of given-up attempts included. */
  readonly pages: readonly RawPage[];
  /** Proven to be the whole list; only then does absence mean anything. */
  readonly complete: boolean;
  readonly problems: readonly FetchProblem[];
}

type FetchPage = (page: number) => Promise<PageAnswer>;

/** Faults of a list that moved under the reader. */
const MOVED: ReadonlySet<FetchProblemCode> = new Set([
  'PAGE_MISMATCH',
  'TOTAL_CHANGED',
  'DUPLICATE_ITEM',
  'ITEMS_MISSING',
]);

/** Reads a listing to its end; an incomplete one still gives the items that were seen. */
export async function readListing(
  listing: Listing,
  bounds: MhgLimits,
  fetchPage: FetchPage,
): Promise<ListingRead> {
  const pages: RawPage[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const read = await readOnce(listing, bounds, fetchPage);
    pages.push(...read.pages);
    const moved = read.problems.some((problem) => MOVED.has(problem.code));
    if (!moved || attempt >= bounds.listingAttemptsMax) return { ...read, pages };
  }
}

async function readOnce(
  listing: Listing,
  bounds: MhgLimits,
  fetchPage: FetchPage,
): Promise<ListingRead> {
  const state = { items: [] as RawItem[], pages: [] as RawPage[], problems: [] as FetchProblem[] };
  const keys = new Set<string>();
  let first: PageBody | undefined;
  for (let number = 1; ; number += 1) {
    const answer = await fetchPage(number);
    if (answer.raw) state.pages.push(answer.raw);
    if (!answer.ok) {
      state.problems.push(answer.problem);
      break;
    }
    first ??= answer.body;
    const note = (code: FetchProblemCode, message: string): void => {
      const { endpoint, hotelCode } = listing;
      state.problems.push({ code, endpoint, hotelCode, url: answer.raw.url, message });
    };
    checkPage(answer.body, first, number, listing.size, note);
    collect(answer, listing, keys, state.items, note);
    if (number >= first.pages) {
      checkEnd(state.items.length, first.total, listing, note);
      break;
    }
    if (number >= bounds.pagesPerListingMax) {
      note('TOO_MANY_PAGES', `${first.pages} pages, at most ${bounds.pagesPerListingMax} are read`);
      break;
    }
  }
  return { ...state, complete: state.problems.length === 0 };
}

type Note = (code: FetchProblemCode, message: string) => void;

function checkPage(
  body: PageBody,
  first: PageBody,
  number: number,
  size: number,
  note: Note,
): void {
  if (body.page !== number || body.size !== size) {
    note('PAGE_MISMATCH', `asked for page ${number} of ${size}, got ${body.page} of ${body.size}`);
  }
  if (body.total !== first.total || body.pages !== first.pages) {
    note('TOTAL_CHANGED', `total ${first.total} became ${body.total}`);
  }
  if (body.pages !== Math.ceil(body.total / body.size)) {
    note('PAGE_MISMATCH', `${body.total} items do not make ${body.pages} pages of ${body.size}`);
  }
}

function collect(
  answer: PageAnswer & { ok: true },
  listing: Listing,
  keys: Set<string>,
  items: RawItem[],
  note: Note,
): void {
  for (const raw of answer.body.items) {
    const key = listing.keyOf(raw);
    if (key !== null && keys.has(key)) note('DUPLICATE_ITEM', `${key} came twice`);
    if (key !== null) keys.add(key);
    items.push({ raw, key, pageHash: answer.raw.hash });
  }
}

function checkEnd(count: number, total: number, listing: Listing, note: Note): void {
  if (count !== total) note('ITEMS_MISSING', `${count} items of ${total}`);
  if (total === 0 && listing.emptyMeans === 'FAULT') {
    note('UNEXPECTED_EMPTY', 'this list is never empty; nothing follows from it');
  }
}
