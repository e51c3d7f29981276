// Stops a run that changes too much at once: a supplier's mistake looks like news of the whole house.
// Pure. Called by the sync service on every plan before anything is appended.
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { NightWindow } from './told-supply.ts';
import { covers, roomsOf } from './contract-content.ts';
import type { ContractContent } from './contract-content.ts';
import type { KnownContract, SupplyPlan } from './plan-supply.ts';

export interface MassChangeLimits {
  /** Basis points of live cells that may change; counts from `massChangeCellsMin` cells on. */
  readonly changedShareBpMax: number;
  /** Basis points of cells with rooms that may go to none. */
  readonly zeroedShareBpMax: number;
  readonly massChangeCellsMin: number;
}

export interface MassChangeVerdict {
  readonly verdict: 'APPLY' | 'NEEDS_APPROVAL';
  readonly reasons: readonly ('ALL_ZERO' | 'ZEROED_SHARE' | 'CHANGED_SHARE')[];
  /** Line nights known before, in the window. */
  readonly cells: number;
  readonly changed: number;
  readonly raised: number;
  readonly lowered: number;
  /** Had rooms before and have none after. */
  readonly zeroed: number;
}

const BASIS_POINTS = 10_000;

/**
 * Weighs a plan against what is known, over the live nights of `window`. Only cells known before
 * count: the first sync of a hotel, and every new contract, changes none of them.
 */
export function guardMassChange(input: {
  readonly known: ReadonlyMap<string, KnownContract>;
  readonly plan: Pick<SupplyPlan, 'append'>;
  readonly window: NightWindow;
  readonly limits: MassChangeLimits;
}): MassChangeVerdict {
  const count = countCells(input);
  const changed = count.raised + count.lowered;
  const reasons: MassChangeVerdict['reasons'][number][] = [];
  if (count.withRooms > 0 && count.zeroed > 0 && !count.roomsAfter) reasons.push('ALL_ZERO');
  if (count.zeroed * BASIS_POINTS > input.limits.zeroedShareBpMax * count.withRooms) {
    reasons.push('ZEROED_SHARE');
  }
  if (
    count.cells >= input.limits.massChangeCellsMin &&
    changed * BASIS_POINTS > input.limits.changedShareBpMax * count.cells
  ) {
    reasons.push('CHANGED_SHARE');
  }
  const { cells, raised, lowered, zeroed } = count;
  const verdict = reasons.length === 0 ? 'APPLY' : 'NEEDS_APPROVAL';
  return { verdict, reasons, cells, changed, raised, lowered, zeroed };
}

interface CellCount {
  cells: number;
  withRooms: number;
  raised: number;
  lowered: number;
  zeroed: number;
  /** Any cell, of old or new contracts, has rooms after the plan. */
  roomsAfter: boolean;
}

function countCells(input: {
  readonly known: ReadonlyMap<string, KnownContract>;
  readonly plan: Pick<SupplyPlan, 'append'>;
  readonly window: NightWindow;
}): CellCount {
  const count = { cells: 0, withRooms: 0, raised: 0, lowered: 0, zeroed: 0, roomsAfter: false };
  const planned = new Map(input.plan.append.map(({ fact }) => [fact.id, fact]));
  for (const id of new Set([...input.known.keys(), ...planned.keys()])) {
    const before = input.known.get(id)?.content ?? null;
    const after = planned.get(id) ?? before;
    countContract(before, after, input.window, count);
  }
  return count;
}

function countContract(
  before: ContractContent | null,
  after: ContractContent | null,
  window: NightWindow,
  count: CellCount,
): void {
  const roomTypes = new Set([...(before?.lines ?? []), ...(after?.lines ?? [])].map(roomTypeOf));
  const end = nightOf(window.to);
  for (let night = nightOf(window.from); night < end; night += 1) {
    for (const roomType of roomTypes) {
      const now = roomsOf(after, roomType, night);
      if (now > 0) count.roomsAfter = true;
      if (!before || !covers(before, night)) continue;
      const was = roomsOf(before, roomType, night);
      count.cells += 1;
      if (was > 0) count.withRooms += 1;
      if (now > was) count.raised += 1;
      if (now < was) count.lowered += 1;
      if (was > 0 && now === 0) count.zeroed += 1;
    }
  }
}

function roomTypeOf(line: { readonly roomType: string }): string {
  return line.roomType;
}
