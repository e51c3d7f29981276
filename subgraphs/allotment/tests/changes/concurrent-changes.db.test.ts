// Many operators at once, with the booking lock and without it: Postgres decides.
import { auditOf, availableOn, event, startChangesWorld } from './world.ts';
import type { ChangesWorld } from './world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

test('of many at once, each is recorded, and of those with one id one is', async () => {
  const hotelId = await world.newHotel();
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, at) =>
      world.change('createAllotmentEvents', { hotelId, events: [event(`e${at % 3}`, { n: 1 })] }),
    ),
  );
  expect(answers.map((answer) => answer.__typename)).toEqual(Array(9).fill('Change'));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(3);
  expect(await auditOf(world, hotelId)).toHaveLength(3);
  expect(await availableOn(world, hotelId, 5)).toBe(13);
});

describe('with the lock switched off', () => {
  let unlocked: ChangesWorld;
  beforeAll(async () => {
    unlocked = await startChangesWorld('off');
  });
  afterAll(() => unlocked.stop());

  test('of many sent at once with one id, one is recorded and all hear of it', async () => {
    const hotelId = await unlocked.newHotel();
    const input = { hotelId, events: [event('e1')] };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => unlocked.change('createAllotmentEvents', input)),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await unlocked.services.facts(hotelId)).toHaveLength(2);
  });

  test('of many different ones at once, each is recorded or told to try again', async () => {
    const hotelId = await unlocked.newHotel();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        unlocked.change('createAllotmentEvents', { hotelId, events: [event(`e${at}`)] }),
      ),
    );
    const kinds = answers.map((answer) => answer.__typename);
    const done = kinds.filter((kind) => kind === 'Change').length;
    expect(kinds.filter((kind) => kind === 'TryAgain')).toHaveLength(6 - done);
    expect(await unlocked.services.facts(hotelId)).toHaveLength(1 + done);
    expect(done).toBeGreaterThan(0);
  });
});
