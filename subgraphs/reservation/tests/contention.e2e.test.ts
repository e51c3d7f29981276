// Many callers, one hotel, a few rooms, straight at the reservation subgraph: with the lock and
// without, through one process and through two, never a room too many and none left over.
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, Replica, ReservationWorld } from './reservation-world.ts';

const CALLERS = 64;
const ROOMS = 10;
/** BUSY may be sent again; more often than this is no longer contention. */
const TRIES_MAX = 50;

let world: ReservationWorld;
let locked: Replica[];
let unlocked: Replica[];
beforeAll(async () => {
  world = await startReservationWorld({ BOOKING_LOCK: 'off' });
  const replica = (lock: string): Promise<Replica> => world.replica({ BOOKING_LOCK: lock });
  const [off, ...redis] = await Promise.all(['off', 'redis', 'redis'].map(replica));
  locked = redis;
  const own = world.system.process('reservation');
  const kill = (signal: NodeJS.Signals): void => own.kill(signal);
  unlocked = [{ url: world.url, kill, stop: () => Promise.resolve() }, off!];
});
afterAll(() => world.stop());

let callersSoFar = 0;

/** One caller at one process; each try is the same request under the same reference. */
async function callUntilDecided(
  hotelId: string,
  url: string,
  line: { readonly checkIn: string; readonly checkOut: string },
): Promise<Answer> {
  callersSoFar += 1;
  const partner = callers.partner(callersSoFar % 2 === 0 ? 'SIAM' : 'ASIA');
  const clientReference = `C-${callersSoFar}`;
  const lines = [{ roomType: 'A', rooms: 1, ...line }];
  for (let tries = 1; ; tries += 1) {
    const answer = await world.create({ hotelId, clientReference, lines }, partner, url);
    if (answer.__typename !== 'TryAgain' || tries === TRIES_MAX) return answer;
  }
}

async function race(hotelId: string, processes: readonly Replica[]): Promise<Answer[]> {
  const stay = { checkIn: '2099-03-10', checkOut: '2099-03-12' };
  return Promise.all(
    Array.from({ length: CALLERS }, (_, index) =>
      callUntilDecided(hotelId, processes[index % processes.length]!.url, stay),
    ),
  );
}

function tally(answers: readonly Answer[]): Record<string, number> {
  const groups = Object.groupBy(answers, (answer) => answer.__typename);
  return Object.fromEntries(Object.entries(groups).map(([name, all]) => [name, all!.length]));
}

const settings: [string, () => readonly Replica[]][] = [
  ['one process, lock off', () => unlocked.slice(0, 1)],
  ['one process, lock on', () => locked.slice(0, 1)],
  ['two processes, lock off', () => unlocked],
  ['two processes, lock on', () => locked],
  ['two with the lock and two without', () => [...locked, ...unlocked]],
];

test.each(settings)(
  '64 callers get exactly the 10 rooms there are: %s',
  async (_what, processes) => {
    const hotelId = await world.hotel(ROOMS);
    const answers = await race(hotelId, processes());
    expect(tally(answers)).toEqual({ BookingGroup: ROOMS, NotAvailable: CALLERS - ROOMS });
    const codes = answers.flatMap((answer) => answer.reasons?.map(({ code }) => code) ?? []);
    expect(new Set(codes)).toEqual(new Set(['SOLD_OUT_LINE']));
  },
);

test('without sending BUSY again there is never a room too many either', async () => {
  const hotelId = await world.hotel(ROOMS);
  const line = { roomType: 'A', rooms: 1, checkIn: '2099-03-10', checkOut: '2099-03-12' };
  const answers = await Promise.all(
    Array.from({ length: CALLERS }, (_, index) =>
      world.create(
        { hotelId, clientReference: `once-${index}`, lines: [line] },
        callers.partner('SIAM'),
        unlocked[index % 2]!.url,
      ),
    ),
  );
  const { BookingGroup: held = 0, ...refused } = tally(answers);
  expect(held).toBeLessThanOrEqual(ROOMS);
  expect(Object.keys(refused).toSorted()).toEqual(expect.arrayContaining(['NotAvailable']));
});

test('stays that overlap in every way fill no night beyond its rooms', async () => {
  const hotelId = await world.hotel(3);
  const day = (date: number): string => `2099-03-${String(date).padStart(2, '0')}`;
  await Promise.all(
    Array.from({ length: 48 }, (_, index) => {
      const from = 1 + ((index * 5) % 11);
      const stay = { checkIn: day(from), checkOut: day(from + 1 + (index % 4)) };
      return callUntilDecided(hotelId, unlocked[index % 2]!.url, stay);
    }),
  );
  const fullest: { rooms: number }[] = await world.admin.query(
    `select sum(n.rooms)::integer as rooms from reservation.booking_nights n
       join reservation.bookings b on b.id = n.booking_id
      where b.hotel_id = $1 and b.status = 'HELD' group by n.night order by 1 desc limit 1`,
    [hotelId],
  );
  expect(fullest).toEqual([{ rooms: 3 }]);
});

test('after all of it ledger and tables agree, and every hold was admissible', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
