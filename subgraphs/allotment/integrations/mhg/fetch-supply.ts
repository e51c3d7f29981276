// One reading of the supplier: listings, decoded, put together, with everything that was set aside
// and every page as it came. Moves no number itself. Called by the sync service.
import { isDeepStrictEqual } from 'node:util';
import { invariant } from '../../../../shared/domain/invariant.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { MhgClient } from './client.ts';
import { decodeAllotment, decodeContract, decodeHotel } from './decode.ts';
import type { DecodedHotel } from './decode.ts';
import type { EndpointName, MhgLimits } from './endpoints.ts';
import type { NightWindow } from '../../domain/supply/told-supply.ts';
import { storable } from './quarantine.ts';
import type { Decoded, Quarantine, QuarantinedItem } from './quarantine.ts';
import type { ListingRead, RawItem } from './read-listing.ts';
import type { FetchProblem, RawPage } from './request-page.ts';
import { translateContracts, translateHotel } from './translate.ts';
import type { ToldHotel, RoomTypeRow } from '../../domain/hotel.ts';
import type { SupplyContract } from '../../domain/supply/told-supply.ts';
import type { Sourced } from './translate.ts';

interface Evidence {
  /** Responses as they came, failed ones included. */
  readonly pages: readonly RawPage[];
  readonly problems: readonly FetchProblem[];
  readonly quarantined: readonly QuarantinedItem[];
}

/** The supplier's hotels, before their contracts are asked for. */
export interface Portfolio extends Evidence {
  readonly hotels: readonly DecodedHotel[];
  readonly complete: boolean;
}

/** All that a run learnt about one hotel; what `planSupplyFacts` takes. */
export interface HotelSupply extends Evidence {
  readonly hotel: ToldHotel;
  readonly roomTypes: readonly RoomTypeRow[];
  readonly contracts: readonly SupplyContract[];
  readonly unreadableContracts: readonly string[];
  readonly window: NightWindow;
  readonly complete: boolean;
  readonly absenceProven: boolean;
}

export interface SupplyRun extends Evidence {
  readonly hotels: readonly HotelSupply[];
  /** The list of hotels and every hotel in it. */
  readonly complete: boolean;
}

export interface FetchOptions {
  /** Nights `[from, to)` whose numbers are asked for; contracts come whole. */
  readonly window: NightWindow;
  readonly limits: MhgLimits;
  /** Hotel codes to read; absent means all. */
  readonly only?: readonly string[];
  /** Ends the run early, e.g. at shutdown. `limits.runMs` ends it in any case. */
  readonly signal?: AbortSignal;
}

/** Reads everything, a few hotels at a time. Never throws for what the supplier does. */
export async function fetchSupply(client: MhgClient, options: FetchOptions): Promise<SupplyRun> {
  const signal = runSignal(options);
  const portfolio = await fetchPortfolio(client, signal);
  const wanted = portfolio.hotels.filter(
    (hotel) => !options.only || options.only.includes(hotel.code),
  );
  const hotels = await inTurns(wanted, options.limits.hotelsAtOnce, (hotel) =>
    fetchHotelSupply(client, hotel, { ...options, signal }),
  );
  return {
    hotels,
    complete: portfolio.complete && hotels.every((hotel) => hotel.complete),
    pages: [portfolio, ...hotels].flatMap((part) => part.pages),
    problems: [portfolio, ...hotels].flatMap((part) => part.problems),
    quarantined: [portfolio, ...hotels].flatMap((part) => part.quarantined),
  };
}

/** Reads the list of hotels alone. */
export async function fetchPortfolio(client: MhgClient, signal: AbortSignal): Promise<Portfolio> {
  const read = await client.listHotels(signal);
  const decoded = decodeAll(read, 'HOTELS', null, decodeHotel, (hotel) => ({
    key: hotel.code,
    version: hotel.updatedAt,
  }));
  return {
    hotels: decoded.items.map(({ item }) => item),
    complete: read.complete,
    pages: read.pages,
    problems: read.problems,
    quarantined: [...decoded.quarantined, ...decoded.items.flatMap(setAsidePolicy)],
  };
}

/** A policy that cannot be read is set aside alone: the hotel's rooms are sold all the same. */
function setAsidePolicy({ item, pageHash }: Sourced<DecodedHotel>): QuarantinedItem[] {
  if (item.cancellation.ok) return [];
  const source = { endpoint: 'HOTELS', key: item.code, pageHash } as const;
  return [stored(item.cancellation.quarantine, source, item.code)];
}

/** Reads the contracts and the nights of one hotel, so that a large portfolio can go hotel by hotel. */
export async function fetchHotelSupply(
  client: MhgClient,
  hotel: DecodedHotel,
  options: Pick<FetchOptions, 'window' | 'limits'> & { readonly signal: AbortSignal },
): Promise<HotelSupply> {
  const { window, signal } = options;
  const nights = nightOf(window.to) - nightOf(window.from);
  invariant(
    nights > 0 && nights <= options.limits.nightsPerRequestMax,
    `a window has 1 to ${options.limits.nightsPerRequestMax} nights`,
  );
  const contractRead = await client.listContracts(hotel.code, signal);
  const allotmentRead = await client.listAllotments(hotel.code, window, signal);
  const contracts = decodeAll(contractRead, 'CONTRACTS', hotel.code, decodeContract, (item) => ({
    key: item.id,
    version: `${String(item.revision).padStart(12, '0')}@${item.updatedAt}`,
  }));
  const allotments = decodeAll(
    allotmentRead,
    'ALLOTMENTS',
    hotel.code,
    decodeAllotment,
    (item) => ({
      key: `${item.contractId}/${item.roomType}`,
      version: item.updatedAt,
    }),
  );
  const translated = translateContracts({
    hotel,
    contracts: contracts.items,
    allotments: allotments.items,
    contractsProven: contractRead.complete && !contracts.anonymous,
    unreadableContracts: contracts.unreadableKeys,
    unreadableLines: allotments.unreadableKeys,
  });
  const faults = translated.faults.map((fault) => stored(fault, fault, hotel.code));
  const unreadable = translated.faults.filter((fault) => fault.endpoint === 'CONTRACTS');
  const complete = contractRead.complete && allotmentRead.complete;
  return {
    ...translateHotel(hotel),
    contracts: translated.contracts,
    unreadableContracts: [...contracts.unreadableKeys, ...unreadable.map((fault) => fault.key)],
    window,
    complete,
    absenceProven: complete && !contracts.anonymous,
    pages: [...contractRead.pages, ...allotmentRead.pages],
    problems: [...contractRead.problems, ...allotmentRead.problems],
    quarantined: [...contracts.quarantined, ...allotments.quarantined, ...faults],
  };
}

interface DecodedListing<Item> {
  readonly items: readonly Sourced<Item>[];
  readonly quarantined: readonly QuarantinedItem[];
  /** Keys of items that came and could not be read. */
  readonly unreadableKeys: ReadonlySet<string>;
  /** Something came that does not even say what it is. */
  readonly anonymous: boolean;
}

function decodeAll<Item>(
  read: ListingRead,
  endpoint: EndpointName,
  hotelCode: string | null,
  decode: (raw: unknown) => Decoded<Item>,
  identify: (item: Item) => { key: string; version: string },
): DecodedListing<Item> {
  const quarantined: QuarantinedItem[] = [];
  const unreadableKeys = new Set<string>();
  const newest = new Map<string, Sourced<Item> & { readonly version: string }>();
  let anonymous = false;
  const setAside = (quarantine: Quarantine, { key, pageHash }: RawItem): void => {
    quarantined.push(stored(quarantine, { endpoint, key, pageHash }, hotelCode));
    if (key === null) anonymous = true;
    else unreadableKeys.add(key);
  };
  for (const rawItem of read.items) {
    const decoded = decode(rawItem.raw);
    if (!decoded.ok) {
      setAside(decoded.quarantine, rawItem);
      continue;
    }
    const { key, version } = identify(decoded.value);
    const known = newest.get(key);
    if (known?.version === version && !isDeepStrictEqual(known.item, decoded.value)) {
      const message = `${key} came twice at one version, differently`;
      setAside({ path: '', reason: 'CONFLICT', message, raw: rawItem.raw }, { ...rawItem, key });
    } else if (!known || known.version < version) {
      const { raw, pageHash } = rawItem;
      newest.set(key, { item: decoded.value, raw, pageHash, version });
    }
  }
  // One reading of a thing is unreadable: nothing else said about it in this run counts either.
  for (const key of unreadableKeys) newest.delete(key);
  return { items: [...newest.values()], quarantined, unreadableKeys, anonymous };
}

function stored(
  quarantine: Quarantine,
  source: Pick<QuarantinedItem, 'endpoint' | 'key' | 'pageHash'>,
  hotelCode: string | null,
): QuarantinedItem {
  const { path, reason, message, raw } = quarantine;
  const { endpoint, key, pageHash } = source;
  return storable({ endpoint, hotelCode, key, pageHash, path, reason, message, raw });
}

function runSignal(options: FetchOptions): AbortSignal {
  const time = AbortSignal.timeout(options.limits.runMs);
  return options.signal ? AbortSignal.any([options.signal, time]) : time;
}

/** Maps with at most `width` at one time; results keep the order of `items`. */
async function inTurns<Item, Out>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Out>,
): Promise<Out[]> {
  const out = new Array<Out>(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) out[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return out;
}
