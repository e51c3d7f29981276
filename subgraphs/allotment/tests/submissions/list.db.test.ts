// Who sees which submissions, in which order.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { approve, submission, submissions, submitted as submittedIn } from './world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

const submitted = (hotelId: string, input: object = {}): Promise<string> =>
  submittedIn(world, { hotelId, ...input });

describe('the list', () => {
  test('has the latest first, page by page, each once, whatever comes in between', async () => {
    const hotelId = await world.newHotel();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      ids.unshift(await submitted(hotelId, { clientReference: `r${at}` }));
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { edges, pageInfo } = await submissions(world, {
        filter: { hotelId },
        first: 2,
        after,
      });
      seen.push(...edges.map(({ node }) => node.id ?? ''));
      expect(pageInfo.hasNextPage).toBe(page < 2);
      after = pageInfo.endCursor;
      await submitted(hotelId, { clientReference: `late${page}` });
    }
    expect(seen).toEqual(ids);
  });

  test('tells operators what waits, and a hotel its own alone', async () => {
    const [own, other] = [await world.newHotel(), await world.newHotel()];
    const mine = await submitted(own);
    const done = await submitted(own, { clientReference: 'r2' });
    await approve(world, { id: done });
    const theirs = await submitted(other);
    const pending = await submissions(world, { filter: { statuses: ['PENDING'] }, first: 2 });
    expect(pending.edges.map(({ node }) => node.id)).toEqual([theirs, mine]);
    const supplier = callers.supplier(own);
    const seen = await submissions(world, {}, supplier);
    expect(seen.edges.map(({ node }) => node.id)).toEqual([done, mine]);
    const asked = await submissions(world, { filter: { hotelId: other } }, supplier);
    expect(asked.edges).toEqual([]);
    expect(await submission(world, theirs, supplier)).toBeNull();
  });

  test.each([
    ['an agent', callers.agent],
    ['a partner', callers.partner('SIAM')],
    ['a supplier without a hotel', callers.supplier()],
  ])('is empty for %s', async (_who, identity) => {
    const id = await submitted(await world.newHotel());
    expect((await submissions(world, {}, identity)).edges).toEqual([]);
    expect(await submission(world, id, identity)).toBeNull();
  });

  test('takes what no id can be for nothing', async () => {
    expect((await submissions(world, { filter: { hotelId: '\0' } })).edges).toEqual([]);
    expect(await submission(world, '\0')).toBeNull();
    expect(await submission(world, 'SUB-nobody')).toBeNull();
  });
});
