// A process that ends unasked is started again, not too often and never once it was told to stop.
import { keepUp } from '../keep-up.ts';
import type { Mortal } from '../keep-up.ts';
import { waits } from '../waits.ts';

interface Life extends Mortal {
  end(code: number): void;
}

function house(starts: readonly ('lives' | 'fails')[] = []) {
  const lives: Life[] = [];
  const pauses: number[] = [];
  const told: string[] = [];
  let clock = 0;
  let begun = 0;
  const start = (): Promise<Life> => {
    if (starts[begun++] === 'fails') return Promise.reject(new Error('its port is taken'));
    let end: (code: number) => void = () => undefined;
    const exited = new Promise<number>((resolve) => (end = resolve));
    const stop = (): Promise<number> => {
      end(0);
      return exited;
    };
    const life = { name: 'agency', logFile: 'agency.log', exited, end, stop };
    lives.push(life);
    return Promise.resolve(life);
  };
  const wait = (ms: number): Promise<void> => {
    pauses.push(ms);
    clock += ms;
    return Promise.resolve();
  };
  const keep = () => keepUp({ start, tell: (what) => told.push(what), wait, now: () => clock });
  const later = (ms: number): void => void (clock += ms);
  return { keep, lives, pauses, told, later, started: () => begun };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one that ends is started again, and it is said', async () => {
  const { keep, lives, told } = house();
  await keep();
  lives[0]?.end(137);
  await turn();
  expect(lives).toHaveLength(2);
  expect(told).toEqual([
    'agency ended unexpectedly (exit 137) and is started again.',
    'agency serves again.',
  ]);
});

test('one that keeps ending is given up after longer and longer pauses, with its exit code', async () => {
  const { keep, lives, pauses } = house();
  const kept = await keep();
  for (let life = 0; life <= waits.restartsMax; life += 1) {
    lives[life]?.end(1);
    await turn();
  }
  expect(await kept.exited).toBe(1);
  expect(pauses).toEqual([200, 400, 800, 1_600, 3_200]);
});

test('one that ends now and then is never given up', async () => {
  const { keep, lives, later } = house();
  await keep();
  for (let life = 0; life < 20; life += 1) {
    lives[life]?.end(1);
    await turn();
    later(waits.restartsWithinMs / 4);
  }
  expect(lives).toHaveLength(21);
});

test('one that cannot be started again is tried as often, and the first time is not tried again', async () => {
  const { keep, lives, told } = house(['lives', 'fails', 'lives']);
  await keep();
  lives[0]?.end(1);
  await turn();
  expect(lives).toHaveLength(2);
  expect(told).toContain('its port is taken');
  await expect(house(['fails']).keep()).rejects.toThrow('its port is taken');
});

test('one that is stopped stays down', async () => {
  const { keep, started } = house();
  const kept = await keep();
  await kept.stop();
  expect([await kept.exited, started()]).toEqual([0, 1]);
});
