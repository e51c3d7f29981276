// Combining: what waits together goes together, in order, and nobody suffers for a neighbour.
import { limits } from '../../../shared/config/limits.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Actor } from '../domain/booking.ts';
import { createHotelBatches } from '../services/hotel-batches.ts';
import type { HotelBatches, RunBatch } from '../services/hotel-batches.ts';
import type { CommandAnswer, HotelCommand } from '../services/hotel-command.ts';
import { groupIn } from './groups.ts';

const actor: Actor = { subject: 'uid', role: 'AGENT', requestId: 'r' };
const busy = err([{ code: 'BUSY' }]);

function hold(clientReference: string, agencyId = 'SIAM'): HotelCommand {
  return { kind: 'hold', request: { hotelId: 'H1', agencyId, clientReference, lines: [] }, actor };
}

function move(kind: 'confirm' | 'cancel' | 'expire', groupId: string): HotelCommand {
  return { kind, groupId, actor, why: 'test' };
}

function nameOf(command: HotelCommand): string {
  if (command.kind !== 'hold') return `${command.kind} ${command.groupId}`;
  return `${command.request.agencyId} ${command.request.clientReference}`;
}

/** Answers each command with a group that bears its name. */
function answerTo(command: HotelCommand): CommandAnswer {
  return ok(groupIn('HELD', { id: nameOf(command) }));
}

/** Runs batches and remembers them; each waits for `gate` when there is one. */
function recorder(gate: () => Promise<void> = () => Promise.resolve()) {
  const batches: string[][] = [];
  const run: RunBatch = async (_hotelId, commands) => {
    batches.push(commands.map(nameOf));
    await gate();
    return commands.map(answerTo);
  };
  return { batches, run };
}

function submitAll(queue: HotelBatches, commands: readonly HotelCommand[], hotelId = 'H1') {
  return Promise.all(commands.map((command) => queue.submit(hotelId, command)));
}

function numbered(count: number): HotelCommand[] {
  return Array.from({ length: count }, (_, index) => hold(`R-${index}`));
}

test('commands that arrive together are one batch, in order, each with its own answer', async () => {
  const { batches, run } = recorder();
  const commands = [hold('R-1'), move('confirm', 'g'), hold('R-2'), move('cancel', 'h')];
  const answers = await submitAll(createHotelBatches(run), commands);
  expect(batches).toEqual([['SIAM R-1', 'confirm g', 'SIAM R-2', 'cancel h']]);
  expect(answers).toEqual(commands.map(answerTo));
});

test('a batch is bounded; the rest follows in order of arrival', async () => {
  const { batches, run } = recorder();
  const commands = numbered(2 * limits.booking.batchSizeMax + 1);
  await submitAll(createHotelBatches(run), commands);
  expect(batches.map((batch) => batch.length)).toEqual([32, 32, 1]);
  expect(batches.flat()).toEqual(commands.map(nameOf));
});

test('all that a sweep ends of one hotel is one batch, and takes nobody’s place', async () => {
  const { batches, run } = recorder();
  const ends = Array.from({ length: limits.expiry.holdsPerSweepMax + 1 }, (_, index) =>
    move('expire', `g${index}`),
  );
  await submitAll(createHotelBatches(run), [...ends, ...numbered(limits.booking.batchSizeMax)]);
  expect(batches.map((batch) => batch.length)).toEqual([500 + 32, 1]);
});

test('one batch per hotel is under way; other hotels do not wait for it', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const running: string[] = [];
  const queue = createHotelBatches(async (hotelId, commands) => {
    running.push(hotelId);
    if (hotelId === 'H1') await gate;
    return commands.map(answerTo);
  });
  const first = queue.submit('H1', hold('R-1'));
  await queue.submit('H2', hold('R-1'));
  const second = queue.submit('H1', hold('R-2'));
  await queue.submit('H2', hold('R-2'));
  expect(running).toEqual(['H1', 'H2', 'H2']);
  open();
  await Promise.all([first, second]);
  expect(running).toEqual(['H1', 'H2', 'H2', 'H1']);
});

describe('commands that must see what another left', () => {
  test('come in a later batch: the same reference, the same group', async () => {
    const { batches, run } = recorder();
    await submitAll(createHotelBatches(run), [
      hold('R-1'),
      hold('R-1'),
      hold('R-1', 'ASIA'),
      move('confirm', 'g'),
      move('expire', 'g'),
      move('cancel', 'h'),
      hold('R-1'),
    ]);
    expect(batches).toEqual([
      ['SIAM R-1', 'ASIA R-1', 'confirm g', 'cancel h'],
      ['SIAM R-1', 'expire g'],
      ['SIAM R-1'],
    ]);
  });

  test('keep their order when the first of them did not fit', async () => {
    const { batches, run } = recorder();
    const full = numbered(limits.booking.batchSizeMax);
    const rest = [move('confirm', 'g'), move('cancel', 'g')];
    await submitAll(createHotelBatches(run), [...full, ...rest]);
    expect(batches.slice(1)).toEqual([['confirm g'], ['cancel g']]);
  });
});

describe('a command that fails', () => {
  const poisoned = (batches: string[][]): RunBatch => {
    return (_hotelId, commands) => {
      batches.push(commands.map(nameOf));
      if (commands.some((command) => nameOf(command) === 'SIAM bad')) {
        return Promise.reject(new Error('poison'));
      }
      return Promise.resolve(commands.map(answerTo));
    };
  };

  test('fails alone: its neighbours are tried one by one and answered', async () => {
    const batches: string[][] = [];
    const queue = createHotelBatches(poisoned(batches));
    const settled = await Promise.allSettled(
      [hold('R-1'), hold('bad'), hold('R-2')].map((command) => queue.submit('H1', command)),
    );
    expect(settled.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([
      ['SIAM R-1', 'SIAM bad', 'SIAM R-2'],
      ['SIAM R-1'],
      ['SIAM bad'],
      ['SIAM R-2'],
    ]);
  });

  test('alone in its batch is not tried twice, and the queue goes on', async () => {
    const batches: string[][] = [];
    const queue = createHotelBatches(poisoned(batches));
    await expect(queue.submit('H1', hold('bad'))).rejects.toThrow('poison');
    expect(await queue.submit('H1', hold('R-1'))).toEqual(answerTo(hold('R-1')));
    expect(batches).toEqual([['SIAM bad'], ['SIAM R-1']]);
  });

  test('a batch that forgets an answer fails that command alone', async () => {
    const queue = createHotelBatches((_hotelId, commands) =>
      Promise.resolve(commands.slice(0, 1).map(answerTo)),
    );
    const settled = await Promise.allSettled(
      [hold('R-1'), hold('R-2')].map((command) => queue.submit('H1', command)),
    );
    expect(settled.map((end) => end.status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('too much at once', () => {
  test('is BUSY at once beyond the length of the queue, and everyone else is served', async () => {
    const { run } = recorder();
    const queue = createHotelBatches(run);
    const commands = numbered(limits.booking.queueLengthMax);
    const served = submitAll(queue, commands);
    expect(await queue.submit('H1', hold('one more'))).toEqual(busy);
    expect(await queue.submit('H2', hold('another hotel'))).toMatchObject({ ok: true });
    expect((await served).every((answer) => answer.ok)).toBe(true);
    expect(await queue.submit('H1', hold('later'))).toMatchObject({ ok: true });
  });

  test('is BUSY for what is new beyond so many holds of all hotels, and never for what is to be finished', async () => {
    const { run } = recorder();
    const queue = createHotelBatches(run);
    const served = Promise.all(
      numbered(limits.booking.holdsWaitingMax).map((command, index) =>
        queue.submit(`H${index % 100}`, command),
      ),
    );
    expect(await queue.submit('H-other', hold('one more'))).toEqual(busy);
    expect(await queue.submit('H-other', move('confirm', 'g'))).toMatchObject({ ok: true });
    expect((await served).every((answer) => answer.ok)).toBe(true);
    expect(await queue.submit('H-other', hold('later'))).toMatchObject({ ok: true });
  });

  test('is BUSY for whoever waited too long, and never decided', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const batches: string[][] = [];
      const queue = createHotelBatches((_hotelId, commands) => {
        batches.push(commands.map(nameOf));
        now += limits.booking.queueWaitMs + 1;
        return Promise.resolve(commands.map(answerTo));
      });
      const early = numbered(limits.booking.batchSizeMax);
      const answers = await submitAll(queue, [...early, hold('late')]);
      expect(answers.at(-1)).toEqual(busy);
      expect(answers.slice(0, -1).every((answer) => answer.ok)).toBe(true);
      expect(batches).toHaveLength(1);
    } finally {
      clock.mockRestore();
    }
  });
});

test('drain waits for what is under way and for what waits behind it', async () => {
  const { batches, run } = recorder(() => new Promise((resolve) => setImmediate(resolve)));
  const queue = createHotelBatches(run);
  const answers = submitAll(queue, numbered(limits.booking.batchSizeMax + 1));
  await queue.drain();
  expect(batches).toHaveLength(2);
  await answers;
  await queue.drain();
});
