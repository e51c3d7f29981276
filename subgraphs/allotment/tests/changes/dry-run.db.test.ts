// Dry runs and their tokens: nothing changes until what was shown is committed, exactly or not at all.
import { moveClock } from '../../../../shared/testing/clock.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { auditOf, booking, event, startChangesWorld, stop } from './world.ts';
import type { ChangeAnswer, ChangesWorld } from './world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

/** What a change did to the numbers and the ledger, without what names this one attempt. */
function effectOf({ facts, cells, roomTypes, bookingsAtRisk, warnings }: ChangeAnswer) {
  return { facts, cells, roomTypes, bookingsAtRisk, warnings };
}

describe('a dry run', () => {
  test('changes nothing, and its commit does what the change itself would have done', async () => {
    const [direct, shown] = [await world.newHotel(), await world.newHotel()];
    for (const hotelId of [direct, shown]) {
      await world.services.append('reservation', hotelId, booking('b1', 9, 5));
    }
    const events = [event('e1', { type: 'REDUCE_ALLOTMENT' }), stop('e2')];
    const before = await world.calendar(shown);
    const dryRun = await world.change('createAllotmentEvents', {
      hotelId: shown,
      events,
      note: 'why',
      dryRun: true,
    });
    expect(dryRun).toMatchObject({ __typename: 'DryRun', seq: 2 });
    expect(await world.calendar(shown)).toEqual(before);
    expect(await auditOf(world, shown)).toEqual([]);
    const committed = await world.commit(dryRun.token!);
    const done = await world.change('createAllotmentEvents', { hotelId: direct, events });
    expect(committed.__typename).toBe('Change');
    expect(effectOf(committed)).toEqual(effectOf(done));
    expect(effectOf(committed)).toEqual(effectOf(dryRun));
    expect(await world.calendar(shown)).toEqual(
      JSON.parse(JSON.stringify(await world.calendar(direct))),
    );
    expect((await auditOf(world, shown)).map(({ note }) => note)).toEqual(['why', 'why']);
  });

  test('becomes one change: its token sent again, and by many at once, answers that one', async () => {
    const hotelId = await world.newHotel();
    const { token } = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1')],
      dryRun: true,
    });
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.commit(token!)));
    answers.push(await world.commit(token!));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'Change', seq: 2 });
    expect(await auditOf(world, hotelId)).toHaveLength(1);
  });

  const stale: [what: string, meanwhile: (hotelId: string) => Promise<unknown>][] = [
    [
      'a booking took rooms on a night that it concerns',
      (hotelId) => world.services.append('reservation', hotelId, booking('b1', 2, 5)),
    ],
    [
      'another event came',
      (hotelId) =>
        world.change('createAllotmentEvents', { hotelId, events: [event('e2', { n: 1 })] }),
    ],
    [
      'the same was committed directly',
      (hotelId) => world.change('createAllotmentEvents', { hotelId, events: [event('e1')] }),
    ],
    ['it was left open for too long', () => moveClock(world.services.admin, 16 * 60_000)],
  ];
  test.each(stale)('is stale once %s: refused, and nothing changes', async (_what, meanwhile) => {
    const hotelId = await world.newHotel();
    const { token } = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1')],
      dryRun: true,
    });
    await meanwhile(hotelId);
    const before = await world.everything(hotelId);
    expect(await world.commit(token!)).toMatchObject({
      __typename: 'InvalidState',
      reasons: [{ code: 'PREVIEW_STALE', path: '/token' }],
    });
    expect(await world.everything(hotelId)).toEqual(before);
  });

  test('stays good when what moved does not concern it', async () => {
    const hotelId = await world.newHotel();
    const { token } = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1')],
      dryRun: true,
    });
    await world.services.append('reservation', hotelId, booking('b1', 2, 20));
    expect(await world.commit(token!)).toMatchObject({ __typename: 'Change', seq: 3 });
  });

  test('belongs to whoever made it; to anyone else its token is none', async () => {
    const hotelId = await world.newHotel();
    const { token } = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1')],
      dryRun: true,
    });
    const before = await world.everything(hotelId);
    const none = { __typename: 'NotFound', reasons: [{ code: 'NOT_FOUND', path: '/token' }] };
    expect(await world.commit(token!, callers.admin)).toMatchObject(none);
    expect(await world.commit('chg_nothing')).toMatchObject(none);
    expect(await world.commit('\u0000')).toMatchObject(none);
    expect(await world.commit(token!, callers.partner('SIAM'))).toMatchObject({
      __typename: 'NotPermitted',
    });
    expect(await world.everything(hotelId)).toEqual(before);
  });
});
