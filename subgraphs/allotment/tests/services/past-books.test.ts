// The bounds of reading the past: how much is read, and how many at a time.
import { createPastReader } from '../../services/past-books.ts';

const CLOCK = '2026-03-01T00:00:00.000000Z';
const at = (second: number) => `2026-02-01T00:00:0${second}.000000Z`;

/** A stream of retractions, one per second, read in pages as long as a real one may be. */
function streamOf(facts: number, delay: Promise<void> = Promise.resolve()) {
  const seen: number[] = [];
  return {
    seen,
    async query(_sql: string, [, since, limit]: [string, number, number]) {
      await delay;
      seen.push(since);
      const seqs = Array.from({ length: facts }, (_, index) => index + 1);
      return seqs
        .filter((seq) => seq > since)
        .slice(0, limit)
        .map((seq) => ({
          clock: CLOCK,
          seq,
          kind: 'EVENT',
          id: `e${seq}`,
          rev: 1,
          recorded_at: at(seq),
          retracted: true,
          content: {},
        }));
    },
  };
}

const dataSourceOf = (stream: ReturnType<typeof streamOf>) =>
  stream as unknown as Parameters<typeof createPastReader>[0];

test('a past book holds what was recorded until its instant, that instant included', async () => {
  const read = createPastReader(dataSourceOf(streamOf(5)));
  const past = await read('H1', at(3));
  if (!past.ok) throw new Error('refused');
  expect([past.value.seq, past.value.clock]).toEqual([3, CLOCK]);
  expect([...past.value.book.winners.EVENT.keys()]).toEqual(['e1', 'e2', 'e3']);
});

test('as many are read at a time as bounded, more are asked to come again, and places come free', async () => {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const read = createPastReader(dataSourceOf(streamOf(1, gate)), { atOnceMax: 1, factsMax: 10 });
  const first = read('H1', at(1));
  expect(await read('H1', at(1))).toEqual({ ok: false, error: [{ code: 'BUSY' }] });
  go();
  expect((await first).ok).toBe(true);
  expect((await read('H1', at(1))).ok).toBe(true);
});
