// explainAvailability, and calendars of the past: who is told what, and when.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { NEXT, NIGHT, REFUSED, serveWorld } from './served-world.ts';
import type { ServedWorld } from './served-world.ts';

const SIAM = callers.partner('SIAM');
let world: ServedWorld;

beforeAll(async () => {
  world = await serveWorld();
});
afterAll(() => world.stop());

const EXPLAIN = `query ($input: ExplainAvailabilityInput!) { explainAvailability(input: $input) {
  __typename ${REFUSED}
  ... on AvailabilityExplanation {
    hotel { id } available unlimited seq knownAt
    terms { kind rooms message agencyId count binding sources { kind id rev } }
    lines { line available limits { kind rooms } } } } }`;
const CALENDAR = `query ($input: CalendarInput!) { calendar(input: $input) {
  __typename ${REFUSED}
  ... on Calendar { hotels { roomTypes { code days { available } } } } } }`;

const short = (terms: { kind: string; rooms: number }[]) =>
  terms.map(({ kind, rooms }) => `${kind} ${rooms}`);

describe('explainAvailability', () => {
  test('retells the number to an operator with every source, and as it was known before', async () => {
    const { hotelId, before } = await world.openHotel();
    const input = { hotelId, line: 'K1/A', night: NIGHT };
    const { data } = await world.ask(callers.operator, EXPLAIN, input);
    expect(data).toMatchObject({
      explainAvailability: {
        hotel: { id: hotelId },
        available: 3,
        unlimited: false,
        seq: 4,
        terms: [
          {
            kind: 'BASE',
            rooms: 10,
            binding: true,
            message: 'The contract gives 10.',
            sources: [{ kind: 'CONTRACT', id: 'K1', rev: 1 }],
          },
          { kind: 'BLOCK', rooms: -4, agencyId: 'ASIA', sources: [{ kind: 'BLOCK', id: 'b1' }] },
          { rooms: -2, agencyId: 'ASIA', sources: [{ kind: 'BOOKING', id: 'bkg_a', rev: 1 }] },
          { rooms: -1, agencyId: 'SIAM', sources: [{ kind: 'BOOKING', id: 'bkg_s', rev: 1 }] },
        ],
        lines: [{ line: 'K1/A', available: 3, limits: [{ kind: 'STOCK', rooms: 3 }] }],
      },
    });
    const past = await world.ask(callers.operator, EXPLAIN, { ...input, knownAt: before });
    expect(past.data).toMatchObject({
      explainAvailability: { available: 5, seq: 3, knownAt: before },
    });
  });

  test('tells each role its own part of the same sum', async () => {
    const { hotelId } = await world.openHotel();
    const input = { hotelId, roomType: 'A', night: NIGHT };
    const heard = async (identity: IdentityClaims, more = {}) => {
      const { data } = await world.ask(identity, EXPLAIN, { ...input, ...more });
      const { available, seq, lines, terms } = data?.['explainAvailability'] as {
        available: number;
        seq: number | null;
        lines: unknown;
        terms: { kind: string; rooms: number }[];
      };
      return { available, seq, lines, terms: short(terms) };
    };
    const seller = { available: 3, seq: null, lines: null };
    expect(await heard(SIAM)).toEqual({ ...seller, terms: ['BOOKING -1', 'OTHER_USE 4'] });
    expect(await heard(callers.partner('NOBODY'))).toEqual({ ...seller, terms: ['OTHER_USE 3'] });
    expect(await heard(callers.agent, { agencyId: 'ASIA' })).toEqual({
      ...seller,
      terms: ['BLOCK -4', 'BOOKING -2', 'OTHER_USE 9'],
    });
    expect(await heard(callers.supplier(hotelId))).toEqual({
      ...seller,
      terms: ['BASE 10', 'BLOCKS -4', 'BOOKINGS -3'],
    });
  });

  test('is refused in order: permission, shape, existence', async () => {
    const { hotelId, before } = await world.openHotel();
    const good = { hotelId, roomType: 'A', night: NIGHT };
    const refused = async (identity: IdentityClaims, input: Record<string, unknown>) =>
      (await world.ask(identity, EXPLAIN, input)).data?.['explainAvailability'];
    const is = (__typename: string, code: string, path: string | null = null) => ({
      __typename,
      reasons: [{ code, path }],
    });
    const denied = is('NotPermitted', 'NOT_ENTITLED');
    const rows: [IdentityClaims, Record<string, unknown>, unknown][] = [
      [callers.supplier(hotelId), { ...good, agencyId: 'SIAM' }, denied],
      // At a later instant others' holds have ended: the difference would tell how many there are.
      [SIAM, { ...good, asOf: '2031-01-01T00:00:00Z' }, denied],
      [SIAM, { ...good, knownAt: before }, denied],
      [SIAM, { ...good, night: NEXT, knownAt: before, asOf: before }, denied],
      [callers.agent, { ...good, asOf: before, agencyId: 'SIAM' }, denied],
      [callers.agent, good, is('InvalidInput', 'BAD_INPUT', '/agencyId')],
      [callers.operator, { ...good, line: 'K1/A' }, is('InvalidInput', 'BAD_INPUT', '/line')],
      [SIAM, { ...good, agencyId: 'ASIA' }, is('NotFound', 'NOT_FOUND', '/agencyId')],
      [
        callers.agentOf('SIAM'),
        { ...good, agencyId: 'ASIA' },
        is('NotFound', 'NOT_FOUND', '/agencyId'),
      ],
      [SIAM, { ...good, roomType: 'Z' }, is('NotFound', 'NOT_FOUND', '/roomType')],
      [callers.operator, { ...good, hotelId: 'H0' }, is('NotFound', 'NOT_FOUND', '/hotelId')],
      [callers.supplier('H0'), good, is('NotFound', 'NOT_FOUND', '/hotelId')],
    ];
    for (const [identity, input, answer] of rows) {
      expect(await refused(identity, input)).toEqual(answer);
    }
    const own = { ...good, knownAt: before, asOf: before };
    expect(await refused(SIAM, own)).toMatchObject({ available: 5 });
  });
});

test('a calendar shows what it showed then, to those who may know', async () => {
  const { hotelId, before } = await world.openHotel();
  const input = { hotelIds: [hotelId], roomTypes: ['A'], from: NIGHT, to: NEXT };
  const shown = async (identity: IdentityClaims, more = {}) =>
    (await world.ask(identity, CALENDAR, { ...input, ...more })).data?.['calendar'];
  const rooms = (available: number) => ({
    hotels: [{ roomTypes: [{ code: 'A', days: [{ available }] }] }],
  });
  const past = { knownAt: before, asOf: before };
  expect(await shown(callers.operator)).toMatchObject(rooms(3));
  expect(await shown(callers.operator, { knownAt: before })).toMatchObject(rooms(5));
  expect(await shown(SIAM, past)).toMatchObject(rooms(5));
  expect(await shown(callers.supplier(hotelId), past)).toMatchObject(rooms(5));
  const refused = { __typename: 'NotPermitted', reasons: [{ code: 'NOT_ENTITLED' }] };
  expect(await shown(callers.partner('ASIA'), { knownAt: before })).toMatchObject(refused);
  expect(await shown(SIAM, { ...past, to: '2031-03-12' })).toMatchObject(refused);
});
