// The dashboard of the job queues: for operators, and for nobody else is it there.
import { createLogger } from '../../shared/telemetry/logger.ts';
import { openAccounts } from '../../shared/auth/accounts.ts';
import { openIdentityProvider } from '../../shared/auth/identity-provider.ts';
import { mintToken } from '../../shared/auth/local-issuer/mint-token.ts';
import { openQueue, QUEUE_NAMES } from '../../shared/queue/queues.ts';
import { connectSteady } from '../../shared/queue/redis.ts';
import { testRedis } from '../../shared/testing/services/test-redis.ts';
import { createQueueSessions } from '../queues/session.ts';
import { projectId, startWorld } from './world/world.ts';
import type { Answer, World } from './world/world.ts';

const { url: redisUrl, prefix: redisPrefix } = testRedis();
const logger = createLogger('test', 'silent');
let world: World;
let operator: string;

beforeAll(async () => {
  world = await startWorld({ queues: { redisUrl, redisPrefix } });
  operator = await world.token();
});
afterAll(() => world.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** All that a client could tell two answers apart by. */
async function told(path: string, init: RequestInit = {}): Promise<unknown> {
  const { status, headers, body } = await world.send(path, init);
  const kept = [...headers].filter(([name]) => name !== 'date');
  return { status, headers: Object.fromEntries(kept), body };
}

async function openSession(token = operator): Promise<Answer> {
  return world.send('/queues/session', { method: 'POST', headers: bearer(token) });
}

const cookieFrom = (answer: Answer): string =>
  answer.headers.get('set-cookie')?.split(';')[0] ?? '';

const strangers: [string, () => Promise<Record<string, string>>][] = [
  ['nobody', () => Promise.resolve({})],
  ['a partner', async () => bearer(await world.token({ role: 'PARTNER', agencyId: 'SIAM' }))],
  ['an agent', async () => bearer(await world.token({ role: 'AGENT' }))],
  ['a hotel’s user', async () => bearer(await world.token({ role: 'SUPPLIER', hotelIds: ['H'] }))],
  ['an expired token', async () => bearer(await world.token({ role: 'ADMIN' }, -10))],
  ['a forged cookie', () => Promise.resolve({ cookie: 'staysync-queues=a.b.c' })],
  [
    'a cookie of another gateway',
    async () => {
      const other = createQueueSessions('another key', { secure: false });
      const cookie = await other.issue({ subject: 'uid-1', signedInAt: Date.now() });
      return { cookie: cookie.split(';')[0] ?? '' };
    },
  ],
  [
    'a cookie of a user who was disabled since',
    async () => {
      const dir = world.issuerDir;
      await mintToken({ dir, projectId, uid: 'gone', claims: {}, ttlSeconds: 60 });
      const provider = await openIdentityProvider({
        nodeEnv: 'test',
        firebaseProjectId: projectId,
        localIssuer: { dir, url: world.issuer.url },
      });
      await openAccounts(provider).setDisabled('gone', true);
      await provider.close();
      const sessions = createQueueSessions(world.identityKey, { secure: false });
      const cookie = await sessions.issue({ subject: 'gone', signedInAt: Date.now() });
      return { cookie: cookie.split(';')[0] ?? '' };
    },
  ],
];

test.each(strangers)(
  'to %s the dashboard answers exactly what nobody serves',
  async (_who, given) => {
    const headers = await given();
    const asked: [string, RequestInit][] = [
      ['', { headers }],
      ['/', { headers }],
      ['/api/queues', { headers }],
      ['/static/js/main.js', { headers }],
      ['/session', { headers, method: 'POST' }],
      ['/api/queues/pause', { headers, method: 'PUT' }],
      [
        '/session',
        { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{' },
      ],
    ];
    for (const [path, init] of asked) {
      expect(await told(`/queues${path}`, init)).toEqual(await told(`/nowhere${path}`, init));
    }
  },
);

test('an operator sees every queue and what its jobs carry: ids alone', async () => {
  const redis = connectSteady(redisUrl, logger);
  const queue = openQueue('booking-expiry', redis, redisPrefix, logger);
  await queue.add('booking-expiry', { hotelId: 'H1', groupId: 'grp_1' });
  const query = '?activeQueue=booking-expiry&status=waiting&page=1&jobsPerPage=10';
  const { status, body } = await world.send(`/queues/api/queues${query}`, {
    headers: bearer(operator),
  });
  await queue.close();
  redis.disconnect();
  const { queues } = body as { queues: { name: string; readOnlyMode: boolean; jobs: unknown[] }[] };
  expect(status).toBe(200);
  expect(queues.map(({ name }) => name).sort()).toEqual([...QUEUE_NAMES].sort());
  expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
  const shown = queues.find(({ name }) => name === 'booking-expiry')?.jobs;
  expect(shown).toMatchObject([{ data: { hotelId: 'H1', groupId: 'grp_1' } }]);
});

test('the token buys a cookie that scripts cannot read, other sites cannot use and that is soon over', async () => {
  const session = await openSession();
  expect(session.status).toBe(204);
  const attributes = session.headers.get('set-cookie')?.split('; ').slice(1);
  expect(attributes).toEqual(['Path=/queues', 'HttpOnly', 'SameSite=Strict', 'Max-Age=900']);
  const production = createQueueSessions('key', { secure: true });
  expect(await production.issue({ subject: 'x', signedInAt: 0 })).toMatch(/; Secure$/);
});

test('with the cookie a browser gets the page, under a policy that loads nothing from elsewhere', async () => {
  const headers = { cookie: cookieFrom(await openSession()) };
  const page = await world.send('/queues/', { headers });
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const script = /src="(static\/js\/main[^"]+)"/.exec(String(page.body))?.[1] ?? 'none';
  expect((await world.send(`/queues/${script}`, { headers })).status).toBe(200);
});

test('a cookie looks and does nothing else; nor does a token, for the page is read only', async () => {
  const headers = { cookie: cookieFrom(await openSession()) };
  const nowhere = await told('/nowhere', { method: 'PUT' });
  for (const path of ['/api/queues/pause', '/api/queues/mhg-sync/empty', '/session']) {
    expect(await told(`/queues${path}`, { method: 'PUT', headers })).toEqual(nowhere);
    const withToken = { method: 'PUT', headers: bearer(operator) };
    expect(await told(`/queues${path}`, withToken)).toEqual(nowhere);
  }
  const post = { method: 'POST', headers };
  expect(await told('/queues/session', post)).toEqual(await told('/nowhere', { method: 'POST' }));
});

test('there is no dashboard where no queues are', async () => {
  const bare = await startWorld();
  const token = await bare.token();
  const answer = await bare.send('/queues', { headers: bearer(token) });
  expect(answer.status).toBe(404);
  await bare.stop();
});
