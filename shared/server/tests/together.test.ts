// Questions that share a call: each hears its own answer, whatever became of its neighbours.
import { together } from '../together.ts';
import type { TogetherOptions } from '../together.ts';

const bounds = { questionsPerCallMax: 3, callsAtOnceMax: 1, slowCallMs: 60_000 };

interface Desk {
  readonly ask: (question: string) => Promise<string>;
  /** Questions of each call, in order of the calls. */
  readonly calls: readonly (readonly string[])[];
  /** Lets the earliest call that is under way answer. */
  answerNext(): Promise<void>;
}

/** Answers `a` with `A`; fails for a call that contains `bad`. */
function openDesk(changes: Partial<TogetherOptions<string, string>> = {}): Desk {
  const calls: (readonly string[])[] = [];
  const gates: (() => void)[] = [];
  const ask = together<string, string>({
    bounds,
    call: async (questions) => {
      calls.push(questions);
      await new Promise<void>((open) => gates.push(open));
      if (questions.includes('bad')) throw new Error('bad');
      return questions.map((question) => question.toUpperCase());
    },
    ...changes,
  });
  return {
    ask,
    calls,
    async answerNext() {
      while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
      gates.shift()?.();
    },
  };
}

test('what comes up in one moment goes in one call, in order, and each hears its own answer', async () => {
  const desk = openDesk();
  const answers = Promise.all(['a', 'b', 'c'].map(desk.ask));
  await desk.answerNext();
  expect(await answers).toEqual(['A', 'B', 'C']);
  expect(desk.calls).toEqual([['a', 'b', 'c']]);
});

test('while calls are under way questions gather, no more to a call than it may carry', async () => {
  const desk = openDesk();
  const first = desk.ask('a');
  while (desk.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const later = Promise.all(['b', 'c', 'd', 'e'].map(desk.ask));
  for (let call = 1; call <= 3; call += 1) await desk.answerNext();
  expect([await first, ...(await later)]).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(desk.calls).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

test('a call that takes long keeps nobody waiting', async () => {
  const desk = openDesk({ bounds: { ...bounds, slowCallMs: 0 } });
  const slow = desk.ask('slow');
  while (desk.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const other = desk.ask('b');
  while (desk.calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await desk.answerNext();
  await desk.answerNext();
  expect([await slow, await other]).toEqual(['SLOW', 'B']);
});

test('a bad question fails alone: its neighbours are asked one by one', async () => {
  const desk = openDesk({ mayBeOfOne: () => true });
  const answers = Promise.allSettled(['a', 'bad', 'c'].map(desk.ask));
  for (let call = 1; call <= 4; call += 1) await desk.answerNext();
  expect((await answers).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(
    ['A', 'failed', 'C'],
  );
  expect(desk.calls).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
});

test('an error that is nobody’s fault is told to all of the call, and the next call goes', async () => {
  const desk = openDesk({ mayBeOfOne: () => false });
  const answers = Promise.allSettled(['a', 'bad', 'c'].map(desk.ask));
  await desk.answerNext();
  expect((await answers).every(({ status }) => status === 'rejected')).toBe(true);
  const next = desk.ask('d');
  await desk.answerNext();
  expect(await next).toBe('D');
});

test('a call that leaves out an answer fails rather than giving anybody another’s', async () => {
  const ask = together<string, string>({ bounds, call: () => Promise.resolve(['only one']) });
  const answers = await Promise.allSettled([ask('a'), ask('b')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
