// The folded facts of hot hotels, in memory, each at some seq of its stream. Every read first takes
// in what was appended since, so an answer is exact at the seq it names and no cache is trusted.
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { readFacts, readNews } from '../../../shared/ledger/ledger.ts';
import type { LedgerRead, SinceSeq } from '../../../shared/ledger/ledger.ts';
import { together } from '../../../shared/server/together.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { createFactBook, fold } from '../domain/pipeline/fact-book.ts';
import type { FactBook } from '../domain/pipeline/fact-book.ts';
import { findHotelsByIds } from '../repositories/hotels.ts';
import { createPastReader } from './past-books.ts';
import { createRowMemory } from './row-memory.ts';
import type { RowMemory } from './row-memory.ts';

/** A hotel's book at one moment. Valid only while the callback that gets it runs: it moves on. */
export interface BookAt {
  readonly hotel: HotelRow;
  readonly book: FactBook;
  readonly seq: number;
  /** The database's clock at the read; what decisions call `asOf`. */
  readonly clock: string;
  /** Rows of this book that were resolved before; asks at `seq` and `clock`. */
  readonly rows: RowMemory;
}

export interface HotelBooks {
  /**
   * Brings the hotel's book up to the head of its stream, then runs `use` on it without a pause in
   * between. Null when there is no such hotel.
   */
  read<T>(hotelId: string, use: (at: BookAt) => T): Promise<T | null>;
  /** What is not in the ledger (name, zone, policy) was changed here: the next read sees it. */
  rereadHotel(hotelId: string): void;
  /**
   * Runs `use` on a book of what was known at `knownAt`, built for this one answer. Null when there is
   * no such hotel; refused when too many such reads are under way or the stream is too long.
   */
  readAt<T>(
    hotelId: string,
    knownAt: string,
    use: (at: BookAt) => T,
  ): Promise<Result<T | null, Reason[]>>;
}

interface Entry {
  hotel: HotelRow;
  hotelReadAt: number;
  readonly book: FactBook;
  readonly rows: RowMemory;
  seq: number;
  clock: string;
  /** Bytes when the cache last weighed it. */
  weighed: number;
  /** The refresh under way, and the one that those wait for who came while it was. */
  current: Promise<void> | null;
  next: Promise<void> | null;
}

const ENTRY_BYTES = 2_048;

/** Bounded in bytes; least recently used hotels are dropped and read again when asked for. */
export function createHotelBooks(
  dataSource: Pick<DataSource, 'query'>,
  bytesMax: number = limits.hotelCache.bytesMax,
): HotelBooks {
  const entries = createShelf(bytesMax);
  const stream = createStreamReader(dataSource);
  const opening = new Map<string, Promise<Entry | null>>();

  async function open(hotelId: string): Promise<Entry | null> {
    const hotel = await readHotel(dataSource, hotelId);
    if (!hotel) return null;
    const entry = emptyEntry(hotel);
    // Empty as it is: who comes while the stream is first read joins that, and reads it not again.
    entries.put(hotelId, entry);
    return entry;
  }

  async function entryOf(hotelId: string): Promise<Entry | null> {
    const known = entries.get(hotelId);
    if (known) return known;
    let pending = opening.get(hotelId);
    if (!pending) {
      pending = open(hotelId).finally(() => opening.delete(hotelId));
      opening.set(hotelId, pending);
    }
    return pending;
  }

  async function refresh(hotelId: string, entry: Entry): Promise<void> {
    await takeIn(stream, hotelId, entry);
    if (performance.now() - entry.hotelReadAt > limits.hotelCache.hotelRowMs) {
      // Noted before it is read: whoever changes the row meanwhile has it read once more.
      entry.hotelReadAt = performance.now();
      entry.hotel = (await readHotel(dataSource, hotelId)) ?? entry.hotel;
    }
  }

  return {
    async read(hotelId, use) {
      const entry = await entryOf(hotelId);
      if (!entry) return null;
      await joinRefresh(entry, () => refresh(hotelId, entry));
      const { hotel, book, rows, seq, clock } = entry;
      try {
        return use({ hotel, book, rows, seq, clock });
      } finally {
        entries.put(hotelId, entry);
      }
    },
    rereadHotel(hotelId) {
      const entry = entries.get(hotelId);
      if (entry) entry.hotelReadAt = -Infinity;
    },
    readAt: pastReads(dataSource),
  };
}

function emptyEntry(hotel: HotelRow): Entry {
  return {
    hotel,
    hotelReadAt: performance.now(),
    book: createFactBook(),
    rows: createRowMemory(),
    seq: 0,
    clock: '',
    weighed: 0,
    current: null,
    next: null,
  };
}

interface Shelf {
  get(hotelId: string): Entry | undefined;
  /** Puts it there, or weighs it anew: entries grow and shrink while they are kept. */
  put(hotelId: string, entry: Entry): void;
}

/** Drops the least recently used entries beyond `bytesMax`. */
function createShelf(bytesMax: number): Shelf {
  const entries = new LRUCache<string, Entry>({ maxSize: bytesMax, sizeCalculation: bytesOf });
  return {
    get: (hotelId) => entries.get(hotelId),
    put(hotelId, entry) {
      const bytes = bytesOf(entry);
      if (entry.weighed === bytes && entries.peek(hotelId) === entry) return;
      entry.weighed = bytes;
      // The cache asks for the size of what is new to it, not of what it has.
      entries.delete(hotelId);
      entries.set(hotelId, entry);
    },
  };
}

function bytesOf({ book, rows }: Entry): number {
  return ENTRY_BYTES + book.bytes + rows.bytes();
}

function pastReads(dataSource: Pick<DataSource, 'query'>): HotelBooks['readAt'] {
  const readPast = createPastReader(dataSource);
  return async (hotelId, knownAt, use) => {
    const hotel = await readHotel(dataSource, hotelId);
    if (!hotel) return ok(null);
    const past = await readPast(hotelId, knownAt);
    return past.ok ? ok(use({ hotel, rows: createRowMemory(), ...past.value })) : past;
  };
}

/**
 * Waits for a refresh that begins after now: one that is already under way may have read the stream
 * before what the caller must see was committed. Those who come meanwhile share the next one.
 */
function joinRefresh(entry: Entry, refresh: () => Promise<void>): Promise<void> {
  if (!entry.current) {
    entry.current = refresh().finally(() => {
      entry.current = null;
    });
    return entry.current;
  }
  entry.next ??= entry.current
    .catch(() => undefined)
    .then(() => {
      entry.next = null;
      return joinRefresh(entry, refresh);
    });
  return entry.next;
}

interface StreamReader {
  /** Of hotels that are asked for in the same moment in one trip. */
  readonly news: (hotel: SinceSeq) => Promise<LedgerRead>;
  /** As much as one read may carry, by itself. */
  readonly much: (hotel: SinceSeq) => Promise<LedgerRead>;
}

function createStreamReader(dataSource: Pick<DataSource, 'query'>): StreamReader {
  return {
    news: together<SinceSeq, LedgerRead>({
      bounds: limits.calls.together,
      call: (hotels) => readNews(dataSource, hotels),
    }),
    much: ({ hotelId, sinceSeq }) => readFacts(dataSource, hotelId, sinceSeq),
  };
}

/** Folds what was appended since: most often a little, the whole stream of a hotel that was not read yet. */
async function takeIn(stream: StreamReader, hotelId: string, entry: Entry): Promise<void> {
  let read = entry.seq === 0 ? stream.much : stream.news;
  for (;;) {
    const { facts, clock, more } = await read({ hotelId, sinceSeq: entry.seq });
    entry.clock = clock;
    fold(
      entry.book,
      facts.map(({ fact }) => fact),
    );
    const last = facts.at(-1);
    if (last) entry.seq = last.seq;
    if (!more) return;
    read = stream.much;
  }
}

async function readHotel(
  dataSource: Pick<DataSource, 'query'>,
  hotelId: string,
): Promise<HotelRow | undefined> {
  const [hotel] = await findHotelsByIds(dataSource, [hotelId]);
  return hotel;
}
