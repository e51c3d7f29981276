// Stops one passage of a wire at a recognised word until the test says what becomes of it.
import type { Direction, Verdict, Wire } from './wire.ts';

export interface HeldPassage {
  /** Resolves when the passage has come and stands still. */
  readonly caught: Promise<void>;
  /** Lets it, or when it has not come yet: will let it, pass. */
  letGo(): void;
  /** Breaks its connection instead: it never arrives. */
  cut(): void;
}

/** Holds the next passage in this direction that says `words`; all others pass. */
export function holdNext(wire: Wire, direction: Direction, words: string): HeldPassage {
  let arrived: () => void;
  let decide: (verdict: Verdict) => void;
  const caught = new Promise<void>((resolve) => (arrived = resolve));
  const decided = new Promise<Verdict>((resolve) => (decide = resolve));
  const remove = wire.inspect((passage) => {
    if (passage.direction !== direction || !passage.says(words)) return undefined;
    remove();
    arrived();
    return decided;
  });
  const end = (verdict: Verdict) => (): void => {
    remove();
    decide(verdict);
  };
  return { caught, letGo: end('pass'), cut: end('cut') };
}
