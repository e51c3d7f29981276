// The folded facts of hot hotels, in memory, each at some seq of its stream. Every read first takes
// in what was appended since, so an answer is exact at the seq it names and no cache is trusted.
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { readFacts } from '../../../shared/ledger/ledger.ts';
import type { LedgerRead } from '../../../shared/ledger/ledger.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { createFactBook, fold } from '../domain/pipeline/fact-book.ts';
import type { FactBook } from '../domain/pipeline/fact-book.ts';
import { findHotelsByIds } from '../repositories/hotels.ts';

/** A hotel's book at one moment. Valid only while the callback that gets it runs: it moves on. */
export interface BookAt {
  readonly hotel: HotelRow;
  readonly book: FactBook;
  readonly seq: number;
  /** The database's clock at the read; what decisions call `asOf`. */
  readonly clock: string;
}

export interface HotelBooks {
  /**
   * Brings the hotel's book up to the head of its stream, then runs `use` on it without a pause in
   * between. Null when there is no such hotel.
   */
  read<T>(hotelId: string, use: (at: BookAt) => T): Promise<T | null>;
}

interface Entry {
  hotel: HotelRow;
  hotelReadAt: number;
  readonly book: FactBook;
  seq: number;
  clock: string;
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
  const entries = new LRUCache<string, Entry>({
    maxSize: bytesMax,
    sizeCalculation: (entry) => entry.book.bytes + ENTRY_BYTES,
  });
  const opening = new Map<string, Promise<Entry | null>>();

  async function open(hotelId: string): Promise<Entry | null> {
    const hotel = await readHotel(dataSource, hotelId);
    if (!hotel) return null;
    const entry: Entry = {
      hotel,
      hotelReadAt: performance.now(),
      book: createFactBook(),
      seq: 0,
      clock: '',
      current: null,
      next: null,
    };
    // Empty as it is: who comes while the stream is first read joins that, and reads it not again.
    entries.set(hotelId, entry);
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
    const grown = await takeIn(dataSource, hotelId, entry);
    if (performance.now() - entry.hotelReadAt > limits.hotelCache.hotelRowMs) {
      entry.hotel = (await readHotel(dataSource, hotelId)) ?? entry.hotel;
      entry.hotelReadAt = performance.now();
    }
    // Sizes are taken when an entry is set, so a book that grew is set anew.
    if (grown || !entries.has(hotelId)) entries.set(hotelId, entry);
  }

  return {
    async read(hotelId, use) {
      const entry = await entryOf(hotelId);
      if (!entry) return null;
      await joinRefresh(entry, () => refresh(hotelId, entry));
      return use({ hotel: entry.hotel, book: entry.book, seq: entry.seq, clock: entry.clock });
    },
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

/** Folds what was appended since; true when there was anything. */
async function takeIn(
  dataSource: Pick<DataSource, 'query'>,
  hotelId: string,
  entry: Entry,
): Promise<boolean> {
  let grown = false;
  for (;;) {
    const read: LedgerRead = await readFacts(dataSource, hotelId, entry.seq);
    entry.clock = read.clock;
    fold(
      entry.book,
      read.facts.map(({ fact }) => fact),
    );
    const last = read.facts.at(-1);
    if (last) {
      entry.seq = last.seq;
      grown = true;
    }
    if (!read.more) return grown;
  }
}

async function readHotel(
  dataSource: Pick<DataSource, 'query'>,
  hotelId: string,
): Promise<HotelRow | undefined> {
  const [hotel] = await findHotelsByIds(dataSource, [hotelId]);
  return hotel;
}
