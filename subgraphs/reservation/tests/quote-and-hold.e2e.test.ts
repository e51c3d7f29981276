// The law of quotes: one that is asked right before a hold of the same says what the hold is answered, to
// the last reason, night and minor unit. Seeded requests on a hotel with every kind of line.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { createChance } from '../tools/simulate/chance.ts';
import type { Chance } from '../tools/simulate/chance.ts';
import { hold, promised, quote } from './quotes.ts';
import type { HeldAnswer, Quoted } from './quotes.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { HoldInput, Line, ReservationWorld } from './reservation-world.ts';

/** The first night has been due since long ago, everything is from 18:00 on the day before. */
const policy: CancellationPolicy = {
  tiers: [
    { daysBefore: 36_500, time: '00:00', penalty: { kind: 'NIGHTS', nights: 1 } },
    { daysBefore: 1, time: '18:00', penalty: { kind: 'PERCENT', bp: 10_000 } },
  ],
  noShow: { kind: 'PERCENT', bp: 5_000 },
};

const SELLERS = [callers.partner('SIAM'), callers.partner('ASIA'), callers.operator, callers.agent];

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

describe('a quote and a hold', () => {
  const OUTCOMES = [
    'HELD',
    'ON_REQUEST',
    'SOLD_OUT_LINE',
    'STOP_SALE',
    'MIN_STAY',
    'NO_CONTRACT',
    'ON_REQUEST_ONLY',
    'CREDIT_EXCEEDED',
    'NO_RATE',
    'NOT_FOUND',
    'NIGHT_IN_PAST',
  ] as const;

  const met = new Set<string>();

  test.each([1, 2])(
    'seed %d: say the same of every request, whatever came before it',
    async (seedNumber) => {
      const chance = createChance(seedNumber);
      const hotelId = await mixedHotel(`MIX${seedNumber}`);
      await world.admin.query(`select agency.set_credit_limit('ASIA', 60000)`);
      const held: string[] = [];
      for (let step = 0; step < 100; step += 1) {
        if (chance.happens(0.04)) await moveClock(world.admin, chance.int(1, 20) * 60);
        const done = held.length > 0 && chance.happens(0.2) ? held.pop() : undefined;
        if (done !== undefined) await world.cancel({ groupId: done }, callers.operator);
        const who = chance.pick(SELLERS);
        const asked = { hotelId, clientReference: `${seedNumber}-${step}`, ...request(chance) };
        const quoted = await quote(world, asked, who);
        const answer = await hold(world, asked, who);
        expect({ step, ...promised(quoted) }).toEqual({ step, ...promised(answer) });
        for (const word of wordsOf(answer)) met.add(word);
        if (answer.__typename === 'BookingGroup') held.push(answer.id);
      }
      expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
    },
  );

  test('met every outcome that there is to agree on', () => {
    expect(OUTCOMES.filter((outcome) => !met.has(outcome))).toEqual([]);
  });

  function wordsOf(answer: HeldAnswer | Quoted): string[] {
    const codes = answer.reasons?.map(({ code }) => code) ?? [];
    return 'status' in answer ? [answer.status, ...codes] : codes;
  }

  function request(chance: Chance): Omit<HoldInput, 'hotelId' | 'clientReference'> {
    const lines = Array.from({ length: chance.int(1, 2) }, (): Line => {
      const from = nightOf(chance.happens(0.05) ? '2020-03-10' : '2099-03-10') + chance.int(0, 4);
      const checkOut = formatNight(from + chance.int(1, 3));
      const roomType = chance.weighted([
        [6, 'A'],
        [2, 'B'],
        [3, 'C'],
        [1, 'Z'],
      ]);
      return { roomType, checkIn: formatNight(from), checkOut, rooms: chance.int(1, 3) };
    });
    const agencyId = chance.weighted([
      [5, 'SIAM'],
      [5, 'ASIA'],
      [1, 'NOBODY'],
    ]);
    return { lines, agencyId, acceptOnRequest: chance.happens(0.5) };
  }
});

/** A is sold from two contracts and closed on a night, B has no rate, C is had on request alone. */
async function mixedHotel(id: string): Promise<string> {
  const whole = { stayFrom: '2099-01-01', stayTo: '2100-01-01' };
  await seed(world.system.database)
    .hotel(id, { timezone: 'Asia/Bangkok', roomTypes: ['A', 'B', 'C'] })
    .contract({
      id: `LOCAL-${id}-1`,
      ...whole,
      lines: [
        { roomType: 'A', quantity: 2, rate: 10_001 },
        { roomType: 'B', quantity: 3 },
      ],
    })
    .contract({
      id: `LOCAL-${id}-2`,
      ...whole,
      minStay: 2,
      lines: [{ roomType: 'A', quantity: 2, rate: 12_345 }],
    })
    .contract({
      id: `LOCAL-${id}-3`,
      ...whole,
      contractKind: 'ON_REQUEST',
      lines: [{ roomType: 'C', quantity: null, rate: 9_999 }],
    })
    .fact({
      kind: 'EVENT',
      type: 'STOP_SALE',
      id: `${id}-stop`,
      rev: 1,
      mode: 'FULL',
      target: { roomType: 'A' },
      from: '2099-03-13',
      to: '2099-03-14',
    })
    .plant();
  await world.setPolicy(id, policy);
  await world.admin.query(`update agency.agencies set markup_bp = 1333 where id = 'SIAM'`);
  return id;
}
