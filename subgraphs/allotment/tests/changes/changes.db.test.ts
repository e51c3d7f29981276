// Operators' changes from the door to the database: what they write, what they show first, and that
// each can be taken back without a trace in the numbers.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import {
  auditOf,
  availableOn,
  booking,
  contract,
  event,
  night,
  startChangesWorld,
  stop,
} from './world.ts';
import type { ChangesWorld } from './world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

const { id: _id, ...content } = event('e1');
describe('a change', () => {
  test('is recorded with its answer, its audit and its message, all at one head', async () => {
    const hotelId = await world.newHotel();
    const input = { hotelId, events: [event('e1'), event('e2', { n: 1 })], note: 'fair week' };
    const change = await world.change('createAllotmentEvents', input, callers.admin);
    expect(change).toMatchObject({
      __typename: 'Change',
      seq: 3,
      facts: [
        { kind: 'EVENT', id: 'e1', revision: 1, action: 'CREATED' },
        { kind: 'EVENT', id: 'e2', revision: 1, action: 'CREATED' },
      ],
      cells: [
        { line: 'K1/A', date: night(5), before: { available: 10 }, after: { available: 15 } },
        { line: 'K1/A', date: night(6), before: { available: 10 }, after: { available: 15 } },
      ],
      warnings: [],
    });
    expect(await auditOf(world, hotelId)).toMatchObject([
      {
        seq: 2,
        kind: 'EVENT',
        id: 'e1',
        rev: 1,
        action: 'CREATED',
        fact: { kind: 'EVENT', id: 'e1', rev: 1, ...content, target: { line: 'K1/A' } },
        actor: 'uid-admin',
        role: 'ADMIN',
        note: 'fair week',
        change_id: change.id,
      },
      { seq: 3, id: 'e2', note: 'fair week', change_id: change.id },
    ]);
    const messages: unknown = await world.services.admin.query(
      'select seq, type, v, payload from allotment.outbox where hotel_id = $1',
      [hotelId],
    );
    expect(messages).toEqual([
      {
        seq: 3,
        type: 'allotment.changed',
        v: 1,
        payload: { changeId: change.id, facts: change.facts },
      },
    ]);
    const facts = await world.services.facts(hotelId);
    expect(JSON.stringify(facts)).not.toContain('fair week');
    expect(await availableOn(world, hotelId, 5)).toBe(15);
  });

  test('sent again gives the same answer and writes nothing, also when it comes late', async () => {
    const hotelId = await world.newHotel();
    const input = { hotelId, events: [event('e1')] };
    const first = await world.change('createAllotmentEvents', input);
    const amendment = { hotelId, id: 'e1', revision: 1, event: { ...content, n: 7 } };
    const amended = await world.change('amendAllotmentEvent', amendment);
    const retracted = await world.change('retractAllotmentEvent', { hotelId, id: 'e1' });
    const before = await world.everything(hotelId);
    expect(await world.change('retractAllotmentEvent', { hotelId, id: 'e1' })).toEqual(retracted);
    expect(await world.change('amendAllotmentEvent', amendment)).toEqual(amended);
    expect(await world.change('createAllotmentEvents', input)).toEqual(first);
    expect(await world.change('createAllotmentEvents', { ...input, dryRun: true })).toEqual(first);
    expect(await world.everything(hotelId)).toEqual(before);
    expect(await availableOn(world, hotelId, 5)).toBe(10);
  });

  test('amended, wins over what it amends; a retracted one comes back as a new revision', async () => {
    const hotelId = await world.newHotel();
    await world.change('createAllotmentEvents', { hotelId, events: [event('e1')] });
    const amend = (revision: number, n: number) =>
      world.change('amendAllotmentEvent', {
        hotelId,
        id: 'e1',
        revision,
        event: { ...content, n },
      });
    await amend(1, 1);
    expect(await availableOn(world, hotelId, 5)).toBe(11);
    expect(await amend(1, 2)).toMatchObject({
      __typename: 'InvalidState',
      reasons: [{ code: 'PREVIEW_STALE', needed: 1, have: 2 }],
    });
    await world.change('retractAllotmentEvent', { hotelId, id: 'e1' });
    expect(await availableOn(world, hotelId, 5)).toBe(10);
    await amend(3, 3);
    expect(await availableOn(world, hotelId, 5)).toBe(13);
    expect((await auditOf(world, hotelId)).map(({ rev, action }) => [rev, action])).toEqual([
      [1, 'CREATED'],
      [2, 'AMENDED'],
      [3, 'RETRACTED'],
      [4, 'AMENDED'],
    ]);
  });

  test('tells which bookings it puts at risk, and touches none', async () => {
    const hotelId = await world.newHotel();
    await world.services.append('reservation', hotelId, booking('b1', 8, 5), booking('b2', 1, 9));
    const change = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1', { type: 'REDUCE_ALLOTMENT' }), stop('e2')],
      dryRun: true,
    });
    expect(change.bookingsAtRisk).toEqual([
      {
        bookingId: 'b1',
        agencyId: 'SIAM',
        status: 'CONFIRMED',
        nights: [{ line: 'K1/A', date: night(5), rooms: 8, cause: 'OVERSOLD' }],
      },
    ]);
    expect(change.cells?.[0]?.after).toMatchObject({ oversold: 2, closed: ['FULL'], available: 0 });
  });

  test('may come before its target, and says that it has none', async () => {
    const hotelId = await world.newHotel();
    const change = await world.change('createAllotmentEvents', {
      hotelId,
      events: [event('e1', { target: { line: 'K2/A' } })],
    });
    expect(change.warnings).toEqual([
      { code: 'TARGET_MISSING', path: '/events/0/target/line' },
      { code: 'NOTHING_CHANGES', path: null },
    ]);
    await world.services.append('allotment', hotelId, contract(5, 1, 'K2'));
    expect(await availableOn(world, hotelId, 5)).toBe(19);
  });
});

describe('taking back', () => {
  const target = { roomType: 'A' };
  const rate = { type: 'RATE_CHANGE', n: null, effectiveAt: '2026-01-01T00:00:00Z' };
  const events = [
    event('up', { daysOfWeek: [1, 3, 5] }),
    event('down', { type: 'REDUCE_ALLOTMENT', target: { contract: 'K1' }, n: 20 }),
    stop('stop'),
    event('arrive', { type: 'STOP_SALE', n: null, mode: 'ARRIVAL', target }),
    event('set', { ...rate, set: 900, target: { hotel: true } }),
    event('add', { ...rate, add: -50, target }),
    event('factor', { ...rate, factorBp: 11_000 }),
  ];

  test('every kind of event leaves the calendar exactly as it was', async () => {
    const hotelId = await world.newHotel();
    await world.services.append('reservation', hotelId, booking('b1', 3, 5));
    const before = await world.calendar(hotelId);
    await world.change('createAllotmentEvents', { hotelId, events });
    expect(await world.calendar(hotelId)).not.toEqual(before);
    for (const { id } of events.toReversed()) {
      await world.change('retractAllotmentEvent', { hotelId, id });
    }
    expect(await world.calendar(hotelId)).toEqual(before);
  });

  test.each([
    ['savePool', 'retractPool', { id: 'p', members: [{ line: 'K1/A', weight: 1 }], budget: 4 }],
    [
      'saveSubAllotment',
      'retractSubAllotment',
      { id: 's', line: 'K1/A', agency: 'NORD', rooms: 4 },
    ],
    ['saveAudience', 'retractAudience', { contract: 'K1', agencies: ['NORD'] }],
    [
      'saveContract',
      'retractContract',
      {
        id: 'LOCAL-1',
        name: 'Own rooms',
        stayFrom: night(0),
        stayTo: night(20),
        contractKind: 'ALLOTMENT',
        lines: [{ roomType: 'A', quantity: 2, byDate: [{ date: night(1), rooms: null }] }],
      },
    ],
  ] as const)(
    '%s and then %s leaves what an agency sees as it was',
    async (save, retract, input) => {
      const hotelId = await world.newHotel();
      const before = await world.calendar(hotelId, 'SIAM');
      const saved = await world.change(save, { hotelId, ...input });
      expect(saved).toMatchObject({ __typename: 'Change', facts: [{ revision: 1 }] });
      expect(saved.roomTypes).not.toEqual([]);
      expect(await world.change(save, { hotelId, ...input })).toEqual(saved);
      expect(await world.calendar(hotelId, 'SIAM')).not.toEqual(before);
      const named = 'id' in input ? { id: input.id } : { contract: input.contract };
      const retracted = await world.change(retract, { hotelId, ...named, revision: 1 });
      expect(retracted).toMatchObject({ facts: [{ revision: 2, action: 'RETRACTED' }] });
      expect(await world.calendar(hotelId, 'SIAM')).toEqual(before);
      expect(await world.change(retract, { hotelId, ...named, revision: 1 })).toEqual(retracted);
    },
  );
});

test('the audit and what was answered can be added to and never changed', async () => {
  for (const statement of [
    'update allotment.allotment_events set note = null',
    'delete from allotment.allotment_events',
    'update allotment.changes set seq = 0',
    'delete from allotment.changes',
  ]) {
    await expect(world.services.dataSource.query(statement)).rejects.toThrow(/permission denied/);
  }
});
