// The first query that a newcomer pastes: a week of a real hotel with rooms to sell, asked for as a
// partner. Looked for when everything serves, so that its answer is worth looking at.
import { formatNight, nightAt } from '../../domain/nights.ts';
import type { GatewayClient } from '../gateway-client.ts';

interface HotelEdge {
  readonly node: { readonly id: string; readonly name: string; readonly timezone: string };
}

interface Packed {
  readonly code: string;
  readonly packed: { readonly available: readonly number[] };
}

interface Answered {
  readonly calendar: {
    readonly hotels?: readonly {
      readonly hotel: { readonly id: string };
      readonly roomTypes: readonly Packed[];
    }[];
  };
}

interface Sample {
  readonly hotelId: string;
  /** Days after today. */
  readonly offset: number;
  /** Of the pairs of room type and night, how many have something to sell: 0 to 1. */
  readonly open: number;
}

const HOTELS_LOOKED_AT = 25;
const DAYS_LOOKED_AT = 60;
const DAYS_SHOWN = 7;

const HOTELS = `query { hotels(first: ${HOTELS_LOOKED_AT}) {
  edges { node { id name timezone } }
} }`;
const LOOK = `query ($input: CalendarInput!) { calendar(input: $input) {
  ... on Calendar { hotels { hotel { id } roomTypes { code packed { available } } } }
} }`;

/** A hotel and a query that shows its calendar; undefined when nothing was synced yet. */
export async function findSampleQuery(
  partner: GatewayClient,
  nowMs: number,
): Promise<{ readonly hotelId: string; readonly query: string } | undefined> {
  const { hotels } = await partner.query<{ hotels: { edges: readonly HotelEdge[] } }>(HOTELS);
  const known = hotels.edges.map(({ node }) => node);
  if (known.length === 0) return undefined;
  // The latest of the hotels' own todays lies in nobody's past.
  const today = Math.max(...known.map(({ timezone }) => nightAt(nowMs, timezone)));
  const input = {
    hotelIds: known.map(({ id }) => id),
    from: formatNight(today),
    to: formatNight(today + DAYS_LOOKED_AT),
  };
  const { calendar } = await partner.query<Answered>(LOOK, { input });
  const samples = (calendar.hotels ?? []).flatMap(({ hotel, roomTypes }) =>
    samplesOf(hotel.id, roomTypes),
  );
  const best = samples.reduce<Sample | undefined>(better, undefined);
  if (best === undefined) return undefined;
  const from = today + best.offset;
  return { hotelId: best.hotelId, query: queryFor(best.hotelId, from, from + DAYS_SHOWN) };
}

/** One per week that could be shown. */
function samplesOf(hotelId: string, roomTypes: readonly Packed[]): Sample[] {
  return Array.from({ length: DAYS_LOOKED_AT - DAYS_SHOWN + 1 }, (_, offset) => {
    const nights = roomTypes.flatMap(({ packed }) =>
      packed.available.slice(offset, offset + DAYS_SHOWN),
    );
    const open = nights.filter((rooms) => rooms !== 0).length / Math.max(1, nights.length);
    return { hotelId, offset, open };
  });
}

/** The one with more to sell; of equal ones the first, that is the earlier. */
function better(best: Sample | undefined, sample: Sample): Sample {
  return best === undefined || sample.open > best.open ? sample : best;
}

function queryFor(hotelId: string, from: number, to: number): string {
  const range = `from: "${formatNight(from)}", to: "${formatNight(to)}"`;
  return [
    '{',
    `  calendar(input: { hotelIds: ["${hotelId}"], ${range} }) {`,
    '    ... on Calendar {',
    '      hotels { hotel { name } roomTypes { code days { date available closed } } }',
    '    }',
    '  }',
    '}',
  ].join('\n');
}
