// Bodies that are too large: whoever sends one to its end reads why it was refused, and nobody can keep
// the gateway reading.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '../../shared/telemetry/logger.ts';
import { gatewayLimits } from '../limits.ts';
import { createHttpErrorHandler } from '../plugins/http-errors.ts';

let http: FastifyInstance;
let port: number;
beforeAll(async () => {
  http = Fastify({ bodyLimit: 1_000 });
  http.setErrorHandler(createHttpErrorHandler(createLogger('test', 'silent')));
  http.post('/', () => 'read');
  port = Number(new URL(await http.listen()).port);
});
afterAll(() => http.close());

const KILOBYTE = Buffer.alloc(1_024, ' ');

async function begin(header: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${header}\r\n\r\n`);
  return socket;
}

/** By and by: so that the gateway knows long before the end that it is too much. */
async function write(socket: Socket, chunk: Buffer, times: number): Promise<void> {
  for (let at = 0; at < times && socket.writable; at += 1) {
    if (socket.write(chunk)) await new Promise(setImmediate);
    else await new Promise((go) => socket.once('drain', go).once('close', go));
  }
}

test('a sender that reads nothing before all is sent reads the refusal then', async () => {
  const socket = await begin(`content-length: ${2_048 * KILOBYTE.length}`);
  await write(socket, KILOBYTE, 2_048);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 .*The request is too large/s);
});

test('a sender that announces more than is ever read is told at once', async () => {
  const socket = await begin(`content-length: ${2 * gatewayLimits.readOutBytesMax}`);
  const startedAt = performance.now();
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  expect(performance.now() - startedAt).toBeLessThan(gatewayLimits.readOutMs / 2);
});

test('a sender without an end is cut off after so many bytes', async () => {
  const socket = await begin('transfer-encoding: chunked');
  const closed = new Promise((go) => socket.once('close', go));
  // Being cut off in the middle is what is to happen.
  socket.on('error', () => undefined);
  let written = 0;
  while (socket.writable) {
    await write(socket, Buffer.concat([Buffer.from('400\r\n'), KILOBYTE, Buffer.from('\r\n')]), 64);
    written += 64 * KILOBYTE.length;
    expect(written).toBeLessThan(8 * gatewayLimits.readOutBytesMax);
  }
  socket.resume();
  await closed;
  expect(written).toBeGreaterThan(gatewayLimits.readOutBytesMax / 2);
});

test('a sender that stops half-way is told after so long', async () => {
  const socket = await begin(`content-length: ${2_048 * KILOBYTE.length}`);
  await write(socket, KILOBYTE, 16);
  const startedAt = performance.now();
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  expect(performance.now() - startedAt).toBeLessThan(gatewayLimits.readOutMs + 3_000);
});
