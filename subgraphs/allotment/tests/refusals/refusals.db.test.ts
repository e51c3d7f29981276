// Refusals of what hotels submit, in order of precedence. Each row shows that nothing was written,
// audited or sent.
import { startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { tables } from './tables.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

describe.each(tables)('$mutation refuses', (table) => {
  beforeAll(() => table.prepare(world));

  test.each(table.rows)('$label, and leaves everything as it was', async (row) => {
    const before = await everythingOfAll();
    const answer = await row.ask();
    expect({
      type: answer.__typename,
      codes: answer.reasons?.map(({ code, path }) => [code, path]),
    }).toEqual({ type: row.type, codes: row.codes });
    expect(await everythingOfAll()).toEqual(before);
  });
});

async function everythingOfAll(): Promise<unknown[]> {
  const hotels: { id: string }[] = await world.services.admin.query(
    'select id from allotment.hotels order by id',
  );
  return Promise.all(hotels.map(({ id }) => world.everything(id)));
}
