// Where in a text the words of a search stand, misspelt ones too. Pure; for those who show results.
import { fold, gramsOf, wordsOf } from './fold.ts';

/** UTF-16 positions `[start, end)` in the text as it is shown. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
}

/** A word counts as meant when it has this share of the grams of the word that was searched. */
export function highlightsIn(text: string, search: string, hitMin: number): Highlight[] {
  const { folded, origins } = foldWithOrigins(text);
  const found = wordsOf(fold(search)).flatMap(({ text: word }) => {
    const at = folded.indexOf(word);
    if (at >= 0) return [{ start: at, end: at + word.length }];
    return closestWord(folded, word, hitMin);
  });
  return merged(
    found.map(({ start, end }) => ({
      start: origins[start]?.start ?? 0,
      end: origins[end - 1]?.end ?? text.length,
    })),
  );
}

function closestWord(folded: string, wanted: string, hitMin: number): Highlight[] {
  const grams = gramsOf(wanted);
  let best: Highlight | null = null;
  let most = 0;
  for (const { text, start, end } of wordsOf(folded)) {
    const there = new Set(gramsOf(text));
    const share = grams.filter((gram) => there.has(gram)).length / grams.length;
    if (share < hitMin || share <= most) continue;
    most = share;
    best = { start, end };
  }
  return best ? [best] : [];
}

/** Folding may change lengths: each folded unit knows the character that it comes from. */
function foldWithOrigins(text: string): { folded: string; origins: Highlight[] } {
  let folded = '';
  const origins: Highlight[] = [];
  let start = 0;
  for (const letter of text) {
    const end = start + letter.length;
    const part = fold(letter);
    folded += part;
    origins.push(...Array.from({ length: part.length }, () => ({ start, end })));
    start = end;
  }
  return { folded, origins };
}

function merged(highlights: readonly Highlight[]): Highlight[] {
  const sorted = highlights.toSorted((left, right) => left.start - right.start);
  const result: Highlight[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    if (last && next.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    } else result.push(next);
  }
  return result;
}
