// Refusals of replayBookingDeadLetter.
import { randomUUID } from 'node:crypto';
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { Answer, ReservationWorld } from '../reservation-world.ts';
import { withoutDatabase } from './groups-in-every-state.ts';
import { refusalTable } from './refusal-table.ts';

const REPLAY = `mutation ($id: ID!) {
  answer: replayBookingDeadLetter(id: $id) { __typename ... on Refusal { reasons { code path } } }
}`;

interface Letters {
  readonly world: ReservationWorld;
  /** A dead message, and one that waits for the relay as all do. */
  readonly dead: string;
  readonly alive: string;
  /** A process that can neither write nor reach Redis. */
  readonly cutOff: string;
}

const notPermitted = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const nothing = { type: 'NotFound', codes: [['NOT_FOUND', '/id']] } as const;
const away = { type: 'TryAgain', codes: [['BUSY', null]] } as const;

export const replayBookingDeadLetter = refusalTable<Letters>({
  mutation: 'replayBookingDeadLetter',
  async prepare(world) {
    const env = { REDIS_URL: 'redis://127.0.0.1:1' };
    const { url } = await withoutDatabase(world, 'set dead_at = null', env);
    const [dead, alive] = [await message(world, 'now()'), await message(world, 'null')];
    return { world, dead, alive, cutOff: url };
  },
  rows: [
    ...(['agent', 'supplier'] as const).map((role) => ({
      label: `the role ${role}, though the letter is there`,
      ...notPermitted,
      ask: (there: Letters) =>
        replay(there, there.dead, role === 'agent' ? callers.agent : callers.supplier('H1')),
    })),
    {
      label: 'a partner, whatever it names',
      ...notPermitted,
      ask: (there) => replay(there, 'none', callers.partner('SIAM')),
    },
    {
      label: 'an id that can be none',
      ...nothing,
      ask: (there) => replay(there, 'MESSAGE/\0'),
    },
    {
      label: 'a message that does not exist',
      ...nothing,
      ask: (there) => replay(there, `MESSAGE/${randomUUID()}`),
    },
    {
      label: 'a message that nobody has given up',
      ...nothing,
      ask: (there) => replay(there, there.alive),
    },
    {
      label: 'a job that does not exist',
      ...nothing,
      ask: (there) => replay(there, 'JOB/booking-expiry/none'),
    },
    {
      label: 'a job of another subgraph',
      ...nothing,
      ask: (there) => replay(there, 'JOB/mhg-sync/1'),
    },
    {
      label: 'whoever names a message while the database is away',
      ...away,
      ask: (there) => replay(there, there.dead, callers.operator, there.cutOff),
    },
    {
      label: 'whoever names a job while Redis is away',
      ...away,
      ask: (there) => replay(there, 'JOB/booking-expiry/none', callers.operator, there.cutOff),
    },
  ],
});

async function replay(
  { world }: Letters,
  id: string,
  caller: IdentityClaims = callers.operator,
  url?: string,
): Promise<Answer> {
  const { data, errors } = await world.ask<{ answer: Answer }>(caller, REPLAY, { id }, url);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.answer;
}

async function message(world: ReservationWorld, diedAt: 'now()' | 'null'): Promise<string> {
  const id = randomUUID();
  await world.admin.query(
    `insert into reservation.outbox (id, hotel_id, seq, type, v, at, payload, dead_at)
     values ($1, 'H2', 1, 'booking.held', 1, now(), '{}', ${diedAt})`,
    [id],
  );
  return `MESSAGE/${id}`;
}
