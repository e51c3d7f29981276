// The supplier's vocabulary ends here: decoded items become hotel rows and contracts in StaySync's
// terms. Pure. Called by fetch-supply.ts; plan-supply.ts then decides what of it is news.
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { RoomTypeRow, ToldHotel } from '../../domain/hotel.ts';
import { covers } from '../../domain/supply/contract-content.ts';
import type { ContractContent } from '../../domain/supply/contract-content.ts';
import type { LineNights, SupplyContract } from '../../domain/supply/told-supply.ts';
import type {
  DecodedAllotment,
  DecodedContract,
  DecodedContractLine,
  DecodedHotel,
  DecodedNight,
} from './decode.ts';
import type { Quarantine, QuarantineReason } from './quarantine.ts';

/** A decoded item with where it stood. */
export interface Sourced<Item> {
  readonly item: Item;
  readonly raw: unknown;
  readonly pageHash: string;
}

/** A quarantine found while items were put together, with the item that it concerns. */
export interface TranslationFault extends Quarantine {
  readonly endpoint: 'CONTRACTS' | 'ALLOTMENTS';
  readonly key: string;
  readonly pageHash: string;
}

export interface Translated {
  readonly contracts: readonly SupplyContract[];
  readonly faults: readonly TranslationFault[];
}

/** A hotel's own row and those of its room types. */
export function translateHotel(hotel: DecodedHotel): {
  readonly hotel: ToldHotel;
  readonly roomTypes: readonly RoomTypeRow[];
} {
  const { roomTypes, code, cancellation, ...rest } = hotel;
  const policy = cancellation.ok ? { cancellationPolicy: cancellation.value } : {};
  return {
    hotel: { id: code, ...rest, ...policy },
    roomTypes: roomTypes.map((type) => ({ hotelId: code, ...type })),
  };
}

/**
 * Contracts with their nights. `unreadableContracts` came but went to quarantine: their numbers are
 * passed over without another word, as are those of contracts that may merely not have been read
 * (`contractsProven` false). `unreadableLines` (`contractId/roomType`) are held as a whole.
 */
export function translateContracts(input: {
  readonly hotel: DecodedHotel;
  readonly contracts: readonly Sourced<DecodedContract>[];
  readonly allotments: readonly Sourced<DecodedAllotment>[];
  readonly contractsProven: boolean;
  readonly unreadableContracts: ReadonlySet<string>;
  readonly unreadableLines: ReadonlySet<string>;
}): Translated {
  const faults: TranslationFault[] = [];
  const sound = input.contracts.filter((contract) => {
    const fault = contractFault(contract, input.hotel);
    if (fault) faults.push(fault);
    return !fault;
  });
  const setAside = new Set([...input.unreadableContracts, ...faults.map((fault) => fault.key)]);
  const terms = new Map(sound.map(({ item }) => [item.id, termsOf(item)]));
  const byLine = new Map<string, Sourced<DecodedAllotment>>();
  for (const allotment of input.allotments) {
    const { contractId } = allotment.item;
    if (setAside.has(contractId) || !(input.contractsProven || terms.has(contractId))) continue;
    const fault = allotmentFault(allotment, input.hotel, terms.get(contractId));
    if (fault) faults.push(fault);
    else byLine.set(lineId(allotment.item.contractId, allotment.item.roomType), allotment);
  }
  const contracts = sound.map(({ item }) =>
    supplyContract(
      item,
      terms.get(item.id) ?? termsOf(item),
      byLine,
      input.unreadableLines,
      faults,
    ),
  );
  return { contracts, faults };
}

function supplyContract(
  contract: DecodedContract,
  terms: ContractContent,
  byLine: ReadonlyMap<string, Sourced<DecodedAllotment>>,
  unreadableLines: ReadonlySet<string>,
  faults: TranslationFault[],
): SupplyContract {
  const nights: Record<string, LineNights> = {};
  const lineTimes: Record<string, string> = {};
  for (const { roomType } of contract.lines) {
    const line = lineId(contract.id, roomType);
    const allotment = byLine.get(line);
    if (allotment) lineTimes[roomType] = allotment.item.updatedAt;
    nights[roomType] = {
      ...(allotment ? nightsOf(allotment, terms, faults) : NOTHING_TOLD),
      heldEntirely: unreadableLines.has(line),
    };
  }
  const version = {
    revision: contract.revision,
    updatedAt: contract.updatedAt,
    lines: lineTimes,
  };
  return { id: contract.id, name: contract.name, version, terms, nights };
}

const NOTHING_TOLD = { told: new Map<DayNumber, number | null>(), held: new Set<DayNumber>() };

function nightsOf(
  allotment: Sourced<DecodedAllotment>,
  terms: ContractContent,
  faults: TranslationFault[],
): Pick<LineNights, 'told' | 'held'> {
  const { contractId, roomType, nights, unreadable } = allotment.item;
  const told = new Map<DayNumber, number | null>();
  const held = new Set<DayNumber>();
  const fault = (reason: QuarantineReason, path: string, message: string, raw: unknown): void => {
    const key = lineId(contractId, roomType);
    const { pageHash } = allotment;
    faults.push({ endpoint: 'ALLOTMENTS', key, pageHash, path, reason, message, raw });
  };
  for (const night of nights) {
    const date = formatNight(night.night);
    if (!covers(terms, night.night)) {
      fault('NOT_COVERED', '/days', `${date} is no night of the contract`, rawNight(night));
    } else if (told.has(night.night) && told.get(night.night) !== night.allocated) {
      fault('CONFLICT', '/days', `${date} came twice with two numbers`, rawNight(night));
      held.add(night.night);
    } else {
      told.set(night.night, night.allocated);
    }
  }
  for (const { night, quarantine } of unreadable) {
    fault(quarantine.reason, quarantine.path, quarantine.message, quarantine.raw);
    if (night !== null) held.add(night);
  }
  for (const night of held) told.delete(night);
  return { told, held };
}

function termsOf(contract: DecodedContract): ContractContent {
  const { weekdays, minStay, maxStay, minLeadDays, maxLeadDays } = contract;
  return {
    stayFrom: formatNight(contract.stayFrom),
    stayTo: formatNight(contract.stayTo),
    contractKind: contract.kind,
    currency: contract.currency,
    lines: [...contract.lines].sort((a, b) => (a.roomType < b.roomType ? -1 : 1)).map(lineOf),
    ...(weekdays === null ? {} : { daysOfWeek: weekdays }),
    ...(minStay === null ? {} : { minStay }),
    ...(maxStay === null ? {} : { maxStay }),
    ...(minLeadDays === null ? {} : { minLeadDays }),
    ...(maxLeadDays === null ? {} : { maxLeadDays }),
  };
}

function lineOf(line: DecodedContractLine): ContractContent['lines'][number] {
  return {
    roomType: line.roomType,
    quantity: line.allotment,
    ...(line.rate === null ? {} : { rate: line.rate }),
    ...(line.release.length === 0 ? {} : { release: line.release }),
    ...(line.releaseTime === null ? {} : { releaseTime: line.releaseTime }),
  };
}

function contractFault(
  { item, raw, pageHash }: Sourced<DecodedContract>,
  hotel: DecodedHotel,
): TranslationFault | null {
  const source = { endpoint: 'CONTRACTS', key: item.id, pageHash, raw } as const;
  if (item.hotelCode !== hotel.code) {
    const message = `asked for ${hotel.code}, got a contract of ${item.hotelCode}`;
    return { ...source, path: '/hotel_code', reason: 'OTHER_HOTEL', message };
  }
  const known = new Set(hotel.roomTypes.map((type) => type.code));
  const index = item.lines.findIndex((line) => !known.has(line.roomType));
  if (index < 0) return null;
  const message = `${item.lines[index]?.roomType ?? ''} is no room type of ${hotel.code}`;
  return { ...source, path: `/rooms/${index}/room_type`, reason: 'UNKNOWN_ROOM_TYPE', message };
}

function allotmentFault(
  { item, raw, pageHash }: Sourced<DecodedAllotment>,
  hotel: DecodedHotel,
  contract: ContractContent | undefined,
): TranslationFault | null {
  const key = lineId(item.contractId, item.roomType);
  const source = { endpoint: 'ALLOTMENTS', key, pageHash, raw } as const;
  if (item.hotelCode !== hotel.code) {
    const message = `asked for ${hotel.code}, got numbers of ${item.hotelCode}`;
    return { ...source, path: '/hotel_code', reason: 'OTHER_HOTEL', message };
  }
  if (!contract) {
    const message = `${item.contractId} is no contract that came with this run`;
    return { ...source, path: '/contract_id', reason: 'UNKNOWN_CONTRACT', message };
  }
  if (contract.lines.some((line) => line.roomType === item.roomType)) return null;
  const message = `${item.roomType} is no line of ${item.contractId}`;
  return { ...source, path: '/room_type', reason: 'UNKNOWN_ROOM_TYPE', message };
}

function rawNight({ night, ...numbers }: DecodedNight): unknown {
  return { date: formatNight(night), ...numbers };
}

function lineId(contractId: string, roomType: string): string {
  return `${contractId}/${roomType}`;
}
