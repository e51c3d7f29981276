// Deadlines as they are told: the instant, and what the clocks at the hotel show then.
import { formatInstant, formatWall, instantOf } from '../../../shared/domain/instants.ts';

export interface HotelTimeView {
  readonly instant: string;
  readonly local: string;
  readonly timezone: string;
}

/** Null stays null. */
export function hotelTime(
  instant: string | null | undefined,
  timezone: string,
): HotelTimeView | null {
  if (instant == null) return null;
  const at = instantOf(instant);
  return { instant: formatInstant(at), local: formatWall(at, timezone), timezone };
}
