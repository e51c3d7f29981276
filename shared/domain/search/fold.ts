// Text as search compares it: without case, accents and width, in words. Pure, and independent of any
// locale of the database, so that Thai is letters wherever this runs.

/** Scripts that put no spaces between words: runs of them are cut into pairs of characters. */
const UNSPACED =
  /\p{sc=Thai}|\p{sc=Lao}|\p{sc=Khmer}|\p{sc=Myanmar}|\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}/u;
/** Marks of scripts whose letters are told apart without them; Thai vowels are marks that matter. */
const ACCENTS = /[\u0300-\u036f]/g;
const WORDS = /[\p{L}\p{M}\p{N}]+/gu;

/** `'Graça Résidence'` → `'graca residence'`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase();
}

export interface Word {
  readonly text: string;
  /** Where it stands in the text that was folded. */
  readonly start: number;
  readonly end: number;
}

/** The words of a folded text, `'alt-2026'` → `alt`, `2026`. */
export function wordsOf(folded: string): Word[] {
  return [...folded.matchAll(WORDS)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

/**
 * What a word is compared by: three letters at a time with its start and end marked (`'room'` →
 * `^^r ^ro roo oom om$`), or pairs where words have no ends that one could see.
 */
export function gramsOf(word: string): string[] {
  return [...new Set(UNSPACED.test(word) ? slices(word, 2) : slices(`^^${word}$`, 3))];
}

function slices(text: string, size: number): string[] {
  const letters = [...text];
  if (letters.length <= size) return [text];
  return letters.slice(0, 1 - size).map((_, at) => letters.slice(at, at + size).join(''));
}

/** Every gram of every word of a folded text. */
export function textGrams(folded: string): string[] {
  return [...new Set(wordsOf(folded).flatMap(({ text }) => gramsOf(text)))];
}
