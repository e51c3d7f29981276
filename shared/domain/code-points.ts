// Order of strings by Unicode code point. The plain `<` compares UTF-16 units, which puts astral
// characters below U+E000…U+FFFF; facts and line ids are ordered by what they say, not by encoding.

const SURROGATES_START = 0xd800;
const SURROGATES_END = 0xe000;

/** Negative when `left` comes first, positive when `right` does, 0 when they are equal. */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Lifts surrogates, which stand for code points from U+10000 on, above all other units. */
function rank(unit: number): number {
  return unit >= SURROGATES_START && unit < SURROGATES_END ? unit + 0x10000 : unit;
}
