// What one seed is about: a few hotels with little stock, so that everybody collides, and how often
// each kind of trouble comes. Drawn once at the start; some seeds are all calm but for one thing.
import type { CancellationPolicy, Penalty } from '../../../../shared/domain/cancellation-policy.ts';
import type { ContractFact, PoolFact, SubAllotmentFact } from '../../../../shared/domain/facts.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { createChance } from './chance.ts';
import type { Chance } from './chance.ts';

export const AGENCIES = ['ASIA', 'LUXE', 'SIAM'] as const;
export const ROOM_TYPES = ['A', 'B'] as const;
/** Half past four in the afternoon of the Friday before New York's clocks change, in Bangkok. */
export const STARTS_AT = '2026-03-06T09:30:00Z';
/** Nights that are fought over, the first of them tonight. */
export const NIGHTS = ['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10'];
/** One past the last night. */
export const LAST_CHECK_OUT = '2026-03-11';

export interface ScenarioAgency {
  readonly id: string;
  /** Basis points on net rates; 0.01 % of 12,000 shows how halves are rounded. */
  readonly markupBp: number;
  /** Credit in minor units; null without a limit. */
  readonly limit: number | null;
}

export interface ScenarioHotel {
  /** As the histories name it. */
  readonly name: string;
  /** As the system knows it in this run. */
  readonly id: string;
  readonly timezone: string;
  /** What cancelling costs there; null: nothing was ever said. */
  readonly policy: CancellationPolicy | null;
  readonly facts: readonly NewFact[];
}

/** Likelihoods, 0 … 1, unless said. */
export interface Troubles {
  /** A parked crossing goes on at once, as if nothing else ran. */
  readonly haste: number;
  readonly kills: number;
  readonly lostReplies: number;
  readonly cutConnections: number;
  readonly allotmentAway: number;
  readonly supplierFaults: number;
  readonly supplyChanges: number;
  readonly agencyChanges: number;
  /** Weight of a jump of the clock among all that may happen. */
  readonly jumps: number;
}

export interface Scenario {
  readonly seed: number;
  readonly hotels: readonly ScenarioHotel[];
  readonly agencies: readonly ScenarioAgency[];
  readonly replicas: number;
  readonly lock: 'fair' | 'off';
  /** Client operations under way at one time. */
  readonly operationsMax: number;
  readonly troubles: Troubles;
}

export function drawScenario(seed: number, run: number, chance: Chance): Scenario {
  // A stream of their own: what seeds were kept for stays what it was.
  const terms = createChance(seed + TERMS_STREAM);
  const hotels = Array.from({ length: chance.happens(0.3) ? 2 : 1 }, (_, index) => ({
    ...drawHotel(`H${index + 1}`, run, chance),
    policy: drawPolicy(terms),
  }));
  return {
    seed,
    hotels,
    agencies: AGENCIES.map((id) => ({
      id,
      markupBp: chance.pick([0, 1_000, 333]),
      limit: drawLimit(chance),
    })),
    replicas: chance.int(1, 3),
    lock: chance.pick(['fair', 'off']),
    operationsMax: chance.int(2, 10),
    troubles: drawTroubles(chance),
  };
}

/** Most holds cost 10,000 to 100,000: half of the limits are reached by the second or third of them. */
export function drawLimit(chance: Chance): number | null {
  return chance.pick([null, chance.int(2, 10) * 10_000, chance.int(10, 60) * 10_000]);
}

/** Each kind is there or not, and then mild or wild: the odd mixtures find what the average hides. */
function drawTroubles(chance: Chance): Troubles {
  const some = (mild: number, wild: number, never = 2): number =>
    chance.weighted([
      [never, 0],
      [2, mild],
      [1, wild],
    ]);
  return {
    haste: chance.pick([0.3, 0.6, 0.85, 0.95]),
    kills: some(0.004, 0.02),
    lostReplies: some(0.03, 0.2),
    cutConnections: some(0.01, 0.05),
    allotmentAway: some(0.02, 0.1),
    supplierFaults: some(0.2, 0.6, 0.75),
    supplyChanges: some(0.015, 0.08),
    agencyChanges: some(0.01, 0.05),
    jumps: chance.pick([0.2, 1, 3]),
  };
}

const TERMS_STREAM = 1_000_000;

/** Tiers around the evening at which a seed begins and the midnights that its clock jumps to. */
function drawPolicy(chance: Chance): CancellationPolicy | null {
  if (chance.happens(0.2)) return null;
  const early = drawPenalty(chance, 1);
  return {
    tiers: [
      {
        daysBefore: chance.int(1, 5),
        time: chance.pick(['00:00', '16:40', '18:00']),
        penalty: early,
      },
      {
        daysBefore: 0,
        time: chance.pick(['00:00', '16:35', '17:00']),
        penalty: drawPenalty(chance, 2, early.kind),
      },
    ].slice(chance.int(0, 1)),
    noShow: drawPenalty(chance, 2),
  };
}

/** Never cheaper at a higher `level`. */
function drawPenalty(
  chance: Chance,
  level: 1 | 2,
  kind = chance.pick<Penalty['kind']>(['NIGHTS', 'PERCENT']),
): Penalty {
  return kind === 'NIGHTS'
    ? { kind, nights: chance.int(level - 1, level) }
    : { kind, bp: level === 1 ? chance.pick([0, 3_333, 5_000]) : chance.pick([5_000, 10_000]) };
}

function drawHotel(name: string, run: number, chance: Chance): Omit<ScenarioHotel, 'policy'> {
  return {
    name,
    id: `R${run}-${name}`,
    timezone: chance.pick(['Asia/Bangkok', 'America/New_York', 'UTC']),
    facts: [
      ...drawContracts(chance),
      ...(chance.happens(0.3) ? [poolOf(chance)] : []),
      ...(chance.happens(0.4) ? [subAllotmentOf('K1/A', 'ASIA', 1, chance)] : []),
      ...(chance.happens(0.2) ? [subAllotmentOf('K1/A', 'LUXE', 1, chance)] : []),
    ],
  };
}

function drawContracts(chance: Chance): NewFact[] {
  const supplier = contractOf('K1', 'ALLOTMENT', 1, chance);
  const others = [
    contractOf('LOCAL-K2', 'ALLOTMENT', 1, chance),
    contractOf('K3', 'COMMITTED', 1, chance),
    contractOf('K4', 'ON_REQUEST', 1, chance),
    contractOf('K5', 'FREE_SALE', 1, chance),
  ];
  const weights = [0.6, 0.35, 0.2, 0.08];
  return [supplier, ...others.filter((_, index) => chance.happens(weights[index] ?? 0))];
}

type Part<Kind> = Omit<Kind, 'recordedAt'>;

/** Revision `rev` of a contract, drawn anew. */
export function contractOf(
  id: string,
  contractKind: ContractFact['contractKind'],
  rev: number,
  chance: Chance,
): Part<ContractFact> {
  return {
    kind: 'CONTRACT',
    id,
    rev,
    stayFrom: '2026-03-01',
    stayTo: chance.happens(0.85) ? '2026-04-01' : '2026-03-09',
    contractKind,
    currency: 'THB',
    lines: ROOM_TYPES.map((roomType) => ({
      roomType,
      quantity: chance.happens(0.02) ? null : chance.int(1, 6),
      ...(chance.happens(0.7) ? { rate: chance.pick([10_000, 12_000]) } : {}),
      ...(chance.happens(0.2)
        ? { release: [{ daysBefore: chance.int(0, 3), keep: chance.int(0, 2) }] }
        : {}),
      ...(chance.happens(0.15) ? { protect: 1 } : {}),
    })),
    ...(chance.happens(0.3) ? { allowSplit: false } : {}),
    ...(chance.happens(0.1) ? { minStay: 2 } : {}),
  };
}

export function poolOf(chance: Chance, rev = 1): Part<PoolFact> {
  return {
    kind: 'POOL',
    id: 'P1',
    rev,
    members: ['K1/A', 'LOCAL-K2/A'].map((line) => ({ line, weight: 1 })),
    budget: chance.int(1, 5),
  };
}

export function subAllotmentOf(
  line: string,
  agency: string,
  rev: number,
  chance: Chance,
): Part<SubAllotmentFact> {
  return {
    kind: 'SUBALLOTMENT',
    id: `S-${agency}`,
    rev,
    line,
    agency,
    rooms: chance.int(1, 3),
    ...(chance.happens(0.4) ? { releaseDaysBefore: chance.int(0, 2) } : {}),
    ...(chance.happens(0.3) ? { exclusive: true } : {}),
  };
}
