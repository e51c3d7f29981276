// What a change answers, committed or only tried. Plain data: it is stored and answered again.
import type { ChangedKind } from './proposal.ts';
import type {
  BookingAtRisk,
  CellChange,
  ChangeEffect,
  ChangeWarning,
  RoomTypeChange,
} from './effect.ts';
import type { PlannedFact } from './decide-change.ts';
import type { AuditAction } from './settle-proposal.ts';

export interface ChangedFact {
  readonly kind: ChangedKind;
  readonly id: string;
  readonly revision: number;
  readonly action: AuditAction;
}

/** Lists are cut to what an answer may carry; totals are not. */
export interface ShownEffect {
  readonly from: string;
  readonly to: string;
  readonly cells: readonly CellChange[];
  readonly cellsTotal: number;
  readonly roomTypes: readonly RoomTypeChange[];
  readonly roomTypesTotal: number;
  readonly bookingsAtRisk: readonly BookingAtRisk[];
  readonly bookingsAtRiskTotal: number;
  readonly warnings: readonly ChangeWarning[];
}

export interface Change extends ShownEffect {
  readonly __typename: 'Change';
  readonly id: string;
  readonly hotelId: string;
  /** Head of the ledger after the change. */
  readonly seq: number;
  readonly recordedAt: string;
  readonly facts: readonly ChangedFact[];
}

export interface DryRun extends ShownEffect {
  readonly __typename: 'DryRun';
  readonly token: string;
  readonly expiresAt: string;
  readonly hotelId: string;
  /** Head of the ledger that was looked at. */
  readonly seq: number;
  readonly facts: readonly ChangedFact[];
}

export function changedFact({ fact, action }: PlannedFact): ChangedFact {
  const { kind, id, rev } = fact;
  return { kind: kind as ChangedKind, id, revision: rev, action };
}

export function shownEffect(
  effect: ChangeEffect,
  warnings: readonly ChangeWarning[],
  bounds: { readonly cellsShownMax: number; readonly bookingsShownMax: number },
): ShownEffect {
  const { from, to, cells, roomTypes, bookingsAtRisk } = effect;
  return {
    from,
    to,
    cells: cells.slice(0, bounds.cellsShownMax),
    cellsTotal: cells.length,
    roomTypes: roomTypes.slice(0, bounds.cellsShownMax),
    roomTypesTotal: roomTypes.length,
    bookingsAtRisk: bookingsAtRisk.slice(0, bounds.bookingsShownMax),
    bookingsAtRiskTotal: bookingsAtRisk.length,
    warnings,
  };
}
