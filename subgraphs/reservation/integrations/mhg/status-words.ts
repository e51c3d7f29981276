// The supplier's words for the state of a booking, and the class that each belongs to. Read by
// translate.ts; the words are the rows with which status_transform_configs begins.

/** What a word means here; an unmapped word is none of them. */
export type StatusClass =
  | 'CONFIRMED'
  | 'TENTATIVE'
  | 'DRAFT'
  | 'ON_REQUEST'
  | 'UNKNOWN_DOWNSTREAM'
  | 'CANCELLED'
  | 'NO_SHOW'
  | 'RELEASED';

export type StatusWords = ReadonlyMap<string, StatusClass>;

const WORDS: readonly (readonly [StatusClass, string])[] = [
  ['CONFIRMED', 'OK, Confirmed, Definite, DEF, Guaranteed, Actual, Committed'],
  ['TENTATIVE', 'Optional, Tentative, TEN, Option, Hold, Provisional'],
  ['DRAFT', 'Inquired, Inquiry, INQ, Waitlist, Quote, Referral'],
  ['ON_REQUEST', 'RQ, On request, Pending'],
  ['UNKNOWN_DOWNSTREAM', 'UNKNOWN, Pending commit, Timeout'],
  ['CANCELLED', 'Canceled, Cancelled, CAN, CN, XX, KO, Lost, Refused'],
  ['NO_SHOW', 'No-show, NoShow, NS'],
  ['RELEASED', 'Released, Cut off, Washed'],
];

/** The words met in the field so far. */
export const FIELD_STATUS_WORDS: StatusWords = statusWords(
  WORDS.flatMap(([meaning, words]) => words.split(', ').map((word) => [word, meaning] as const)),
);

/** A table of words; capitals and blanks around and between do not count. */
export function statusWords(rows: Iterable<readonly [string, StatusClass]>): StatusWords {
  return new Map([...rows].map(([word, meaning]) => [normalized(word), meaning]));
}

/** The class of a word, or null where nobody has mapped it. */
export function classOfWord(word: string, words: StatusWords): StatusClass | null {
  return words.get(normalized(word)) ?? null;
}

function normalized(word: string): string {
  return word.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
