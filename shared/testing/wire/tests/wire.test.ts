// What every test with a wire relies on: bytes arrive whole and in order, words are recognised however
// the network cuts them, and one held connection holds up no other.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { holdAnswer, holdRequest, judgeAnswers } from '../hold-next.ts';
import { startWire } from '../wire.ts';
import type { Wire } from '../wire.ts';

let echo: Server;
let wire: Wire;
const clients: Socket[] = [];
beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  wire = await startWire(`tcp://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await wire.stop();
  await new Promise((resolve) => echo.close(resolve));
});

interface Client {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  /** Resolves once that much has come back in all. */
  readonly heard: (text: string) => Promise<void>;
}

async function open(): Promise<Client> {
  const socket = connect({ port: wire.port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  clients.push(socket);
  await once(socket, 'connect');
  let all = '';
  socket.on('data', (chunk: Buffer) => {
    all += chunk.toString('latin1');
    socket.emit('more');
  });
  const closed = once(socket, 'close');
  const heard = async (text: string): Promise<void> => {
    while (all !== text) {
      if (!text.startsWith(all)) throw new Error(`heard ${all}`);
      await once(socket, 'more');
    }
  };
  return { socket, closed, heard };
}

test('whatever passes arrives whole and in order', async () => {
  const { socket, heard } = await open();
  const text = 'abcdefghij'.repeat(200_000);
  socket.write(text);
  await heard(text);
});

test('a URL through the wire keeps all but host and port', () => {
  expect(wire.through('postgresql://me:secret@db.example:5432/house?x=1')).toBe(
    `postgresql://me:secret@127.0.0.1:${wire.port}/house?x=1`,
  );
});

test.each([
  ['a request', holdRequest],
  ['an answer', holdAnswer],
] as const)(
  '%s that is held stands still, others pass, and it goes on when it is let go',
  async (_what, hold) => {
    const held = hold(wire, 'COMMIT');
    const [one, other] = [await open(), await open()];
    one.socket.write('before COMMIT');
    await held.caught;
    other.socket.write('COMMIT');
    await other.heard('COMMIT');
    held.letGo();
    await one.heard('before COMMIT');
  },
);

test('what is cut never arrives, and both sides hear of it', async () => {
  const held = holdRequest(wire, 'COMMIT');
  const { socket, closed } = await open();
  const arrived: string[] = [];
  wire.inspect(({ direction, text }) => {
    if (direction === 'back') arrived.push(text);
    return undefined;
  });
  socket.write('COMMIT');
  await held.caught;
  held.cut();
  await closed;
  expect(arrived).toEqual([]);
});

test('words that come in two pieces are recognised, and never twice', async () => {
  let times = 0;
  wire.inspect((passage) => {
    if (passage.direction === 'out' && passage.says('COMMIT')) times += 1;
    return undefined;
  });
  const { socket, heard } = await open();
  socket.write('xxCOM');
  await heard('xxCOM');
  socket.write('MITyy');
  await heard('xxCOMMITyy');
  socket.write('zz');
  await heard('xxCOMMITyyzz');
  expect(times).toBe(1);
});

test('answers are told by their connection and by what they answer', async () => {
  const [one, other] = [await open(), await open()];
  let answers = 0;
  const remove = judgeAnswers(wire, 'COMMIT', () => {
    answers += 1;
    return answers === 2 ? 'cut' : 'pass';
  });
  one.socket.write('SELECT');
  await one.heard('SELECT');
  one.socket.write('COMMIT');
  await one.heard('SELECTCOMMIT');
  one.socket.write('SELECT');
  await one.heard('SELECTCOMMITSELECT');
  other.socket.write('COMMIT');
  await other.closed;
  expect(answers).toBe(2);
  remove();
});

test('the first inspector that decides decides', async () => {
  const asked: string[] = [];
  wire.inspect(() => (asked.push('first'), undefined));
  const remove = wire.inspect(() => (asked.push('second'), 'cut'));
  wire.inspect(() => (asked.push('third'), 'pass'));
  const first = await open();
  first.socket.write('x');
  await first.closed;
  expect(asked).toEqual(['first', 'second']);
  remove();
  const { socket, heard } = await open();
  socket.write('y');
  await heard('y');
});

test('cutting all breaks every connection and takes new ones', async () => {
  const before = await open();
  before.socket.write('x');
  await before.heard('x');
  wire.cutAll();
  await before.closed;
  const { socket, heard } = await open();
  socket.write('y');
  await heard('y');
});

test('whoever hangs up is heard at the other end', async () => {
  const { socket, closed } = await open();
  socket.end('bye');
  await closed;
  const [count] = await new Promise<number[]>((resolve, reject) => {
    echo.getConnections((error, connections) => (error ? reject(error) : resolve([connections])));
  });
  expect(count).toBe(0);
});

test('a wire that leads nowhere yet refuses, and reaches whom it is led to', async () => {
  const loose = await startWire();
  const early = connect({ port: loose.port, host: '127.0.0.1' });
  early.on('error', () => undefined);
  await once(early, 'close');
  loose.leadTo(`tcp://127.0.0.1:${(echo.address() as AddressInfo).port}`);
  const late = connect({ port: loose.port, host: '127.0.0.1' });
  late.write('x');
  const [answer] = (await once(late, 'data')) as [Buffer];
  expect(answer.toString()).toBe('x');
  late.destroy();
  await loose.stop();
});
