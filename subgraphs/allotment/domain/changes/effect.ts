// What a change does to the numbers, as operators are shown it before they commit.
import type { BookingStatus } from '../../../../shared/domain/facts.ts';
import type { ClosureMode } from '../pipeline/closure.ts';

/** A line's night; null stands for ∞ in `available` and `own`, and for no number in `rate`. */
export interface CellState {
  readonly available: number | null;
  readonly unlimited: boolean;
  readonly raw: number;
  readonly own: number | null;
  readonly oversold: number;
  readonly closed: readonly ClosureMode[];
  readonly rate: number | null;
}

/** Null: the line does not cover the night. */
export interface CellChange {
  readonly line: string;
  readonly date: string;
  readonly before: CellState | null;
  readonly after: CellState | null;
}

export interface RoomsState {
  readonly available: number | null;
  readonly unlimited: boolean;
}

/** Whose eyes: the house's, one agency's, or those of any agency that the change does not name. */
export type ViewName = 'HOUSE' | 'AGENCY' | 'OTHER_AGENCIES';

export interface RoomTypeChange {
  readonly view: ViewName;
  readonly agencyId: string | null;
  readonly roomType: string;
  readonly date: string;
  readonly before: RoomsState | null;
  readonly after: RoomsState | null;
}

/** Why a booking's night is at risk; the booking itself is never touched. */
export type RiskCause = 'OVERSOLD' | 'STOPPED' | 'UNCOVERED';

export interface BookingAtRisk {
  readonly bookingId: string;
  readonly agencyId: string;
  readonly status: BookingStatus;
  readonly nights: readonly {
    readonly line: string;
    readonly date: string;
    readonly rooms: number;
    readonly cause: RiskCause;
  }[];
}

/** Nights `[from, to)` that were compared; equal when the change touches none within reach. */
export interface ChangeEffect {
  readonly from: string;
  readonly to: string;
  readonly cells: readonly CellChange[];
  readonly roomTypes: readonly RoomTypeChange[];
  readonly bookingsAtRisk: readonly BookingAtRisk[];
}

export type WarningCode = 'TARGET_MISSING' | 'NOTHING_CHANGES' | 'NIGHTS_OUT_OF_REACH';

/** Something to look at that is no reason to refuse. */
export interface ChangeWarning {
  readonly code: WarningCode;
  readonly message: string;
  /** JSON pointer into the input, where one field is meant. */
  readonly path: string | null;
}
