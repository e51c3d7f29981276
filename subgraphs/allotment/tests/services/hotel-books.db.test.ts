// Books of hot hotels: never behind what was committed before a read began, whatever else goes on.
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { createHotelBooks } from '../../services/hotel-books.ts';
import type { HotelBooks } from '../../services/hotel-books.ts';
import { contract, increase, startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

let world: ServicesWorld;
let made = 0;

beforeAll(async () => {
  world = await startServicesWorld();
});
afterAll(() => world.stop());

/** A hotel that no other test uses, with one contract at seq 1. */
async function newHotel(): Promise<string> {
  made += 1;
  const hotelId = `BOOK-${made}`;
  await world.addHotel(hotelId);
  await world.append('allotment', hotelId, contract(10));
  return hotelId;
}

interface Seen {
  readonly seq: number;
  /** Facts in the book: equal to `seq`, since each fact of these tests has an id of its own. */
  readonly folded: number;
}

function see(books: HotelBooks, hotelId: string): Promise<Seen | null> {
  return books.read(hotelId, ({ seq, book }) => ({
    seq,
    folded: book.winners.CONTRACT.size + book.winners.EVENT.size,
  }));
}

type Query = (text: string, values?: unknown[]) => Promise<unknown>;

/** The database with something done around every query. */
function withQuery(
  around: (
    run: () => Promise<unknown>,
    text: string,
    values: readonly unknown[],
  ) => Promise<unknown>,
): Pick<DataSource, 'query'> {
  const query: Query = (text, values = []) =>
    around(() => world.dataSource.query(text, values), text, values);
  return { query: query as DataSource['query'] };
}

const readsFacts = (text: string): boolean => text.includes('from ledger.facts');

test('a hotel that nobody knows has no book, until someone tells of it', async () => {
  const books = createHotelBooks(world.dataSource);
  expect(await see(books, 'NOWHERE')).toBeNull();
  await world.addHotel('NOWHERE');
  expect(await see(books, 'NOWHERE')).toEqual({ seq: 0, folded: 0 });
});

test('every read sees all that was committed before it began, among any reads and appends in flight', async () => {
  const step = fc.constantFrom('append', 'append two', 'read', 'read', 'read', 'settle', 'forget');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const hotelId = await newHotel();
      let books = createHotelBooks(world.dataSource);
      let committed = 1;
      let appending: Promise<void> = Promise.resolve();
      let events = 0;
      const reads: Promise<void>[] = [];
      for (const action of steps) {
        if (action.startsWith('append')) {
          const count = action === 'append' ? 1 : 2;
          const facts = Array.from({ length: count }, () => increase(`e${(events += 1)}`, 1));
          appending = appending.then(async () => {
            committed = await world.append('allotment', hotelId, ...facts);
          });
        } else if (action === 'read') {
          const least = committed;
          reads.push(
            see(books, hotelId).then((seen) => {
              expect(seen?.seq).toBeGreaterThanOrEqual(least);
              expect(seen?.folded).toBe(seen?.seq);
            }),
          );
        } else if (action === 'settle') await appending;
        else books = createHotelBooks(world.dataSource);
      }
      await Promise.all([appending, ...reads]);
      expect(await see(books, hotelId)).toEqual({ seq: 1 + events, folded: 1 + events });
    }),
    { numRuns: 60, seed: 20_261_122 },
  );
});

test('a read never shares a refresh that had read the stream before the read began', async () => {
  const hotelId = await newHotel();
  const gates: (() => void)[] = [];
  const slow = withQuery(async (run, text) => {
    const answer = await run();
    if (readsFacts(text)) await new Promise<void>((open) => gates.push(open));
    return answer;
  });
  const books = createHotelBooks(slow);
  const first = see(books, hotelId);
  await waitFor(() => gates.length === 1);
  await world.append('allotment', hotelId, increase('after', 1));
  const later = [see(books, hotelId), see(books, hotelId), see(books, hotelId)];
  gates[0]?.();
  expect(await first).toEqual({ seq: 1, folded: 1 });
  await waitFor(() => gates.length === 2);
  gates[1]?.();
  expect(await Promise.all(later)).toEqual(Array(3).fill({ seq: 2, folded: 2 }));
  // The three that came meanwhile shared one.
  expect(gates.length).toBe(2);
});

test('a hotel that many ask for at once is read from the start once, however late they come', async () => {
  const hotelId = await newHotel();
  const since: unknown[] = [];
  const later: Promise<unknown>[] = [];
  const counted = withQuery(async (run, text, values) => {
    if (!readsFacts(text)) return run();
    since.push(values[1]);
    const answer = await run();
    // These come when the hotel is known and its stream has been asked for.
    if (since.length === 1) later.push(see(books, hotelId), see(books, hotelId));
    return answer;
  });
  const books = createHotelBooks(counted);
  await Promise.all(Array.from({ length: 20 }, () => see(books, hotelId)));
  expect(await Promise.all(later)).toEqual(Array(2).fill({ seq: 1, folded: 1 }));
  expect(since.filter((seq) => seq === 0)).toEqual([0]);
});

test('books beyond the bound are dropped, least recently used first, and read anew when asked for', async () => {
  const hotels = [await newHotel(), await newHotel(), await newHotel()];
  const starts: unknown[] = [];
  const counted = withQuery((run, text, values) => {
    if (readsFacts(text) && values[1] === 0) starts.push(values[0]);
    return run();
  });
  // An entry counts 2,048 bytes and its facts: 400 and 500 of a line here. Two fit, three do not.
  const books = createHotelBooks(counted, 2 * 3_000);
  for (const hotelId of hotels) await see(books, hotelId);
  expect(starts).toEqual(hotels);
  await see(books, hotels[2] as string);
  await see(books, hotels[1] as string);
  expect(starts.length).toBe(3);
  expect(await see(books, hotels[0] as string)).toEqual({ seq: 1, folded: 1 });
  expect(starts.slice(3)).toEqual([hotels[0]]);
});

test('books that grow while they are kept push others out', async () => {
  const [growing, other] = [await newHotel(), await newHotel()];
  const starts: unknown[] = [];
  const counted = withQuery((run, text, values) => {
    if (readsFacts(text) && values[1] === 0) starts.push(values[0]);
    return run();
  });
  // Two such entries of 2,948 bytes fit, until one of them has two events of 400 more.
  const books = createHotelBooks(counted, 6_600);
  await see(books, other);
  await see(books, growing);
  await world.append('allotment', growing, increase('x', 1), increase('y', 1));
  expect(await see(books, growing)).toEqual({ seq: 3, folded: 3 });
  expect(await see(books, growing)).toEqual({ seq: 3, folded: 3 });
  await see(books, other);
  expect(starts).toEqual([other, growing, other]);
});

test('a book that is larger than the bound is answered all the same, and not kept', async () => {
  const hotelId = await newHotel();
  const books = createHotelBooks(world.dataSource, 1_000);
  expect(await see(books, hotelId)).toEqual({ seq: 1, folded: 1 });
  await world.append('allotment', hotelId, increase('more', 1));
  expect(await see(books, hotelId)).toEqual({ seq: 2, folded: 2 });
});

test('a database that fails now and then fails the reads of that moment and no later one', async () => {
  const hotelId = await newHotel();
  const failing: ('hotel' | 'facts')[] = ['hotel', 'facts'];
  const flaky = withQuery((run, text) => {
    if ((readsFacts(text) ? 'facts' : 'hotel') !== failing[0]) return run();
    failing.shift();
    return Promise.reject(new Error('connection lost'));
  });
  const books = createHotelBooks(flaky);
  await expect(see(books, hotelId)).rejects.toThrow('connection lost');
  await expect(see(books, hotelId)).rejects.toThrow('connection lost');
  expect(await see(books, hotelId)).toEqual({ seq: 1, folded: 1 });

  // Those who only wait for the one that fails are served by the next.
  await world.append('allotment', hotelId, increase('after', 1));
  failing.push('facts');
  const outcomes = await Promise.allSettled([see(books, hotelId), see(books, hotelId)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(await see(books, hotelId)).toEqual({ seq: 2, folded: 2 });
});

test('what is done with a book is done at one seq, even when facts arrive meanwhile', async () => {
  const hotelId = await newHotel();
  const books = createHotelBooks(world.dataSource);
  const appends = Array.from({ length: 10 }, (_, index) =>
    world.append('allotment', hotelId, increase(`p${index}a`, 1), increase(`p${index}b`, 1)),
  );
  const reads = Array.from({ length: 50 }, () => see(books, hotelId));
  for (const seen of await Promise.all(reads)) expect(seen?.folded).toBe(seen?.seq);
  await Promise.all(appends);
  expect(await see(books, hotelId)).toEqual({ seq: 21, folded: 21 });
});

/** Lets other work go on until something is so; bounded by turns of the event loop. */
async function waitFor(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to that');
}
