// Keeps the search index over contracts in step with what is recorded of them. Called in the
// transactions of the sync and of operators' changes.
import type { EntityManager } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { ContractFact } from '../../../shared/domain/facts.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { RoomTypeRow, ToldHotel } from '../domain/hotel.ts';
import { fold, textGrams } from '../../../shared/domain/search/fold.ts';
import { findOwnContracts, upsertEntries } from '../repositories/contract-search.ts';
import type { ContractEntry, IndexedContract } from '../repositories/contract-search.ts';
import { findHotelsByIds, findRoomTypes } from '../repositories/hotels.ts';

/** What a hotel and its rooms are called. */
export interface Place {
  readonly hotel: ToldHotel;
  readonly roomTypes: readonly RoomTypeRow[];
}

type Terms = Pick<ContractFact, 'contractKind' | 'stayFrom' | 'stayTo'> & {
  readonly lines: readonly { readonly roomType: string }[];
};

/**
 * Indexes the supplier's contracts of a hotel, and operators' own anew: what the hotel and its rooms
 * are called is part of what one may search for.
 */
export async function indexSupplierContracts(
  manager: EntityManager,
  place: Place,
  contracts: readonly { readonly id: string; readonly name: string; readonly terms: Terms }[],
): Promise<void> {
  const told = contracts.map(({ id, name, terms }) => indexed({ id, name, isLocal: false }, terms));
  const own = await findOwnContracts(manager, place.hotel.id);
  const entries = [...told, ...own].map((contract) => entryOf(contract, place));
  await upsertEntries(manager, place.hotel.id, entries);
}

/** Indexes one of operators' own; null for `fact` takes it off the lists. */
export async function indexOwnContract(
  manager: EntityManager,
  hotelId: string,
  id: string,
  name: string | null,
  fact: ContractFact | null,
): Promise<void> {
  const place = await readPlace(manager, hotelId);
  const [known] = await findOwnContracts(manager, hotelId, [id]);
  const contract = fact
    ? indexed({ id, name: name ?? known?.name ?? id, isLocal: true }, fact)
    : known && { ...known, isRetracted: true };
  if (contract) await upsertEntries(manager, hotelId, [entryOf(contract, place)]);
}

/** As it is known. */
export async function readPlace(manager: EntityManager, hotelId: string): Promise<Place> {
  // One after the other: a transaction is one connection.
  const [hotel] = await findHotelsByIds(manager, [hotelId]);
  const roomTypes = await findRoomTypes(manager, [hotelId]);
  invariant(hotel, 'what is indexed is of a hotel that is there');
  return { hotel, roomTypes };
}

function indexed(
  named: Pick<IndexedContract, 'id' | 'name' | 'isLocal'>,
  { contractKind, stayFrom, stayTo, lines }: Terms,
): IndexedContract {
  const roomTypes = lines.map(({ roomType }) => roomType);
  return { ...named, contractKind, stayFrom, stayTo, roomTypes, isRetracted: false };
}

function entryOf(contract: IndexedContract, { hotel, roomTypes }: Place): ContractEntry {
  const rooms = roomTypes.filter(({ code }) => contract.roomTypes.includes(code));
  const texts = [
    contract.id,
    contract.name,
    contract.contractKind.replaceAll('_', ' '),
    hotel.id,
    hotel.name,
    ...Object.values(hotel.names),
    hotel.city,
    ...contract.roomTypes,
    ...rooms.flatMap(({ name, names }) => [name, ...Object.values(names)]),
  ];
  const folded = fold([...new Set(texts)].join('\n'));
  const grams = textGrams(folded).slice(0, limits.search.gramsPerContractMax);
  const { id, name, contractKind, stayFrom, stayTo, isLocal, isRetracted } = contract;
  const row = { id, name, contractKind, stayFrom, stayTo, isLocal, isRetracted };
  return { ...row, roomTypes: contract.roomTypes, folded, grams };
}
