// What the client makes of a supplier that behaves, and of one that does not.
import { createHash } from 'node:crypto';
import { API_KEY, IMPATIENT, misbehaving, pageOf, sendJson, simulatedSupplier } from './world.ts';
import type { Misbehaving } from './world.ts';
import type { ListingRead } from '../read-listing.ts';
import type { FetchProblemCode } from '../request-page.ts';
import type { MhgLimits } from '../endpoints.ts';

const open = new AbortController().signal;
let server: Misbehaving | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function listHotels(
  respond: Parameters<typeof misbehaving>[0],
  bounds: MhgLimits = IMPATIENT,
): Promise<ListingRead> {
  server = await misbehaving(respond, bounds);
  return server.client.listHotels(open);
}

const codes = (read: ListingRead): FetchProblemCode[] =>
  read.problems.map((problem) => problem.code);

test('reads every page of a listing and keeps each as it came', async () => {
  const supplier = await simulatedSupplier(7, 5);
  try {
    const read = await supplier.client.listHotels(open);
    expect(read).toMatchObject({ complete: true, problems: [] });
    expect(read.items.map((item) => item.key)).toEqual([
      'BKK01',
      'BKK02',
      'CNX01',
      'HKT01',
      'HKT02',
    ]);
    expect(read.pages).toHaveLength(3);
    for (const page of read.pages) {
      expect(page.hash).toBe(createHash('sha256').update(page.body).digest('hex'));
      expect(page).toMatchObject({ status: 200, fetchedAt: '2026-11-22T08:00:00.000Z' });
    }
    expect(read.pages[1]?.url).toBe(`${supplier.baseUrl}/api/v1/hotels?page=2&size=2`);
  } finally {
    await supplier.stop();
  }
});

test('asks with the key and for inclusive nights', async () => {
  let key: unknown;
  server = await misbehaving((_turn, request, response) => {
    key = request.headers['x-api-key'];
    sendJson(response, { items: [], total: 0, page: 1, size: 20, pages: 0 });
  });
  const read = await server.client.listAllotments(
    'BKK01',
    { from: '2026-11-01', to: '2026-12-01' },
    open,
  );
  expect(read.complete).toBe(true);
  expect(key).toBe(API_KEY);
  expect(server.asked).toEqual([
    '/api/v1/hotels/BKK01/allotments?from=2026-11-01&to=2026-11-30&page=1&size=20',
  ]);
});

test.each<[string, FetchProblemCode, number, Parameters<typeof misbehaving>[0]]>([
  [
    'a 200 that is an error body',
    'NOT_A_PAGE',
    1,
    (_turn, _request, response) => {
      sendJson(response, { error: 'database is locked' });
    },
  ],
  [
    'a 200 that is a web page',
    'NOT_JSON',
    4,
    (_turn, _request, response) => void response.end('<html>Maintenance</html>'),
  ],
  ['a 204', 'NO_CONTENT', 1, (_turn, _request, response) => void response.writeHead(204).end()],
  ['a 200 without a body', 'NO_CONTENT', 1, (_turn, _request, response) => void response.end()],
  [
    'JSON cut off in the middle',
    'NOT_JSON',
    4,
    (_turn, _request, response) => void response.end('{"items":[{"code":"H'),
  ],
  [
    'JSON in another encoding than UTF-8',
    'NOT_JSON',
    4,
    (_turn, _request, response) =>
      void response.end(Buffer.from('{"items":["caf\xe9"]}', 'latin1')),
  ],
  [
    'a NUL in the middle of a text',
    'NOT_JSON',
    4,
    (_turn, _request, response) => void response.end('{"items":["a\0b"]}'),
  ],
  [
    'a connection cut off before the promised length',
    'NETWORK',
    4,
    (_turn, _request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"items":[');
      setImmediate(() => response.destroy());
    },
  ],
  ['silence', 'TIMEOUT', 4, () => undefined],
  [
    'a redirect',
    'REDIRECT_REFUSED',
    1,
    (_turn, _request, response) =>
      void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  [
    'an unknown key',
    'HTTP_STATUS',
    1,
    (_turn, _request, response) => {
      sendJson(response, { detail: 'Invalid or missing API key' }, 401);
    },
  ],
  [
    'a service that stays down',
    'HTTP_STATUS',
    4,
    (_turn, _request, response) => {
      sendJson(response, { detail: 'down' }, 503);
    },
  ],
  [
    'a body without end',
    'BODY_TOO_LARGE',
    1,
    (_turn, _request, response) => void response.end('x'.repeat(300_000)),
  ],
  [
    'an empty list of hotels',
    'UNEXPECTED_EMPTY',
    1,
    (_turn, _request, response) => {
      sendJson(response, pageOf([], 1, 0));
    },
  ],
])('%s is %s after %d tries, and nothing is thrown', async (_name, problem, tries, respond) => {
  const read = await listHotels(respond);
  expect(read).toMatchObject({ complete: false, items: [] });
  expect(codes(read)).toEqual([problem]);
  expect(server?.asked).toHaveLength(tries);
});

test('a fault that passes leaves no trace in the listing', async () => {
  const read = await listHotels((turn, _request, response) => {
    if (turn < 3) sendJson(response, { detail: 'busy' }, 503);
    else sendJson(response, pageOf(['H1'], 1, 1));
  });
  expect(read).toMatchObject({ complete: true, problems: [] });
  expect(read.items.map((item) => item.key)).toEqual(['H1']);
});

test('the body of a refused answer is kept as evidence', async () => {
  const read = await listHotels((_turn, _request, response) => {
    sendJson(response, { error: 'database is locked' });
  });
  expect(read.pages.map((page) => page.body)).toEqual(['{"error":"database is locked"}']);
});

test('what is kept of a body can be stored as text, its hash is that of the bytes', async () => {
  const body = '{"items":["a\0b"]}';
  const read = await listHotels((_turn, _request, response) => void response.end(body));
  expect(read.pages[0]?.body).toBe('{"items":["a\uFFFDb"]}');
  expect(read.pages[0]?.hash).toBe(createHash('sha256').update(body).digest('hex'));
});

/** Answers page by page out of `pages`; a second reading gets `again`, or the same. */
function inPages(
  pages: readonly object[],
  again: readonly object[] = pages,
): Parameters<typeof misbehaving>[0] {
  let readings = 0;
  return (_turn, request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
    if (page === 1) readings += 1;
    sendJson(response, (readings === 1 ? pages : again)[page - 1]);
  };
}

test.each<[string, FetchProblemCode, readonly object[]]>([
  [
    'a list that shrinks while it is read',
    'TOTAL_CHANGED',
    [pageOf(['A', 'B', 'C'], 1, 5), pageOf(['E'], 2, 4)],
  ],
  [
    're-ordered pages that repeat an item and lose another',
    'DUPLICATE_ITEM',
    [pageOf(['A', 'B', 'C'], 1, 5), pageOf(['C', 'E'], 2, 5)],
  ],
  ['a page with an item less', 'ITEMS_MISSING', [pageOf(['A', 'B'], 1, 3)]],
  [
    'a page that is another than the one asked for',
    'PAGE_MISMATCH',
    [pageOf(['A', 'B', 'C'], 1, 5), pageOf(['A', 'B', 'C'], 1, 5)],
  ],
])(
  '%s is incomplete (%s) after a second reading, its items still seen',
  async (_name, problem, pages) => {
    const read = await listHotels(inPages(pages));
    expect(read.complete).toBe(false);
    expect(codes(read)).toContain(problem);
    expect(read.items.map((item) => item.key)).toContain('A');
    expect(server?.asked).toHaveLength(2 * pages.length);
  },
);

test('a list that moved once is complete when it is read again', async () => {
  const moved = [pageOf(['A', 'B', 'C'], 1, 5), pageOf(['E'], 2, 4)];
  const calm = [pageOf(['A', 'B', 'C'], 1, 4), pageOf(['E'], 2, 4)];
  const read = await listHotels(inPages(moved, calm));
  expect(read).toMatchObject({ complete: true, problems: [] });
  expect(read.items).toHaveLength(4);
  expect(read.pages).toHaveLength(4);
});

test('a listing without end stops at its bound', async () => {
  const read = await listHotels(
    (turn, _request, response) => {
      sendJson(response, pageOf([`A${turn}`, `B${turn}`, `C${turn}`], turn, 30_000));
    },
    { ...IMPATIENT, pagesPerListingMax: 4 },
  );
  expect(codes(read)).toEqual(['TOO_MANY_PAGES']);
  expect(server?.asked).toHaveLength(4);
});

test('a run that is ended asks for nothing more', async () => {
  const run = new AbortController();
  server = await misbehaving((_turn, _request, response) => {
    run.abort();
    sendJson(response, pageOf(['A', 'B', 'C'], 1, 30));
  });
  const read = await server.client.listHotels(run.signal);
  expect(read.complete).toBe(false);
  expect(codes(read)).toEqual(['RUN_TIME_OVER']);
  expect(server.asked).toHaveLength(1);
});
