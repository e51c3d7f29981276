// A process that stands still between the answer of allotment and its commit, longer than the booking
// lock lives; and answers that are cut off after the commit. Neither may cost or make a booking.
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../../shared/config/limits.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, HoldInput, ReservationWorld } from './reservation-world.ts';

interface Wire {
  readonly url: string;
  stop(): Promise<void>;
}

/** Passes requests on to `origin`; an answer goes out once `beforeAnswer` lets it, or never. */
async function startWire(
  origin: string,
  beforeAnswer: () => Promise<'answer' | 'cut'>,
): Promise<Wire> {
  const server = createServer((request, response) => {
    const { method, headers, url = '/' } = request;
    const onward = httpRequest(new URL(url, origin), { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        void beforeAnswer().then((what) => {
          if (what === 'cut') response.destroy();
          else
            response.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(parts));
        });
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };

/** Again, under the same reference, while nobody has decided; a lost answer is no decision. */
async function persist(input: HoldInput, url: string): Promise<Answer> {
  for (let tries = 1; tries <= 50; tries += 1) {
    const answer = await world.create(input, callers.partner('SIAM'), url).catch(() => null);
    if (answer !== null && answer.__typename !== 'TryAgain') return answer;
  }
  throw new Error(`${input.clientReference} was never decided`);
}

test('a process that stood still longer than its lock lives is refused what another has sold', async () => {
  const hotelId = await world.hotel(1);
  let stood: () => void;
  const standsStill = new Promise<void>((resolve) => (stood = resolve));
  let first = true;
  const wire = await startWire(world.system.urls.allotment, async () => {
    if (first) {
      first = false;
      slow.kill('SIGSTOP');
      stood();
    }
    return 'answer';
  });
  const slow = await world.replica({ SUBGRAPH_URL_ALLOTMENT: wire.url });
  try {
    const late = persist({ hotelId, clientReference: 'LATE', lines: [line] }, slow.url);
    await standsStill;
    const since = performance.now();
    const other = await persist({ hotelId, clientReference: 'OTHER', lines: [line] }, world.url);
    expect(other.status).toBe('HELD');
    // The other one waited for the lock of the one that stood still, until that had run out.
    expect(performance.now() - since).toBeGreaterThan(limits.lock.ttlMs / 2);
    slow.kill('SIGCONT');
    expect(await late).toMatchObject({
      __typename: 'NotAvailable',
      reasons: [{ code: 'SOLD_OUT_LINE' }],
    });
  } finally {
    slow.kill('SIGCONT');
    await wire.stop();
  }
});

test('with a third of the answers cut off after the commit there is one booking per intent', async () => {
  const hotelId = await world.hotel(100);
  let answers = 0;
  let cut = 0;
  const wire = await startWire(new URL(world.url).origin, async () => {
    answers += 1;
    if (answers % 3 !== 0) return 'answer';
    cut += 1;
    return 'cut';
  });
  try {
    const intents = Array.from({ length: 60 }, (_, at) => `CUT-${at}`);
    const held = await Promise.all(
      intents.map((clientReference) =>
        persist({ hotelId, clientReference, lines: [line] }, wire.url),
      ),
    );
    expect(new Set(held.map((group) => group.id)).size).toBe(intents.length);
    expect(cut).toBeGreaterThanOrEqual(20);
  } finally {
    await wire.stop();
  }
  const rows = await world.admin.query<{ groups: number; rooms: number }[]>(
    `select count(distinct b.group_id)::integer as groups, max(sold)::integer as rooms
       from reservation.bookings b,
            (select sum(n.rooms) as sold from reservation.booking_nights n
               join reservation.bookings o on o.id = n.booking_id where o.hotel_id = $1 group by n.night) s
      where b.hotel_id = $1`,
    [hotelId],
  );
  expect(rows).toEqual([{ groups: 60, rooms: 60 }]);
});

test('after all of it ledger and tables agree, and every hold was admissible', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
