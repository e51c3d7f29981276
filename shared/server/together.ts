// Questions that come up in the same moment go in one call. For whoever asks a neighbour or the
// database the same thing about many hotels: a call costs more than what is asked in it.
import { processTime } from './process-time.ts';
import type { ProcessTime } from './process-time.ts';

export interface TogetherBounds {
  readonly questionsPerCallMax: number;
  /** Questions wait while so many calls are under way, and go together in the next one. */
  readonly callsAtOnceMax: number;
  /** A call that takes longer keeps nobody waiting any more. */
  readonly slowCallMs: number;
}

export interface TogetherOptions<Question, Answer> {
  readonly bounds: TogetherBounds;
  /** Answers each question in its place. */
  readonly call: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  /**
   * Whether the error of a call with several questions may be the fault of one of them: each is then
   * asked on its own, so that none spoils its neighbours. Absent: never.
   */
  readonly mayBeOfOne?: (error: unknown) => boolean;
  readonly time?: ProcessTime;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** Asks one question; it may share its call with others. */
export function together<Question, Answer>(
  options: TogetherOptions<Question, Answer>,
): (question: Question) => Promise<Answer> {
  const { questionsPerCallMax, callsAtOnceMax, slowCallMs } = options.bounds;
  const { time = processTime } = options;
  const queue: Waiting<Question, Answer>[] = [];
  let underWay = 0;
  let comingUp = false;

  function callWhatWaits(): void {
    comingUp = false;
    while (queue.length > 0 && underWay < callsAtOnceMax) {
      void callInTurn(queue.splice(0, questionsPerCallMax));
    }
  }

  async function callInTurn(asked: readonly Waiting<Question, Answer>[]): Promise<void> {
    underWay += 1;
    let counts = true;
    const makeRoom = (): void => {
      if (!counts) return;
      counts = false;
      underWay -= 1;
      callWhatWaits();
    };
    const callOff = time.later(slowCallMs, makeRoom);
    await callFor(options, asked);
    callOff();
    makeRoom();
  }

  return (question) =>
    new Promise((answer, fail) => {
      queue.push({ question, answer, fail });
      if (comingUp) return;
      comingUp = true;
      // In a later turn of the event loop, so that what comes up in this one goes together.
      setImmediate(callWhatWaits);
    });
}

/** Never rejects: whoever asked hears of it. */
async function callFor<Question, Answer>(
  options: TogetherOptions<Question, Answer>,
  asked: readonly Waiting<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await options.call(asked.map(({ question }) => question));
    if (answers.length !== asked.length) throw new Error('a call answers each of its questions');
    answers.forEach((answer, at) => asked[at]?.answer(answer));
  } catch (error) {
    if (asked.length > 1 && options.mayBeOfOne?.(error)) {
      await Promise.all(asked.map((one) => callFor(options, [one])));
    } else {
      for (const { fail } of asked) fail(error);
    }
  }
}
