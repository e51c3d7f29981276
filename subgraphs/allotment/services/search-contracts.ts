// contracts: those that the viewer may read, found by what they are called, misspelt or not, in any
// script, the best first.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import { badInput } from '../domain/changes/content-errors.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { fold, gramsOf, wordsOf } from '../../../shared/domain/search/fold.ts';
import { highlightsIn } from '../../../shared/domain/search/highlight.ts';
import type { Highlight } from '../../../shared/domain/search/highlight.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { hotelsWithContracts } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { searchContracts as search } from '../repositories/contract-search.ts';
import type { FoundContract, SearchPage } from '../repositories/contract-search.ts';
import { findHotelsByIds, findRoomTypes } from '../repositories/hotels.ts';

export interface ContractFilter {
  readonly hotelIds?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly local?: boolean | null;
}

export interface ContractHit extends FoundContract {
  readonly hotel: HotelRow;
  /** Where the words of the search stand, text by text. */
  readonly highlights: readonly {
    readonly field: 'ID' | 'NAME' | 'HOTEL' | 'ROOM_TYPE';
    readonly text: string;
    readonly ranges: readonly Highlight[];
  }[];
}

/** At most one more than the page's size. Whoever may read no contracts finds none. */
export async function searchContracts(
  dataSource: DataSource,
  viewer: Viewer,
  filter: ContractFilter,
  text: string,
  page: PageRequest,
): Promise<Result<ContractHit[], Reason[]>> {
  const hotelIds = hotelsOf(viewer, filter.hotelIds ?? null);
  if (hotelIds?.length === 0) return ok([]);
  const { queryCharsMax, wordsMax, wordHitMin } = limits.search;
  if (!isPlainText(text, queryCharsMax)) {
    return err([badInput('/search', `Printable text of up to ${queryCharsMax} characters.`)]);
  }
  const after = page.after === null ? null : parseKey(page.after);
  if (after === undefined) return err([badInput('/after', 'Not a cursor of this list.')]);
  const words = wordsOf(fold(text)).slice(0, wordsMax);
  if (words.length === 0 && text.trim() !== '') return ok([]);
  const found = await search(dataSource, {
    hotelIds,
    kinds: filter.kinds ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
    isLocal: filter.local ?? null,
    words: words.map((word) => ({ text: word.text, grams: gramsOf(word.text) })),
    wordHitMin,
    after,
    limit: page.size + 1,
  });
  return ok(await shown(dataSource, found, text));
}

/** What a cursor stands for: a place in the order, whatever has come or gone since. */
export function keyOfHit({ rank, hotelId, id }: FoundContract): string {
  return JSON.stringify([rank, hotelId, id]);
}

/** Undefined for what was not made by `keyOfHit`. */
function parseKey(key: string): SearchPage['after'] | undefined {
  const match = /^\[(\d{1,5}),"([A-Z0-9-]+)","([^"\\]+)"\]$/.exec(key);
  const [, rank, hotelId, id] = match ?? [];
  if (rank === undefined || hotelId === undefined || id === undefined) return undefined;
  return { rank: Number(rank), hotelId, id };
}

/** Those asked for and allowed; null for all. */
function hotelsOf(viewer: Viewer, asked: readonly string[] | null): readonly string[] | null {
  const allowed = hotelsWithContracts(viewer);
  const clean = asked?.filter((id) => isPlainText(id)) ?? null;
  if (allowed === null || clean === null) return allowed ?? clean;
  return clean.filter((id) => allowed.includes(id));
}

async function shown(
  dataSource: DataSource,
  found: readonly FoundContract[],
  text: string,
): Promise<ContractHit[]> {
  const ids = [...new Set(found.map(({ hotelId }) => hotelId))];
  const [hotels, roomTypes] = await Promise.all([
    findHotelsByIds(dataSource, ids),
    findRoomTypes(dataSource, ids),
  ]);
  const hotelOf = new Map(hotels.map((hotel) => [hotel.id, hotel]));
  return found.flatMap((contract) => {
    const hotel = hotelOf.get(contract.hotelId);
    if (!hotel) return [];
    const rooms = roomTypes.filter(
      ({ hotelId, code }) => hotelId === contract.hotelId && contract.roomTypes.includes(code),
    );
    const texts: [field: ContractHit['highlights'][number]['field'], text: string][] = [
      ['ID', contract.id],
      ['NAME', contract.name],
      ...namesOf(hotel).map((name) => ['HOTEL', name] as ['HOTEL', string]),
      ...contract.roomTypes.map((code) => ['ROOM_TYPE', code] as ['ROOM_TYPE', string]),
      ...rooms.flatMap(namesOf).map((name) => ['ROOM_TYPE', name] as ['ROOM_TYPE', string]),
    ];
    const highlights = texts
      .map(([field, shownText]) => ({
        field,
        text: shownText,
        ranges: highlightsIn(shownText, text, limits.search.wordHitMin),
      }))
      .filter(({ ranges }) => ranges.length > 0);
    return [{ ...contract, hotel, highlights }];
  });
}

function namesOf({ name, names }: Pick<HotelRow, 'name' | 'names'>): string[] {
  return [...new Set([name, ...Object.values(names)])];
}
