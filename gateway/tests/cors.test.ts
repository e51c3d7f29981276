// Pages of other origins: nobody's, unless the setting names theirs.
import { startWorld, type World } from './world/world.ts';

const ours = 'https://desk.example.com';
let closed: World;
let open: World;

beforeAll(async () => {
  closed = await startWorld();
  open = await startWorld({ corsOrigins: [ours] });
});
afterAll(() => Promise.all([closed.stop(), open.stop()]));

const preflight = (world: World, origin: string, path = '/graphql') =>
  world.send(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  });
const corsHeaders = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control-'));

test('without a setting no page of another origin may ask', async () => {
  const asked = await preflight(closed, ours);
  expect([asked.status, corsHeaders(asked.headers)]).toEqual([404, []]);
  const answer = await closed.ask('{ me { role } }', { headers: { origin: ours } });
  expect(corsHeaders(answer.headers)).toEqual([]);
});

test('a page of the list may send a token and JSON, and no cookie', async () => {
  const { status, headers } = await preflight(open, ours);
  expect(status).toBe(204);
  expect(Object.fromEntries(corsHeaders(headers))).toEqual({
    'access-control-allow-origin': ours,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-expose-headers': 'x-request-id, retry-after',
    'access-control-max-age': '600',
  });
  expect(headers.get('vary')).toBe('Origin');
});

test.each([
  'null',
  'https://desk.example.com.evil.com',
  'http://desk.example.com',
  'https://DESK.example.com',
  'https://desk.example.com:8443',
  'https://evil.com',
])('a page of %s may not', async (origin) => {
  const asked = await preflight(open, origin);
  expect([asked.status, corsHeaders(asked.headers)]).toEqual([404, []]);
  const answer = await open.ask('{ me { role } }', { headers: { origin } });
  expect(corsHeaders(answer.headers)).toEqual([]);
  expect(answer.headers.get('vary')).toBe('Origin');
});

test('a page of the list reads refusals too', async () => {
  const { status, headers } = await open.ask('{ me { role } }', {
    token: null,
    headers: { origin: ours },
  });
  expect([status, headers.get('access-control-allow-origin')]).toEqual([401, ours]);
});

test('no other path is open to it', async () => {
  for (const path of ['/api/v1/health/live', '/queues', '/none']) {
    const { headers } = await open.send(path, { headers: { origin: ours } });
    expect(corsHeaders(headers)).toEqual([]);
    expect((await preflight(open, ours, path)).status).toBe(404);
  }
});
