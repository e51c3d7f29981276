// Rows of numbers on their way into JSON. They are most of a large answer and often the very arrays
// of the answer before, so each keeps its text; `answerText` puts it where the row belongs.
import { randomUUID } from 'node:crypto';

/** What the scalar `IntRow` serializes to; as JSON it is the array. */
export class IntRow {
  readonly items: readonly number[];
  #text: string | null = null;

  constructor(items: readonly number[]) {
    this.items = items;
  }

  text(): string {
    this.#text ??= JSON.stringify(this.items);
    return this.#text;
  }

  toJSON(): readonly number[] | string {
    if (places === null) return this.items;
    places.push(this.text());
    return MARK;
  }
}

// Nobody can guess it, so no text of an answer can pass for the place of a row.
const MARK = randomUUID();
const QUOTED_MARK = `"${MARK}"`;

/** Texts of the rows met while an answer is written, in order; null while none is. */
let places: string[] | null = null;

/** The same text as `JSON.stringify(answer)`. */
export function answerText(answer: unknown): string {
  const rows: string[] = [];
  places = rows;
  try {
    const pieces = JSON.stringify(answer).split(QUOTED_MARK);
    return pieces.reduce((text, piece, at) => text + (rows[at - 1] ?? '') + piece);
  } finally {
    places = null;
  }
}

// By identity: whoever serves a row again serves the same array, and never changes it.
const known = new WeakMap<readonly number[], IntRow>();

/** The row of this array, with its text if it was sent before. */
export function intRowOf(items: readonly number[]): IntRow {
  let row = known.get(items);
  if (row === undefined) known.set(items, (row = new IntRow(items)));
  return row;
}
