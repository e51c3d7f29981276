// The rows of a hotel that were resolved of late, for as long as resolving them anew would give the
// same: no fact was folded since, and no instant has come at which time alone changes a number. Part
// of a hotel's entry in hotel-books.ts; nothing here can be stale, because every read names its seq.
import { limits } from '../../../shared/config/limits.ts';
import type { Micros } from '../../../shared/domain/instants.ts';
import type { RoomTypeDays } from '../domain/room-type-days.ts';

export interface ResolvedRows {
  readonly roomTypes: readonly RoomTypeDays[];
  /** The next instant at which time alone could change a number; ∞ if there is none. */
  readonly validUntil: Micros;
}

export interface RowMemory {
  /**
   * The rows that answer `question` at this seq and instant: those of an earlier time if they are
   * certainly the same, else what `resolve` gives. A question names all that the rows depend on
   * besides the facts and the instant.
   */
  recall(question: string, at: ReadAt, resolve: () => ResolvedRows): ResolvedRows;
  /** About how much memory the rows take. */
  bytes(): number;
}

export interface ReadAt {
  readonly seq: number;
  readonly asOf: Micros;
}

interface Remembered {
  readonly rows: ResolvedRows;
  readonly resolvedAt: Micros;
  readonly bytes: number;
}

/** Numbers are kept as they are sent, in plain arrays: eight bytes each. */
const NUMBER_BYTES = 8;
const ROW_BYTES = 300;
const QUESTION_BYTES = 500;

/** Bounded in questions; the one asked longest ago is forgotten first. */
export function createRowMemory(
  questionsMax: number = limits.hotelCache.questionsPerHotelMax,
): RowMemory {
  const known = new Map<string, Remembered>();
  let knownSeq = -1;
  let bytes = 0;

  function forget(question: string): void {
    bytes -= known.get(question)?.bytes ?? 0;
    known.delete(question);
  }

  function keep(question: string, remembered: Remembered): void {
    forget(question);
    const [oldest] = known.keys();
    if (known.size >= questionsMax && oldest !== undefined) forget(oldest);
    known.set(question, remembered);
    bytes += remembered.bytes;
  }

  return {
    recall(question, { seq, asOf }, resolve) {
      if (seq !== knownSeq) {
        known.clear();
        bytes = 0;
        knownSeq = seq;
      }
      const found = known.get(question);
      // The clock of another database (a standby's) may be behind: before `resolvedAt` nothing is known.
      const holds = found && found.resolvedAt <= asOf && asOf < found.rows.validUntil;
      const remembered = holds ? found : remember(resolve(), asOf);
      keep(question, remembered);
      return remembered.rows;
    },
    bytes: () => bytes,
  };
}

function remember(rows: ResolvedRows, resolvedAt: Micros): Remembered {
  const bytes = rows.roomTypes.reduce(
    (sum, { available }) => sum + ROW_BYTES + 2 * NUMBER_BYTES * available.length,
    QUESTION_BYTES,
  );
  return { rows, resolvedAt, bytes };
}
