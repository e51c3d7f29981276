// What one partner sees never changes because another sells its own sub-allotment: real bookings through
// every process, over several sets of arrangements made from a seed.
import { instantOf } from '../../../shared/domain/instants.ts';
import { readClock } from '../../../shared/ledger/ledger.ts';
import { hold, granted, look } from './bookings.ts';
import { setAside } from './set-aside.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(240_000);
const MINUTE_MS = 60_000;

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

describe('when an option of LOTUS ends, in five minutes', () => {
  const hotelId = 'NEXT-7';
  let group: ReturnType<typeof granted>;
  let ends: string;
  beforeAll(async () => {
    await world.supply(hotelId, { A: 10, B: 10 });
    const stay = { hotelId, checkIn: world.night(10), checkOut: world.night(12) };
    group = granted(await hold(world, siam, 'beside an option', stay));
    ends = new Date(Date.parse(await readClock(world.admin)) + 5 * MINUTE_MS).toISOString();
    const dates = [10, 11, 12].map((days) => world.night(days));
    const option = { id: 'option', agency: 'LOTUS', line: `${hotelId}-C1/A`, dates, rooms: 2 };
    await setAside(world, hotelId, { ...option, optionAt: ends });
  });

  test.each([
    ['calendar', 'CalendarInput', 'Calendar { hotels { validUntil } }'],
    ['stayAvailability', 'StayAvailabilityInput', 'StayAvailability { validUntil }'],
    ['quoteStay', 'QuoteStayInput', 'StayQuote { validUntil }'],
  ])(
    'staff are told of it with %s, and SIAM has no field for it',
    async (field, type, selection) => {
      const query = `query Until($input: ${type}!) { ${field}(input: $input) { ... on ${selection} } }`;
      const [from, to] = [world.night(10), world.night(13)];
      const input = {
        calendar: { hotelIds: [hotelId], from, to },
        stayAvailability: { hotelId, agencyId: 'SIAM', stays: [stayOf(1)] },
        quoteStay: { hotelId, agencyId: 'SIAM', lines: [stayOf(1)] },
      }[field];
      const told = JSON.stringify(await world.ask(OPERATOR, query, { input }));
      expect(told).toContain(`"validUntil":"${ends.slice(0, -1)}`);
      const refused = await world.send(siam, query, { input });
      expect(refused).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    },
  );

  test('a change is quoted to SIAM for ten minutes all the same', async () => {
    const [booking] = group.bookings;
    const lines = [{ bookingId: booking?.id, checkOut: world.night(13) }];
    const asked = instantOf(await readClock(world.admin));
    const quoted = await world.ask<{ quoteAmendment: { validUntil: string } }>(
      siam,
      `query Change($input: QuoteAmendmentInput!) {
        quoteAmendment(input: $input) { __typename ... on AmendmentQuote { validUntil } } }`,
      { input: { groupId: group.id, lines } },
    );
    expect(quoted.quoteAmendment).toMatchObject({ __typename: 'AmendmentQuote' });
    const lasts = instantOf(quoted.quoteAmendment.validUntil) - asked;
    expect(lasts).toBeGreaterThanOrEqual(10 * MINUTE_MS * 1_000);
  });
});

/** Every number and word that SIAM is told of the hotel, without the instants of asking. */
async function everythingSeen(hotelId: string): Promise<string> {
  const [from, to] = [world.night(8), world.night(15)];
  const seen = await world.ask(
    siam,
    `query Seen($calendar: CalendarInput!, $stays: StayAvailabilityInput!, $why: WhyNotInput!,
        $explain: ExplainAvailabilityInput!, $quote: QuoteStayInput!) {
      calendar(input: $calendar) { ... on Calendar { hotels { roomTypes {
        code packed { available flags } days { available unlimited closed missing requestable }
      } } } }
      stayAvailability(input: $stays) { ... on StayAvailability { feasible
        reasons { code line needed have } stays { feasibleAlone reasons { code needed have } nights { rooms } }
      } }
      whyNot(input: $why) { ... on WhyNot { bookable reasons { code line needed have }
        changes { kind stays { roomType checkIn checkOut rooms } }
      } }
      quoteStay(input: $quote) { __typename
        ... on StayQuote { onRequest total { amount } lines { amount { amount } cancellation { freeUntil { instant } } } }
        ... on Refusal { message reasons { code line path needed have } }
      }
      explainAvailability(input: $explain) { ... on AvailabilityExplanation { available
        terms { kind message rooms line count binding }
      } }
    }`,
    {
      calendar: { hotelIds: [hotelId], from, to },
      stays: { hotelId, stays: [stayOf(3), stayOf(20)] },
      why: { hotelId, ...stayOf(20) },
      explain: { hotelId, roomType: 'A', night: world.night(11) },
      quote: { hotelId, lines: [stayOf(3)] },
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
