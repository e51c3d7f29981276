// What must hold when many want the last rooms, told once for a system with the booking lock and for
// one without: the lock only spares contention.
import type { Group, Refused } from './bookings.ts';
import {
  bustle,
  CLIENTS,
  ROOMS,
  ROOMS_BUSY,
  roomsTaken,
  rush,
  startCrowdedHouse,
} from './last-rooms.ts';
import type { CrowdedHouse, Outcome } from './last-rooms.ts';
import { look } from './bookings.ts';
import { verify } from './verify-command.ts';
import { partner } from './world.ts';

/** Adds the tests; `lock` as BOOKING_LOCK has it. */
export function testLastRooms(lock: 'redis' | 'off'): void {
  let house: CrowdedHouse;
  let outcomes: Outcome[];

  beforeAll(async () => {
    house = await startCrowdedHouse(lock);
    outcomes = await rush(house, 'first');
  });
  afterAll(() => house.stop());

  test(`of ${CLIENTS} clients at once exactly ${ROOMS} get the last ${ROOMS} rooms`, async () => {
    expect(heldIn(outcomes).length).toBe(ROOMS);
    expect(await roomsTaken(house, 'A')).toEqual({ tables: ROOMS, ledger: ROOMS });
    expect((await look(house.world, partner('C0'), house.stay)).available).toEqual([0, 0]);
  });

  test('every other client is refused with what it needed and what was left', () => {
    const refused = refusedIn(outcomes);
    expect(refused.length).toBe(CLIENTS - ROOMS);
    const nights = [house.world.night(10), house.world.night(11)];
    for (const { __typename, reasons } of refused) {
      expect(__typename).toBe('NotAvailable');
      expect(reasons).toEqual([
        {
          code: 'SOLD_OUT_LINE',
          path: '/lines/0',
          nights,
          needed: 1,
          have: 0,
          retryable: false,
        },
      ]);
    }
  });

  test('both processes of reservation had a part in it', () => {
    const shares = [...house.balancer.sent.values()];
    expect(shares.length).toBe(2);
    for (const share of shares) expect(share).toBeGreaterThan(CLIENTS / 4);
  });

  test('the same requests again answer the same bookings and hold nothing more', async () => {
    const again = await rush(house, 'first');
    const ids = (all: readonly Outcome[]): string[] => heldIn(all).map(({ id }) => id);
    expect(ids(again)).toEqual(ids(outcomes));
    expect(await roomsTaken(house, 'A')).toEqual({ tables: ROOMS, ledger: ROOMS });
  });

  test('random stays, confirmations and cancellations of all at once never take more than there is', async () => {
    const seed = Date.now();
    const answers = await bustle(house, seed);
    const taken = await roomsTaken(house, 'B');
    const told = `seed ${seed}: ${JSON.stringify([...answers])}`;
    expect({ told, kinds: unexpectedIn(answers) }).toEqual({ told, kinds: [] });
    expect({ told, ...taken }).toEqual({ told, tables: taken.ledger, ledger: taken.ledger });
    // More is asked for than there is, so the fullest night is full, or nearly.
    expect(taken.ledger).toBeLessThanOrEqual(ROOMS_BUSY);
    expect(taken.ledger).toBeGreaterThan(ROOMS_BUSY / 2);
    expect(answers.get('NotAvailable')).toBeGreaterThan(0);
  });

  test('no process had anything to complain of', () => {
    expect(house.complaints()).toEqual([]);
  });

  test('afterwards the verify command finds nothing', async () => {
    expect(await verify(house.world.system)).toEqual({
      exitCode: 0,
      output: expect.stringContaining('0 nights oversold') as string,
    });
  });
}

function heldIn(outcomes: readonly Outcome[]): Group[] {
  return outcomes.flatMap(({ answer }) => (answer.__typename === 'BookingGroup' ? [answer] : []));
}

function refusedIn(outcomes: readonly Outcome[]): Refused[] {
  return outcomes.flatMap(({ answer }) => (answer.__typename === 'BookingGroup' ? [] : [answer]));
}

const EXPECTED = ['HELD', 'CONFIRMED', 'CANCELLED', 'NotAvailable'];

function unexpectedIn(answers: ReadonlyMap<string, number>): string[] {
  return [...answers.keys()].filter((kind) => !EXPECTED.includes(kind));
}
