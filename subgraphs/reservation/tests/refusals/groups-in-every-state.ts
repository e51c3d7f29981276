// Groups of SIAM that stand in the way of what one may want of a group, made once per table; and a
// process of reservation whose database is away whenever it sets out to change one.
import { moveClock } from '../../../../shared/testing/clock.ts';
import { startWire } from '../../../../shared/testing/wire/wire.ts';
import type { Replica, ReservationWorld } from '../reservation-world.ts';

export interface GroupsInEveryState {
  readonly world: ReservationWorld;
  /** Its time is up, and the worker has written that down. */
  readonly expired: string;
  /** Its time is up, and nobody has written that down. */
  readonly over: string;
  readonly cancelled: string;
  /** The supplier refused it. */
  readonly rejected: string;
  /** The supplier owes its answer, and goes on doing so. */
  readonly owed: string;
  /** A live hold, and one of its bookings. */
  readonly held: string;
  readonly booking: string;
  /** The process without a database. */
  readonly cutOff: string;
}

const EXPIRY_MS = 15 * 60_000;
const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };

export async function groupsInEveryState(world: ReservationWorld): Promise<GroupsInEveryState> {
  const hotelId = await world.hotel();
  let made = 0;
  const hold = async (at = hotelId): Promise<string> => {
    made += 1;
    const clientReference = `${hotelId}-${made}`;
    const { id } = await world.create({ hotelId: at, clientReference, lines: [line] });
    if (id === undefined) throw new Error(`${clientReference} was not held`);
    return id;
  };
  const expired = await hold();
  await moveClock(world.admin, EXPIRY_MS);
  await writtenDown(world, expired);
  const over = await hold();
  await moveClock(world.admin, EXPIRY_MS);

  const cancelled = await hold();
  await world.cancel({ groupId: cancelled });
  const elsewhere = await world.hotel();
  const rejected = await hold(elsewhere);
  await world.supplier('POST', '/faults', { hotel: elsewhere, kind: 'STATUS', word: 'XX' });
  await world.confirm(rejected);
  const silent = await world.hotel();
  const owed = await hold(silent);
  await world.supplier('POST', '/faults', { hotel: silent, kind: 'STATUS', word: 'Perhaps' });
  await world.confirm(owed);
  const held = await hold();
  const { url } = await withoutDatabase(world, 'reservation.lock_head');
  const booking = await bookingOf(world, held);
  return { world, expired, over, cancelled, rejected, owed, held, booking, cutOff: url };
}

/** A worker comes, finds the hold and goes. */
async function writtenDown(world: ReservationWorld, groupId: string): Promise<void> {
  const worker = await world.system.restart('worker');
  try {
    for (let looks = 0; looks < 600; looks += 1) {
      const rows: { status: string }[] = await world.admin.query(
        'select status from reservation.booking_groups where id = $1',
        [groupId],
      );
      if (rows[0]?.status === 'EXPIRED') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${groupId} never expired`);
  } finally {
    await worker.stop();
  }
}

/** The first of its bookings. */
export async function bookingOf(world: ReservationWorld, groupId: string): Promise<string> {
  const rows: { id: string }[] = await world.admin.query(
    'select id from reservation.bookings where group_id = $1',
    [groupId],
  );
  if (!rows[0]) throw new Error(`${groupId} has no booking`);
  return rows[0].id;
}

/** It reads as ever; the statement that says `words`, with which a change begins, cuts its connection. */
export async function withoutDatabase(
  world: ReservationWorld,
  words: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const original = world.system.database.urls.reservation;
  const wire = await startWire(original);
  wire.inspect((passage) =>
    passage.direction === 'out' && passage.says(words) ? 'cut' : undefined,
  );
  const DATABASE_URL_RESERVATION = wire.through(original);
  const replica = await world.replica({ ...env, DATABASE_URL_RESERVATION });
  world.afterwards(() => wire.stop());
  return replica;
}
