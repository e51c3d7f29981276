// What one asks of a hotel's book. `knownAt` is not here: it chooses the facts of the book.
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';

export interface ResolveQuery {
  /** IANA zone of the hotel. */
  readonly timezone: string;
  readonly from: DayNumber;
  /** Exclusive. */
  readonly to: DayNumber;
  readonly asOf: Micros;
  /** The asking agency; null sees every line, and no rooms are kept back for others. */
  readonly agency: string | null;
  /** Only lines of these room types are answered; all without it. */
  readonly roomTypes?: ReadonlySet<string>;
}
