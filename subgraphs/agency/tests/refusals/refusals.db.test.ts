// Every mutation's refusals, in order of precedence. Each row shows that nothing was written,
// audited or sent.
import { startAgencyWorld } from '../agency-world.ts';
import type { AgencyWorld } from '../agency-world.ts';
import { tables } from './tables.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());

describe.each(tables)('$mutation refuses', (table) => {
  beforeAll(async () => {
    await world.empty();
    await table.prepare(world);
  });

  test.each(table.rows)('$label, and leaves everything as it was', async (row) => {
    const before = await world.everything();
    const answer = await row.ask();
    expect({
      type: answer.__typename,
      codes: answer.reasons?.map(({ code, path }) => [code, path]),
    }).toEqual({ type: row.type, codes: row.codes });
    expect(await world.everything()).toEqual(before);
  });
});
