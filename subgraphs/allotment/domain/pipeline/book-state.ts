// What a hotel's facts come to, once winners are chosen: lines with their terms, events by whom they
// touch, blocks, pools, sub-allotments and, per line and night, the rooms taken. Built by
// fact-book.ts and the index-*.ts files beside it; read by the stages. No number here depends on
// the time of asking: what does (expiry, options, releases, cut-offs) is weighed at `asOf`.
import type { BlockStatus, ContractKind } from '../../../../shared/domain/facts.ts';
import type { Micros, MinuteOfDay } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Recurrence } from './span.ts';

export interface ContractState extends Recurrence {
  readonly id: string;
  readonly kind: ContractKind;
  /** Null: all agencies. */
  readonly agencies: ReadonlySet<string> | null;
  readonly currency: string | null;
  readonly minStay: number;
  /** ∞ without a limit. */
  readonly maxStay: number;
  readonly minLeadDays: number;
  /** ∞ without a limit. */
  readonly maxLeadDays: number;
  readonly allowSplit: boolean;
}

export interface Stage {
  readonly daysBefore: number;
  readonly keep: number;
}

/** What the contract says about one of its lines. */
export interface LineTerm {
  readonly contract: ContractState;
  readonly quantity: number | null;
  readonly byDate: ReadonlyMap<DayNumber, number | null>;
  /** Minor units, or null where the contract names none. */
  readonly rate: number | null;
  readonly poolFunded: boolean;
  readonly protect: number;
  /** Empty for COMMITTED contracts, which are never released. */
  readonly stages: readonly Stage[];
  readonly releaseMinute: MinuteOfDay;
}

export interface QuantityChange extends Recurrence {
  readonly id: string;
  /** Signed: increases add, reductions take away. */
  readonly rooms: number;
}

export interface Stop extends Recurrence {
  readonly id: string;
  /** One of the bits in closure.ts. */
  readonly mode: number;
  readonly includeCommitted: boolean;
}

export interface RateChange extends Recurrence {
  readonly id: string;
  readonly effectiveAt: Micros;
  /** Place among all `set`s of the hotel; see `settersInOrder`. */
  rank: number;
  readonly set: number | null;
  readonly add: number;
  /** Basis points; null where the change is no factor. */
  readonly factorBp: number | null;
}

/** Events of one target: the hotel, a contract, a room type or a line. */
export interface EventScope {
  readonly quantities: QuantityChange[];
  readonly stops: Stop[];
  readonly rates: RateChange[];
}

export type CutoffRule =
  { readonly at: Micros } | { readonly daysBefore: number; readonly minute: MinuteOfDay };

export interface BlockTerms {
  readonly status: BlockStatus;
  readonly agency: string;
  /** ∞ without an option date. */
  readonly optionAt: Micros;
  readonly cutoff: CutoffRule | null;
}

export interface BlockState {
  readonly id: string;
  /** Null while no present BLOCK_CONTRACT bears this id: the block is absent. */
  terms: BlockTerms | null;
  readonly cells: Set<BlockCell>;
}

export interface BlockCell {
  readonly block: BlockState;
  readonly line: LineState;
  readonly day: DayNumber;
  rooms: number;
  /** Sum of amendments. */
  delta: number;
  released: number;
  /** The cell's own rule, where it overrides the block's. */
  cutoff: CutoffRule | null;
  /** How many facts (contract, amendments) name the cell; releases alone do not. */
  namings: number;
  /** How many facts of any kind touch it; at 0 the cell is dropped. */
  sources: number;
}

/** A booking that consumes, seen from its nights. */
export interface Holder {
  readonly agency: string;
  readonly heldAt: Micros;
  /** Consumes while `asOf < until`; ∞ unless it is a hold that may expire. */
  readonly until: Micros;
}

export interface Take {
  readonly holder: Holder;
  readonly rooms: number;
}

/** One line on one night: who took what, and which blocks carve into it. */
export interface LineNight {
  readonly day: DayNumber;
  /** Sum of `settled`, kept so that a hot night is one number. */
  settledRooms: number;
  /** Takes that name no block and cannot expire. */
  readonly settled: Take[];
  /** Takes that name no block and may expire. */
  readonly pending: Take[];
  readonly picks: Map<BlockState, Take[]>;
  readonly cells: BlockCell[];
}

export interface PoolState {
  readonly id: string;
  readonly members: readonly { readonly line: LineState; readonly weight: number }[];
  readonly budget: number;
  readonly byDate: ReadonlyMap<DayNumber, number>;
  readonly overbook: number;
}

export interface SubAllotment {
  readonly id: string;
  readonly agency: string;
  readonly rooms: number;
  readonly byDate: ReadonlyMap<DayNumber, number>;
  /** Null: never released. */
  readonly releaseDaysBefore: number | null;
  readonly exclusive: boolean;
}

export interface LineState {
  readonly id: string;
  readonly contractId: string;
  readonly roomType: string;
  /** Null while no present contract has this line: it has no nights, only consumption. */
  term: LineTerm | null;
  readonly nights: Map<DayNumber, LineNight>;
  readonly pools: PoolState[];
  readonly subAllotments: SubAllotment[];
}

export interface EventIndex {
  readonly hotel: EventScope;
  readonly contracts: Map<string, EventScope>;
  readonly roomTypes: Map<string, EventScope>;
  readonly lines: Map<string, EventScope>;
}

/** A line that a present contract has. */
export interface OfferedLine {
  readonly line: LineState;
  readonly term: LineTerm;
}

/** Offered lines, by code point of their ids. */
export interface LineOrder {
  readonly all: readonly OfferedLine[];
  readonly byRoomType: ReadonlyMap<string, readonly OfferedLine[]>;
}

export interface BookIndex {
  readonly lines: Map<string, LineState>;
  readonly contracts: Map<string, ContractState>;
  /** Contract id → agencies entitled by operators. */
  readonly audiences: Map<string, ReadonlySet<string>>;
  readonly events: EventIndex;
  readonly blocks: Map<string, BlockState>;
  readonly pools: Map<string, PoolState>;
  /** Null after a change of contracts; see `lineOrder`. */
  order: LineOrder | null;
  /** Rates that changes set, the latest last; null after a change of them; see `settersInOrder`. */
  setters: readonly number[] | null;
}
