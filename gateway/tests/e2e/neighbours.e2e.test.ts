// What one partner sees never changes because another sells its own sub-allotment: real bookings through
// every process, over several sets of arrangements made from a seed.
import { hold, granted, look } from './bookings.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(240_000);

const siam = partner('SIAM');
const lotus = partner('LOTUS');

interface Arrangement {
  readonly hotel: string;
  readonly rooms: number;
  readonly siam: number;
  readonly lotus: number;
  readonly exclusive: boolean;
  /** Null: the line is in no pool. */
  readonly pool: number | null;
}

/** Each holds the whole of what is kept for LOTUS; in some a pool is the narrower limit. */
const ARRANGEMENTS: readonly Arrangement[] = [
  { hotel: 'NEXT-1', rooms: 10, siam: 4, lotus: 3, exclusive: false, pool: null },
  { hotel: 'NEXT-2', rooms: 10, siam: 0, lotus: 3, exclusive: false, pool: 6 },
  { hotel: 'NEXT-3', rooms: 5, siam: 2, lotus: 3, exclusive: true, pool: null },
  { hotel: 'NEXT-4', rooms: 8, siam: 3, lotus: 2, exclusive: false, pool: 5 },
  { hotel: 'NEXT-5', rooms: 6, siam: 0, lotus: 6, exclusive: false, pool: null },
  { hotel: 'NEXT-6', rooms: 12, siam: 5, lotus: 4, exclusive: true, pool: 9 },
];

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.createAgencies(['SIAM', 'LOTUS', 'EURO']);
});
afterAll(() => world.stop());

describe.each(ARRANGEMENTS)('$hotel: SIAM $siam, LOTUS $lotus of $rooms, pool $pool', (given) => {
  const stay = (): { hotelId: string; checkIn: string; checkOut: string } => ({
    hotelId: given.hotel,
    checkIn: world.night(10),
    checkOut: world.night(13),
  });
  beforeAll(async () => {
    await world.supply(given.hotel, { A: given.rooms, B: given.rooms });
    await arrange(given);
  });

  test('LOTUS sells room by room what is kept for it, and SIAM sees the same to the letter', async () => {
    const before = await everythingSeen(given.hotel);
    const kept = await roomsOf(lotus, stay());
    expect(kept).toBeGreaterThanOrEqual(given.lotus);
    for (let sold = 1; sold <= given.lotus; sold += 1) {
      granted(await hold(world, lotus, `${given.hotel}-${sold}`, stay()));
      expect(await roomsOf(lotus, stay())).toBe(kept - sold);
      expect(await everythingSeen(given.hotel)).toBe(before);
    }
  });

  test('and beyond that, stock that is shared moves for everybody', async () => {
    const [before, left] = [await roomsOf(siam, stay()), await roomsOf(lotus, stay())];
    const more = await hold(world, lotus, `${given.hotel}-more`, stay());
    expect(more.__typename).toBe(left > 0 ? 'BookingGroup' : 'NotAvailable');
    const shared = given.siam === 0 || !given.exclusive;
    if (left > 0 && shared) expect(await roomsOf(siam, stay())).toBe(before - 1);
  });
});

/** Every number and word that SIAM is told of the hotel, without the instants of asking. */
async function everythingSeen(hotelId: string): Promise<string> {
  const [from, to] = [world.night(8), world.night(15)];
  const seen = await world.ask(
    siam,
    `query Seen($calendar: CalendarInput!, $stays: StayAvailabilityInput!, $why: WhyNotInput!,
        $explain: ExplainAvailabilityInput!) {
      calendar(input: $calendar) { ... on Calendar { hotels { roomTypes {
        code packed { available flags } days { available unlimited closed missing requestable }
      } } } }
      stayAvailability(input: $stays) { ... on StayAvailability { feasible
        reasons { code line needed have } stays { feasibleAlone reasons { code needed have } nights { rooms } }
      } }
      whyNot(input: $why) { ... on WhyNot { bookable reasons { code line needed have }
        changes { kind stays { roomType checkIn checkOut rooms } }
      } }
      explainAvailability(input: $explain) { ... on AvailabilityExplanation { available
        terms { kind message rooms line count binding }
      } }
    }`,
    {
      calendar: { hotelIds: [hotelId], from, to },
      stays: { hotelId, stays: [stayOf(3), stayOf(20)] },
      why: { hotelId, ...stayOf(20) },
      explain: { hotelId, roomType: 'A', night: world.night(11) },
    },
  );
  return JSON.stringify(seen);
}

function stayOf(rooms: number): object {
  return { roomType: 'A', checkIn: world.night(10), checkOut: world.night(13), rooms };
}

async function roomsOf(
  user: typeof siam,
  stay: { hotelId: string; checkIn: string; checkOut: string },
): Promise<number> {
  return Math.min(...(await look(world, user, stay)).available);
}

async function arrange(given: Arrangement): Promise<void> {
  const { hotel: hotelId, pool } = given;
  const line = `${hotelId}-C1/A`;
  const kept = (agency: string, rooms: number, exclusive: boolean): object => ({
    input: { hotelId, id: `kept-${agency}`, line, agency, rooms, exclusive },
  });
  if (given.siam > 0) await change('saveSubAllotment', kept('SIAM', given.siam, given.exclusive));
  await change('saveSubAllotment', kept('LOTUS', given.lotus, false));
  if (pool === null) return;
  const input = { hotelId, id: 'pool', members: [{ line, weight: 1 }], budget: pool };
  await change('savePool', { input });
}

async function change(mutation: string, variables: object): Promise<void> {
  const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
  const { done } = await world.ask<{ done: { __typename: string } }>(
    OPERATOR,
    `mutation Arrange($input: ${type}!) {
      done: ${mutation}(input: $input) { __typename ... on Refusal { message } }
    }`,
    variables,
  );
  expect(done).toEqual({ __typename: 'Change' });
}
