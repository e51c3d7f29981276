// What Postgres can store as text at all. Asked before a caller's text becomes a parameter.

/** False for text with a NUL: no row has it, and Postgres would answer it with an error. */
export function isStorable(text: string): boolean {
  return !text.includes('\0');
}
