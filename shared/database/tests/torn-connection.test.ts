// A connection that its server tears down in the moment it is handed out: news for one statement, and
// none for the process.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../data-source.ts';

/** Messages of Postgres: a letter, the length, what it says. */
function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
const FAREWELL = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
/** One text, in a column named `version`: all that anybody asks when a pool is opened. */
const DONE = Buffer.concat([
  message(
    'T',
    Buffer.concat([
      Buffer.from('\0\x01version\0'),
      // Of no table; type 25 is text.
      Buffer.from('00000000000000000019ffffffffffff0000', 'hex'),
    ]),
  ),
  message('D', Buffer.from('\0\x01\0\0\0\x0fPostgreSQL 17.0')),
  message('C', Buffer.from('SELECT 1\0')),
  message('Z', Buffer.from('I')),
]);

let server: Server;
let source: DataSource;
let isTearing = false;

beforeAll(async () => {
  server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (isTearing) socket.end(Buffer.concat([WELCOME, FAREWELL]));
      else socket.write(WELCOME);
      socket.on('data', () => socket.write(DONE));
    });
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address() as AddressInfo;
  source = await connectDataSource({
    url: `postgres://somebody:secret@127.0.0.1:${port}/any`,
    schema: 'any',
    applicationName: 'test',
    poolConnectionsMax: 2,
  });
});
afterAll(async () => {
  await source.destroy();
  server.close();
});

test('its statement fails, and the next connection is as good as ever', async () => {
  const busy = source.createQueryRunner();
  await busy.connect();
  isTearing = true;
  await expect(source.query('select 1')).rejects.toThrow(/connection/i);
  isTearing = false;
  await expect(source.query('select 1')).resolves.toEqual([{ version: 'PostgreSQL 17.0' }]);
  await busy.release();
});
