// A large made-up hotel, the same on every run: contracts that offer every room type, and events of
// all four kinds aimed at lines, contracts, room types and the whole house. Used by the benches.
import type { ContractFact, EventFact, EventTarget } from '../../../../shared/domain/facts.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';

export interface HotelSize {
  readonly roomTypes: number;
  readonly nights: number;
  readonly contracts: number;
  readonly events: number;
}

/** The size that the benches promise figures for: 500 lines, 182,500 line nights. */
export const LARGE_HOTEL: HotelSize = { roomTypes: 10, nights: 365, contracts: 50, events: 500 };
/** Enough to show that everything runs and agrees. */
export const SAMPLE_HOTEL: HotelSize = { roomTypes: 10, nights: 40, contracts: 10, events: 60 };

export const FIRST_NIGHT = '2031-03-01';
export const TIMEZONE = 'Asia/Bangkok';
/** Two months before the first night: early releases have passed for some nights, late ones not. */
export const AS_OF = '2031-01-01T00:00:00Z';

const RECORDED_AT = '2030-06-01T00:00:00Z';
const WEEKEND = [5, 6, 7];

export type HotelFact = ContractFact | EventFact;

/** Facts as the ledger holds them, contracts first. */
export function hotelFacts(size: HotelSize): HotelFact[] {
  const random = sequence(20_310_301);
  return [
    ...Array.from({ length: size.contracts }, (_, at) => contractFact(size, at, random)),
    ...Array.from({ length: size.events }, (_, at) => eventFact(size, at, random)),
  ];
}

/** The night after the last one. */
export function endOf(size: HotelSize): string {
  return nightAt(size.nights);
}

type Random = (below: number) => number;

/** Whole numbers in [0, below), by the generator of Numerical Recipes. */
function sequence(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

function nightAt(offset: number): string {
  return formatNight(nightOf(FIRST_NIGHT) + offset);
}

function contractFact(size: HotelSize, at: number, random: Random): ContractFact {
  return {
    kind: 'CONTRACT',
    id: contractId(at),
    rev: 1,
    recordedAt: RECORDED_AT,
    stayFrom: nightAt(0),
    stayTo: nightAt(size.nights),
    contractKind: at % 10 === 9 ? 'COMMITTED' : 'ALLOTMENT',
    currency: 'THB',
    ...(at % 5 === 0 ? { daysOfWeek: WEEKEND } : {}),
    lines: Array.from({ length: size.roomTypes }, (_, type) => ({
      roomType: roomType(type),
      quantity: 2 + random(9),
      rate: 100_000 + random(400_000),
      ...(random(3) === 0 ? { release: [{ daysBefore: 14 + random(90), keep: random(4) }] } : {}),
      ...(random(5) === 0 ? { byDate: { [nightAt(random(size.nights))]: null } } : {}),
    })),
  };
}

function eventFact(size: HotelSize, at: number, random: Random): EventFact {
  const start = random(size.nights);
  const head = {
    kind: 'EVENT',
    id: `e${at}`,
    rev: 1,
    recordedAt: RECORDED_AT,
    target: target(size, at, random),
    from: nightAt(start),
    to: nightAt(start + 1 + random(60)),
    ...(random(4) === 0 ? { daysOfWeek: WEEKEND } : {}),
  } as const;
  const effectiveAt = `2030-07-${String(1 + random(28)).padStart(2, '0')}T00:00:00Z`;
  switch (random(8)) {
    case 0:
      return { ...head, type: 'RATE_CHANGE', set: 100_000 + random(400_000), effectiveAt };
    case 1:
      return { ...head, type: 'RATE_CHANGE', add: random(20_000) - 10_000, effectiveAt };
    case 2:
      return { ...head, type: 'STOP_SALE', mode: random(2) === 0 ? 'FULL' : 'ARRIVAL' };
    case 3:
    case 4:
      return { ...head, type: 'REDUCE_ALLOTMENT', n: 1 + random(4) };
    default:
      return { ...head, type: 'INCREASE_ALLOTMENT', n: 1 + random(4) };
  }
}

/** Half of all events touch one line; the rest a contract, a room type or the house. */
function target(size: HotelSize, at: number, random: Random): EventTarget {
  const contract = contractId(random(size.contracts));
  const type = roomType(random(size.roomTypes));
  if (at % 2 === 0) return { line: `${contract}/${type}` };
  if (at % 50 === 49) return { hotel: true };
  return at % 4 === 1 ? { contract } : { roomType: type };
}

function contractId(at: number): string {
  return `K${String(at).padStart(2, '0')}`;
}

function roomType(at: number): string {
  return `T${String(at).padStart(2, '0')}`;
}
