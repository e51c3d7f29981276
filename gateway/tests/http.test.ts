// What the gateway serves beside operations: health, the explorer, headers, and its end.
import { once } from 'node:events';
import { connect } from 'node:net';
import { startWorld, type World } from './world/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('health needs no token: live at once, ready when everything behind the gateway is', async () => {
  expect((await world.send('/api/v1/health/live', {})).body).toEqual({ status: 'live' });
  const { status, body } = await world.send('/api/v1/health/ready', {});
  expect([status, body]).toEqual([200, { status: 'ready' }]);
});

test('readiness names what is missing', async () => {
  const own = await startWorld();
  await own.bookings.stop();
  const { status, body } = await own.send('/api/v1/health/ready', {});
  expect([status, body]).toEqual([503, { status: 'not ready', notReady: ['bookings'] }]);
  expect((await own.ask('mutation { count }')).codes).toEqual(['TEMPORARILY_UNAVAILABLE']);
  await own.stop();
});

test('a browser gets the explorer, which may load nothing and run its own script only', async () => {
  const { status, headers, body } = await world.send('/graphql', {
    headers: { accept: 'text/html,application/xhtml+xml' },
  });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'/,
  );
  expect(body).not.toMatch(/https?:\/\/|src=|href=/);
});

test('operations are not run by GET', async () => {
  const { status, headers } = await world.send('/graphql?query={me{role}}', {
    headers: { accept: 'application/json', authorization: `Bearer ${await world.token()}` },
  });
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
});

test.each(['/', '/graphql/x', '/api/v1/none', '/.env'])('%s is not there', async (path) => {
  const { status, errors } = await world.send(path, {});
  expect([status, errors[0]?.message]).toEqual([404, 'There is nothing here.']);
});

test('every answer keeps browsers and caches from doing more with it', async () => {
  for (const path of ['/api/v1/health/live', '/graphql', '/none']) {
    const { headers } = await world.send(path, {});
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('a connection that never asks anything does not hold up the end', async () => {
  const own = await startWorld();
  const idle = connect(own.gateway.port, '127.0.0.1');
  await once(idle, 'connect');
  await own.ask('{ me { role } }');
  const closed = once(idle, 'close');
  const startedAt = performance.now();
  await own.stop();
  await closed;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('stopping lets a request in flight finish', async () => {
  const own = await startWorld();
  await own.ask('{ me { role } }');
  const inFlight = own.ask('{ hotels(ids: ["A"]) { bookings { hotel { name } } } }');
  const before = own.hotels.received.length;
  while (own.hotels.received.length === before) await new Promise(setImmediate);
  const [{ status, data }] = await Promise.all([inFlight, own.gateway.stop()]);
  expect([status, data]).toEqual([
    200,
    { hotels: [{ bookings: [{ hotel: { name: 'Hotel A' } }] }] },
  ]);
  await expect(own.ask('{ me { role } }')).rejects.toThrow();
  await Promise.all([own.hotels.stop(), own.bookings.stop(), own.issuer.stop()]);
});
