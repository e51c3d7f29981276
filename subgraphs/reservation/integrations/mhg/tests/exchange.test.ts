// When a call is made again, and when never: only a connection that never came to be is tried twice.
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { exchange } from '../exchange.ts';
import type { Exchanged } from '../exchange.ts';
import { BOUNDS, open } from './world.ts';

let sent: number;

/** Fails with these codes one after the other, then answers `{}`. */
function failing(...codes: string[]): Pick<Dispatcher, 'request'> {
  sent = 0;
  return {
    request: async () => {
      const code = codes[sent];
      sent += 1;
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      const body = (async function* () {
        yield Buffer.from('{}');
      })();
      return { statusCode: 200, body } as unknown as Dispatcher.ResponseData;
    },
  };
}

const call = (dispatcher: Pick<Dispatcher, 'request'>): Promise<Exchanged> =>
  exchange(
    {
      dispatcher: dispatcher as Dispatcher,
      origin: 'http://supplier',
      apiKey: 'k',
      limits: BOUNDS,
    },
    { method: 'POST', path: '/api/v1/bookings', key: 'grp_1', body: {} },
    open,
  );

test.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
  '%s is tried once more, because nothing was sent',
  async (code) => {
    expect(await call(failing(code))).toMatchObject({ kind: 'ANSWERED' });
    expect(sent).toBe(2);
  },
);

test('a supplier that cannot be reached twice was sent nothing', async () => {
  const answer = await call(failing('ECONNREFUSED', 'ECONNREFUSED'));
  expect(answer).toEqual({ kind: 'UNKNOWN', why: 'NOT_SENT', detail: 'ECONNREFUSED' });
  expect(sent).toBe(2);
});

test.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])(
  '%s is never tried again, because something may have been sent',
  async (code) => {
    expect(await call(failing(code))).toMatchObject({ kind: 'UNKNOWN', why: 'CONNECTION_LOST' });
    expect(sent).toBe(1);
  },
);

test('a port where nobody listens is that of a real connection refused', async () => {
  const pool = new Pool('http://127.0.0.1:1');
  const context = {
    dispatcher: pool,
    origin: 'http://127.0.0.1:1',
    apiKey: 'k',
    limits: BOUNDS,
  };
  const answer = await exchange(context, { method: 'GET', path: '/' }, open);
  expect(answer).toEqual({ kind: 'UNKNOWN', why: 'NOT_SENT', detail: 'ECONNREFUSED' });
  await pool.close();
});
