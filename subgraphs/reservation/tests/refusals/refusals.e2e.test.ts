// Every mutation's refusals with the real neighbours, in order of precedence. Each row shows that
// nothing was written, recorded, locked or sent.
import { startReservationWorld } from '../reservation-world.ts';
import type { ReservationWorld } from '../reservation-world.ts';
import { openSnapshots } from './snapshot.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { tables } from './tables.ts';

let world: ReservationWorld;
let snapshots: Snapshots;
beforeAll(async () => {
  world = await startReservationWorld();
  snapshots = openSnapshots(world);
});
afterAll(async () => {
  snapshots.stop();
  await world.stop();
});

describe.each(tables)('$mutation refuses', (table) => {
  beforeAll(() => table.prepare(world));

  test.each(table.rows)('$label, and leaves everything as it was', async (row) => {
    const before = await snapshots.take();
    expect(before.locks).toEqual([]);
    const answer = await row.ask();
    expect({
      type: answer.__typename,
      codes: answer.reasons?.map(({ code, path }) => [code, path]),
    }).toEqual({ type: row.type, codes: row.codes });
    const { mayTouch = [] } = row;
    expect(without(await snapshots.take(), mayTouch)).toEqual(without(before, mayTouch));
  });
});

function without({ rows, ...rest }: Snapshot, names: readonly string[]): object {
  const kept = Object.entries({ ...rows, ...rest }).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept);
}

test('whoever has no identity is refused without a word', async () => {
  const before = await snapshots.take();
  const response = await fetch(world.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'mutation { cancelBooking(input: {}) { __typename } }' }),
  });
  expect([response.status, await response.text()]).toEqual([401, '']);
  expect(await snapshots.take()).toEqual(before);
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
