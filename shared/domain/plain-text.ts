// Text that anyone may print and every store takes. Asked wherever a caller's words are kept or looked up.

const CONTROL = /\p{Cc}/u;
export const TEXT_CHARS_MAX = 200;

/** Short, without control characters and without halves of characters, which no database takes. */
export function isPlainText(text: string, charsMax: number = TEXT_CHARS_MAX): boolean {
  return text.length <= charsMax && text.isWellFormed() && !CONTROL.test(text);
}
