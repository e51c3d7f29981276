// The real client of the supplier, talking to the real simulator over HTTP, with a scheduler in
// between that decides what becomes of each call.
import type {
  Downstream,
  DownstreamAmendment,
  DownstreamAnswer,
  DownstreamCancellation,
  DownstreamStatus,
  UnknownCause,
} from '../../domain/downstream.ts';
import type { Chance } from './chance.ts';
import type { Crossing, Owner } from './crossings.ts';
import type { Gates } from './gates.ts';
import type { Mood, SupplierOffice } from './supplier-office.ts';

/** What becomes of a call: the supplier's own answer, or none, or one too many. */
export const FATES = [
  'answered',
  'never sent',
  'reply lost',
  'arrives later',
  'arrives twice',
] as const;
export type Fate = (typeof FATES)[number];

export interface SupplierLine {
  downstreamOf(owner: Owner): Downstream;
  /** Lets a call through with this fate. */
  decide(crossing: Crossing, fate: Fate, mood: Mood): void;
  /** Calls that nobody waits for any more, and that may still arrive. */
  strays(): readonly Stray[];
  deliver(stray: Stray, mood: Mood): Promise<void>;
}

export interface Stray {
  readonly what: string;
  readonly perform: () => Promise<unknown>;
}

export function createSupplierLine(options: {
  /** The client that reservation has in production. */
  readonly client: Downstream;
  readonly office: SupplierOffice;
  readonly gates: Gates;
  /** Changes what is heard; for mutants. */
  readonly answerAs?: ((answer: DownstreamAnswer) => DownstreamAnswer) | undefined;
}): SupplierLine {
  const { office, gates } = options;
  const strays: Stray[] = [];
  const inMood = async (mood: Mood, perform: () => Promise<unknown>): Promise<unknown> => {
    await office.feel(mood);
    return perform();
  };
  return {
    downstreamOf: (owner) => gatedClient(options, owner),
    decide(crossing, fate, mood) {
      const { perform } = crossing;
      const acts: Record<Fate, () => Promise<unknown>> = {
        answered: () => inMood(mood, perform),
        'never sent': () => unknown('NOT_SENT'),
        'reply lost': () => inMood(mood, perform).then(() => unknown('CONNECTION_LOST')),
        'arrives later': () => {
          strays.push({ what: crossing.what, perform });
          return unknown('TIMEOUT');
        },
        'arrives twice': () => inMood(mood, perform).then(perform),
      };
      gates.release(crossing, acts[fate]);
    },
    strays: () => strays,
    async deliver(stray, mood) {
      strays.splice(strays.indexOf(stray), 1);
      await inMood(mood, stray.perform);
    },
  };
}

function gatedClient(
  { client, gates, answerAs = (answer) => answer }: Parameters<typeof createSupplierLine>[0],
  owner: Owner,
): Downstream {
  const never = new AbortController().signal;
  const ask = <T>(what: string, perform: () => Promise<T>): Promise<T> =>
    gates.park(owner, 'supplier', what, perform);
  return {
    book: (request) =>
      ask<DownstreamAnswer>(`book ${request.key}`, () => client.book(request, never)).then(
        answerAs,
      ),
    status: (key) => ask<DownstreamStatus>(`status ${key}`, () => client.status(key, never)),
    amend: (request, amendmentKey) =>
      ask<DownstreamAmendment>(`amend ${request.key}`, () =>
        client.amend(request, amendmentKey, never),
      ),
    cancel: (key) => ask<DownstreamCancellation>(`cancel ${key}`, () => client.cancel(key, never)),
    close: () => Promise.resolve(),
  };
}

function unknown(why: UnknownCause): Promise<DownstreamAnswer> {
  return Promise.resolve({ kind: 'UNKNOWN', why, detail: 'simulated' });
}

/** Weighs the fates: mostly an answer, unless the seed is about a supplier that fails. */
export function drawFate(chance: Chance, share: number): Fate {
  return chance.happens(share) ? chance.pick(FATES.slice(1)) : 'answered';
}

export function drawMood(chance: Chance): Mood {
  return chance.weighted([
    [7, 'yes'],
    [2, 'no'],
    [1, 'later'],
  ]);
}
