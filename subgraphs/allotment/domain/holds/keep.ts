// What a booking that is being changed holds already: what fits the new stay is kept and counts as
// had, whatever is closed or sold out now; the rest counts as free (domain.md §4, amend). Only the
// difference is then asked of the lines.
import type { Allocation, BookingFact } from '../../../../shared/domain/facts.ts';
import { parseLineId } from '../../../../shared/domain/line-ids.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Holder } from '../pipeline/book-state.ts';
import { putBack, setAside } from './desk.ts';
import type { Desk } from './desk.ts';
import type { GrantedNight } from './hold-request.ts';
import type { Kept, KeptCell } from './kept.ts';
import type { Stay } from './stay.ts';

/** Rooms that a line keeps. */
export interface KeptRooms {
  readonly kept: Kept;
  /** Counts them as free after all, unless they are to stay held. */
  letGo(): void;
}

/** Keeps what fits, and counts what does not as free from now on, unless it is to stay held. */
export function keepRooms(desk: Desk, stay: Stay): KeptRooms {
  const { keeps = [], holdsRest = false } = stay.line;
  const before = keeps.flatMap((booking) => {
    const held = setAside(desk, booking);
    return held === null ? [] : [{ booking, ...held }];
  });
  const cells = fitting(before, stay);
  const held = before.map(({ booking, holder, fact }) => {
    const kept = cells.filter((cell) => cell.booking === booking);
    const allocations = holdsRest ? fact.allocations : kept.map(({ allocation }) => allocation);
    return putBack(desk, holder, allocations);
  });
  return {
    kept: keptOf(cells, before, stay),
    letGo() {
      if (!holdsRest) for (const { letGo } of held) letGo();
    },
  };
}

interface HeldBefore {
  readonly booking: string;
  readonly holder: Holder;
  readonly fact: BookingFact;
}

/** No more rooms per night than are asked for, what was held first before what came later. */
function fitting(before: readonly HeldBefore[], stay: Stay): KeptCell[] {
  const wanted = new Array<number>(stay.length).fill(stay.line.rooms);
  return before.flatMap(({ booking, fact }) =>
    fact.allocations.flatMap((allocation) => {
      const at = nightOf(allocation.date) - stay.from;
      if (at < 0 || at >= stay.length || !fits(allocation, stay)) return [];
      const rooms = Math.min(wanted[at] as number, allocation.rooms);
      if (rooms === 0) return [];
      wanted[at] = (wanted[at] as number) - rooms;
      return [{ booking, at, allocation: { ...allocation, rooms } }];
    }),
  );
}

function fits({ line, block }: Allocation, stay: Stay): boolean {
  return parseLineId(line)?.roomType === stay.line.roomType && block === stay.line.block;
}

function keptOf(cells: readonly KeptCell[], before: readonly HeldBefore[], stay: Stay): Kept {
  const days: DayNumber[] = before.flatMap(({ fact }) =>
    fact.allocations.map(({ date }) => nightOf(date)),
  );
  const on = (at: number, line?: string): number =>
    cells
      .filter((cell) => cell.at === at && (line === undefined || cell.allocation.line === line))
      .reduce((sum, { allocation }) => sum + allocation.rooms, 0);
  const hasAll = (at: number): boolean => on(at) === stay.line.rooms;
  return {
    cells,
    on,
    unchanged: {
      arrival: Math.min(...days) === stay.from && hasAll(0),
      departure: Math.max(...days) + 1 === stay.to && hasAll(stay.length - 1),
    },
  };
}

/** As they are told back; what they cost was agreed when they were held. */
export function keptNights(stay: Stay, { cells }: Kept): GrantedNight[] {
  return cells.map(({ booking, at, allocation: { line, rooms, block } }) => ({
    lineIndex: stay.index,
    night: formatNight(stay.from + at),
    line,
    rooms,
    ...(block === undefined ? {} : { block }),
    rate: null,
    currency: null,
    keptFrom: booking,
  }));
}
