// Who is let in, who waits, who is turned away: the count of the gateway's door, on a clock of its own.
import Fastify from 'fastify';
import { createAdmission } from '../admission/admission.ts';
import type { Admission, AdmissionBounds } from '../admission/admission.ts';
import { createDoor } from '../admission/door.ts';
import { createPace } from '../admission/pace.ts';
import { limits } from '../../shared/config/limits.ts';
import { gatewayLimits } from '../limits.ts';

const bounds: AdmissionBounds = {
  atOnceMin: 2,
  atOnceMax: 4,
  quickestMs: 100,
  windowMs: 10,
  workingMax: 2,
  slowMs: 1_000,
  slowMax: 2,
  waitMs: 500,
};
const stays = (): boolean => false;

let now = 0;
beforeEach(() => {
  now = 0;
});

function open(changes: Partial<AdmissionBounds> = {}): Admission {
  return createAdmission({ ...bounds, ...changes }, () => now);
}

/** Turns of the event loop in which everybody who may is let in. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Asks for places and remembers who got an answer: true for a place. */
function ask(admission: Admission, count: number) {
  const answers: boolean[] = [];
  const leave: (() => void)[] = [];
  for (let index = 0; index < count; index += 1) {
    void admission.enter(stays).then((place) => {
      answers[index] = place !== null;
      if (place) leave.push(place);
    });
  }
  return { answers, leave };
}

describe('the door', () => {
  test('lets so many work, has so many wait, and turns away the next at once', async () => {
    const admission = open();
    const { answers } = ask(admission, 5);
    await turns();
    expect(answers).toEqual([true, true, undefined, undefined, false]);
    expect(admission.isFull()).toBe(true);
  });

  test('lets the first who waits in when a place is given back', async () => {
    const { answers, leave } = ask(open(), 4);
    await turns();
    leave[0]?.();
    await turns();
    expect(answers).toEqual([true, true, true]);
  });

  test('counts a place that is given back twice once', async () => {
    const { answers, leave } = ask(open(), 4);
    await turns();
    leave[0]?.();
    leave[0]?.();
    await turns();
    expect(answers).toEqual([true, true, true]);
  });

  test('begins one in each turn of the event loop, so that what arrives meanwhile is read first', async () => {
    const { answers } = ask(open(), 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toEqual([true]);
    await turns();
    expect(answers).toEqual([true, true]);
  });

  test('turns away who waited too long', async () => {
    const { answers, leave } = ask(open(), 3);
    await turns();
    now = 501;
    leave[0]?.();
    await turns();
    expect(answers).toEqual([true, true, false]);
  });

  test('is full of nobody who waited too long, though no place was given back', async () => {
    const admission = open();
    const { answers } = ask(admission, 4);
    await turns();
    expect(admission.isFull()).toBe(true);
    now = 501;
    expect(admission.isFull()).toBe(false);
    await turns();
    expect(answers).toEqual([true, true, false, false]);
  });

  test('lets those in who wait, once the slow have left their places to them', async () => {
    const admission = open({ waitMs: 10_000 });
    const { answers } = ask(admission, 4);
    await turns();
    now = 1_000;
    admission.isFull();
    await turns();
    expect(answers).toEqual([true, true, true, true]);
  });

  test('lets nobody in who has gone, and nobody waits for them', async () => {
    const admission = open({ workingMax: 1 });
    const first = ask(admission, 1);
    await turns();
    const gone = admission.enter(() => true);
    const { answers } = ask(admission, 1);
    first.leave[0]?.();
    expect(await gone).toBeNull();
    await turns();
    expect(answers).toEqual([true]);
  });

  test('gives the places of the slow to others, up to a bound', async () => {
    const admission = open({ waitMs: 10_000 });
    const slow = ask(admission, 2);
    await turns();
    now = 1_000;
    const others = ask(admission, 2);
    await turns();
    expect(others.answers).toEqual([true, true]);
    now = 2_000;
    const { answers } = ask(admission, 3);
    await turns();
    expect(answers).toEqual([undefined, undefined, false]);
    slow.leave[0]?.();
    await turns();
    expect(answers).toEqual([true, undefined, false]);
  });
});

test('who is turned away is told 503, retryable, before anybody looks at the request; health is never turned away', async () => {
  const http = Fastify();
  const page = 'https://desk.example.com';
  const door = createDoor({ ...bounds, atOnceMax: 1, workingMax: 1 }, [page]);
  door.guard(http.server);
  let finish: () => void = () => undefined;
  let [seen, begun] = [0, 0];
  http.addHook('onRequest', (_request, _reply, done) => {
    seen += 1;
    done();
  });
  http.get('/health/live', () => 'live');
  const handler = door.around(async () => {
    begun += 1;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return 'done';
  });
  http.post('/graphql', { preHandler: [door.enter] }, handler);
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const post = () => fetch(`${url}/graphql`, { method: 'POST' });
  try {
    const first = post();
    while (begun === 0) await turns();
    const second = await post();
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await second.json()).toMatchObject({
      errors: [{ extensions: { code: 'BUSY', retryable: true } }],
    });
    expect(seen).toBe(1);
    // A page that may ask can read that it was turned away, and its preflights are answered.
    const read = async (origin: string): Promise<string | null> => {
      const { headers } = await fetch(`${url}/graphql`, { method: 'POST', headers: { origin } });
      return headers.get('access-control-allow-origin');
    };
    expect([await read(page), await read('https://evil.example')]).toEqual([page, null]);
    expect((await fetch(`${url}/graphql`, { method: 'OPTIONS' })).status).not.toBe(503);
    expect((await fetch(`${url}/graphql?x`, { method: 'POST' })).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    finish();
    expect((await first).status).toBe(200);
    const third = post();
    while (begun === 1) await turns();
    finish();
    expect((await third).status).toBe(200);
  } finally {
    await http.close();
  }
});

describe('the pace', () => {
  const pace = () =>
    createPace({ atOnceMin: 32, atOnceMax: 384, quickestMs: 500, windowMs: 250 }, () => now);
  const window = (paced: ReturnType<typeof pace>, ...tookMs: number[]): number => {
    now += 250;
    for (const took of tookMs) paced.answered(now - took);
    now += 1;
    return paced.atOnce();
  };

  test('lets fewer in while even the quickest takes long, down to a bound', () => {
    const paced = pace();
    expect(window(paced, 900)).toBe(268);
    for (let turn = 0; turn < 20; turn += 1) window(paced, 900);
    expect(paced.atOnce()).toBe(32);
  });

  test('lets more in again as soon as somebody is answered quickly, up to where it began', () => {
    const paced = pace();
    for (let turn = 0; turn < 20; turn += 1) window(paced, 900);
    expect(window(paced, 30)).toBe(40);
    for (let turn = 0; turn < 20; turn += 1) window(paced, 30);
    expect(paced.atOnce()).toBe(384);
  });

  test('minds nobody whom a supplier keeps waiting while others are answered quickly', () => {
    const paced = pace();
    now = 100;
    paced.answered(now - 20);
    expect(window(paced, 7_000)).toBe(384);
  });
});

test('patience shrinks inwards: whoever waits inside gives up before whoever waits for it', () => {
  const { lock, booking, server } = limits;
  const { door, callTimeoutMs, requestTimeoutMs } = gatewayLimits;
  const patience = [lock.ttlMs, lock.waitMs, booking.queueWaitMs, callTimeoutMs, requestTimeoutMs];
  expect(patience).toEqual(patience.toSorted((a, b) => a - b));
  expect(new Set(patience).size).toBe(patience.length);
  // What has waited its longest everywhere and then for a lock is decided while the gateway listens.
  expect(booking.queueWaitMs + lock.waitMs).toBeLessThan(callTimeoutMs);
  expect(door.waitMs + callTimeoutMs).toBeLessThan(requestTimeoutMs);
  expect(requestTimeoutMs).toBeLessThanOrEqual(server.requestTimeoutMs);
  // Nothing waits for a socket, where nobody counts it.
  expect(door.workingMax + door.slowMax).toBeLessThanOrEqual(gatewayLimits.callConnectionsMax);
});
