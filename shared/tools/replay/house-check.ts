// Whether a house is as it was planned before the first booking: every room there, none taken.
// Called by house.ts.
import { formatNight } from '../../domain/nights.ts';
import { limits } from '../../config/limits.ts';
import type { GatewayClient } from '../gateway-client.ts';
import type { House } from './plan-houses.ts';

const LOOK = `query Look($id: ID!, $from: Date!, $to: Date!) {
  hotel(id: $id) { calendar(from: $from, to: $to) { roomTypes { code packed { available } } } }
}`;

interface Looked {
  readonly hotel: {
    readonly calendar: {
      readonly roomTypes: readonly {
        readonly code: string;
        readonly packed: { readonly available: readonly number[] };
      }[];
    } | null;
  } | null;
}

/** The first thing that differs, as the end of a sentence; undefined when nothing does. */
export async function whatIsNotThere(
  operator: GatewayClient,
  { code, rooms, nights }: House,
): Promise<string | undefined> {
  for (let from = nights.from; from < nights.to; from += limits.calendar.nightsMax) {
    const to = Math.min(nights.to, from + limits.calendar.nightsMax);
    const range = { from: formatNight(from), to: formatNight(to) };
    const { hotel } = await operator.query<Looked>(LOOK, { id: code, ...range });
    if (hotel === null) return 'it is nowhere to be found';
    for (const [type, expected] of rooms) {
      const shown = hotel.calendar?.roomTypes.find((each) => each.code === type);
      const available = shown?.packed.available ?? [];
      const wrong = Array.from({ length: to - from }, (_, index) => index).find(
        (index) => available[index] !== expected,
      );
      if (wrong === undefined) continue;
      const night = formatNight(from + wrong);
      return `${type} has ${available[wrong] ?? 'no'} rooms on ${night}, not ${expected}`;
    }
  }
  return undefined;
}
