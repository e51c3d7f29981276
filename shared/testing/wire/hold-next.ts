// Stops one passage of a wire at a recognised word until the test says what becomes of it, or decides
// about every answer to what says that word.
import type { Inspector, Passage, Verdict, Wire } from './wire.ts';

/** The statement in full: `READ COMMITTED` says its name as well, when a transaction begins. */
export const COMMIT = 'COMMIT\0';

export interface HeldPassage {
  /** Resolves when the passage has come and stands still. */
  readonly caught: Promise<void>;
  /** Lets it pass; one that has not come yet will not be held. */
  letGo(): void;
  /** Breaks its connection instead: it never arrives. */
  cut(): void;
}

/** Holds the next request that says `words`; all others pass. */
export function holdRequest(wire: Wire, words: string): HeldPassage {
  return holdNext(wire, (passage) => passage.direction === 'out' && passage.says(words));
}

/** Holds the answer to the next request that says `words`: it is done, and whoever asked knows nothing. */
export function holdAnswer(wire: Wire, words: string): HeldPassage {
  return holdNext(wire, answersTo(words));
}

/** Holds the COMMIT of the next transaction that says `words`, or the answer to it. */
export function holdCommit(wire: Wire, words: string, which: 'request' | 'answer'): HeldPassage {
  const said = new Set<number>();
  const committing = new Set<number>();
  return holdNext(wire, (passage) => {
    const { direction, connection } = passage;
    if (direction === 'back') return committing.has(connection);
    if (passage.says(words)) said.add(connection);
    if (!said.has(connection) || !passage.says(COMMIT)) return false;
    if (which === 'answer') committing.add(connection);
    return which === 'request';
  });
}

/** Decides about each answer to a request that says `words`; gives the removal. */
export function judgeAnswers(wire: Wire, words: string, verdict: () => Verdict): () => void {
  const isAnswer = answersTo(words);
  return wire.inspect((passage) => (isAnswer(passage) ? verdict() : undefined));
}

function holdNext(wire: Wire, isIt: (passage: Passage) => boolean): HeldPassage {
  let arrived: () => void;
  let decide: (verdict: Verdict) => void;
  const caught = new Promise<void>((resolve) => (arrived = resolve));
  const decided = new Promise<Verdict>((resolve) => (decide = resolve));
  const inspector: Inspector = (passage) => {
    if (!isIt(passage)) return undefined;
    remove();
    arrived();
    return decided;
  };
  const remove = wire.inspect(inspector);
  const end = (verdict: Verdict) => (): void => {
    remove();
    decide(verdict);
  };
  return { caught, letGo: end('pass'), cut: end('cut') };
}

/** The first thing that comes back on a connection after such a request. */
function answersTo(words: string): (passage: Passage) => boolean {
  const asked = new Set<number>();
  return (passage) => {
    if (passage.direction === 'out') {
      if (passage.says(words)) asked.add(passage.connection);
      return false;
    }
    return asked.delete(passage.connection);
  };
}
