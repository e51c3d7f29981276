// The immutable facts of a hotel's ledger stream, as domain.md §2 and §3 name them. Written by the
// kinds' only writers, read by the pipeline. Shapes only: parsing is fact-schema.ts, the law is the
// pipeline's.

/** RFC 3339 instant in UTC with `Z`, up to microseconds. */
export type InstantText = string;
/** Civil date `YYYY-MM-DD`. */
export type DateText = string;
/** `contractId/roomType`. */
export type LineId = string;
/** Integer minor units of the contract's currency. */
export type MinorUnits = number;

export type FactKind = 'CONTRACT' | 'EVENT' | 'POOL' | 'SUBALLOTMENT' | 'AUDIENCE' | 'BOOKING';

/** What every fact carries. A retracted winner means: absent. */
export interface FactHead {
  readonly kind: FactKind;
  readonly id: string;
  readonly rev: number;
  readonly recordedAt: InstantText;
  readonly retracted?: boolean;
}

export type ContractKind = 'ALLOTMENT' | 'COMMITTED' | 'FREE_SALE' | 'ON_REQUEST';

export interface ReleaseStage {
  readonly daysBefore: number;
  readonly keep: number;
}

export interface ContractLine {
  readonly roomType: string;
  /** Rooms per night; null where the supplier gave no number. */
  readonly quantity: number | null;
  readonly byDate?: Readonly<Record<DateText, number | null>>;
  readonly rate?: MinorUnits;
  readonly poolFunded?: boolean;
  readonly protect?: number;
  readonly release?: readonly ReleaseStage[];
  /** Wall time `HH:MM` in the hotel's zone at which release stages pass; 00:00 if absent. */
  readonly releaseTime?: string;
}

export interface ContractFact extends FactHead {
  readonly kind: 'CONTRACT';
  readonly stayFrom: DateText;
  /** Exclusive. */
  readonly stayTo: DateText;
  /** ISO weekdays 1..7; absent means all. */
  readonly daysOfWeek?: readonly number[];
  readonly contractKind: ContractKind;
  /** Audience; absent means all agencies. */
  readonly agencies?: readonly string[];
  readonly lines: readonly ContractLine[];
  readonly currency?: string;
  readonly minStay?: number;
  readonly maxStay?: number;
  readonly minLeadDays?: number;
  readonly maxLeadDays?: number;
  readonly allowSplit?: boolean;
}

/** `id` is the contract's. An agency sees a line iff it is in both lists that exist. */
export interface AudienceFact extends FactHead {
  readonly kind: 'AUDIENCE';
  readonly contract: string;
  readonly agencies: readonly string[];
}

export type EventTarget =
  | { readonly line: LineId }
  | { readonly contract: string }
  | { readonly roomType: string }
  | { readonly hotel: true };

interface TargetedEvent extends FactHead {
  readonly kind: 'EVENT';
  readonly target: EventTarget;
  readonly from: DateText;
  /** Exclusive. */
  readonly to: DateText;
  readonly daysOfWeek?: readonly number[];
}

export interface IncreaseEvent extends TargetedEvent {
  readonly type: 'INCREASE_ALLOTMENT';
  readonly n: number;
}

export interface ReduceEvent extends TargetedEvent {
  readonly type: 'REDUCE_ALLOTMENT';
  readonly n: number;
}

/** Exactly one of `set`, `add`, `factorBp`. */
export interface RateChangeEvent extends TargetedEvent {
  readonly type: 'RATE_CHANGE';
  readonly set?: MinorUnits;
  readonly add?: MinorUnits;
  readonly factorBp?: number;
  readonly effectiveAt: InstantText;
}

export interface StopSaleEvent extends TargetedEvent {
  readonly type: 'STOP_SALE';
  readonly mode: 'FULL' | 'ARRIVAL' | 'DEPARTURE';
  readonly includeCommitted?: boolean;
}

export type BlockStatus =
  'DRAFT' | 'TENTATIVE' | 'DEFINITE' | 'RELEASED' | 'COMPLETED' | 'CANCELLED';

/** Days before the night at a wall time of the hotel (00:00 if absent), or a fixed instant. */
export type Cutoff =
  { readonly daysBefore: number; readonly time?: string } | { readonly at: InstantText };

export interface BlockCell {
  readonly line: LineId;
  readonly date: DateText;
  readonly rooms: number;
  readonly cutoff?: Cutoff;
}

/** The block's id is the fact's id. */
export interface BlockContractEvent extends FactHead {
  readonly kind: 'EVENT';
  readonly type: 'BLOCK_CONTRACT';
  readonly status: BlockStatus;
  readonly agency: string;
  readonly optionAt?: InstantText;
  readonly cutoff?: Cutoff;
  readonly cells: readonly BlockCell[];
}

export interface BlockAmendmentEvent extends FactHead {
  readonly kind: 'EVENT';
  readonly type: 'BLOCK_AMENDMENT';
  readonly block: string;
  readonly cells: readonly {
    readonly line: LineId;
    readonly date: DateText;
    readonly delta: number;
  }[];
}

export interface BlockReleaseEvent extends FactHead {
  readonly kind: 'EVENT';
  readonly type: 'BLOCK_RELEASE';
  readonly block: string;
  readonly cells: readonly {
    readonly line: LineId;
    readonly date: DateText;
    readonly rooms: number;
  }[];
}

export type EventFact =
  | IncreaseEvent
  | ReduceEvent
  | RateChangeEvent
  | StopSaleEvent
  | BlockContractEvent
  | BlockAmendmentEvent
  | BlockReleaseEvent;

export interface PoolFact extends FactHead {
  readonly kind: 'POOL';
  readonly members: readonly { readonly line: LineId; readonly weight: number }[];
  readonly budget: number;
  readonly byDate?: Readonly<Record<DateText, number>>;
  /** May be negative. */
  readonly overbook?: number;
}

export interface SubAllotmentFact extends FactHead {
  readonly kind: 'SUBALLOTMENT';
  readonly line: LineId;
  readonly agency: string;
  readonly rooms: number;
  readonly byDate?: Readonly<Record<DateText, number>>;
  readonly releaseDaysBefore?: number;
  readonly exclusive?: boolean;
}

export type BookingStatus =
  | 'HELD'
  | 'CONFIRMING'
  | 'UNKNOWN_DOWNSTREAM'
  | 'ON_REQUEST'
  | 'CONFIRMED'
  | 'COMPLETED'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'REJECTED'
  | 'NO_SHOW';

/** Per night, the line (and block) that the booking consumed when it was held; never re-derived. */
export interface Allocation {
  readonly line: LineId;
  readonly date: DateText;
  readonly rooms: number;
  readonly block?: string;
}

export interface BookingFact extends FactHead {
  readonly kind: 'BOOKING';
  readonly agency: string;
  readonly status: BookingStatus;
  readonly heldAt: InstantText;
  readonly expiresAt?: InstantText;
  readonly downstreamConfirmed?: boolean;
  readonly allocations: readonly Allocation[];
}

export type Fact =
  ContractFact | AudienceFact | EventFact | PoolFact | SubAllotmentFact | BookingFact;

/**
 * A retraction may carry the head alone: what is absent needs no content.
 */
export type Retraction = FactHead & { readonly retracted: true };
