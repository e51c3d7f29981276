// Events that hotels' own users submit, from the door to the database: nothing moves before somebody
// approves, then exactly what was submitted does.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { limits } from '../../../../shared/config/limits.ts';
import {
  auditOf,
  availableOn,
  booking,
  contract,
  event,
  night,
  startChangesWorld,
} from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';
import {
  approve,
  decline,
  stopped,
  submission,
  submit,
  submitted as submittedIn,
  wanted,
} from './world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());

const submitted = (hotelId: string, input: object = {}): Promise<string> =>
  submittedIn(world, { hotelId, ...input });

describe('a submission', () => {
  test('moves no number, and is written down with its audit and its message', async () => {
    const hotelId = await world.newHotel();
    const before = await world.calendar(hotelId);
    const answer = await submit(world, { hotelId, event: stopped, note: 'We paint the house' });
    expect(answer).toMatchObject({
      __typename: 'EventSubmission',
      hotel: { id: hotelId },
      clientReference: 'r1',
      note: 'We paint the house',
      status: 'PENDING',
      decidedAt: null,
      event: { type: 'STOP_SALE', mode: 'FULL', from: night(5), to: night(7), n: null },
    });
    expect(await world.calendar(hotelId)).toEqual(before);
    expect(await world.services.facts(hotelId)).toHaveLength(1);
    const log: unknown = await world.services.admin.query(
      'select action, subject, actor, role, note from allotment.audit_log where hotel_id = $1',
      [hotelId],
    );
    expect(log).toEqual([
      {
        action: 'SUBMIT_EVENT',
        subject: answer.id,
        actor: 'uid-supplier',
        role: 'SUPPLIER',
        note: 'We paint the house',
      },
    ]);
    expect(await messagesOf(hotelId)).toEqual([{ submissionId: answer.id, status: 'PENDING' }]);
  });

  test('sent again gives the same one, also many times at once and after it was decided', async () => {
    const hotelId = await world.newHotel();
    const all = await Promise.all(Array.from({ length: 8 }, () => submit(world, { hotelId })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const id = all[0]?.id ?? '';
    await approve(world, { id });
    expect(await submit(world, { hotelId })).toMatchObject({ id, status: 'APPROVED' });
    expect(await auditOf(world, hotelId)).toHaveLength(1);
  });

  test('of another hotel may bear the same reference', async () => {
    const [first, second] = [await world.newHotel(), await world.newHotel()];
    expect(await submitted(first)).not.toBe(await submitted(second));
  });

  test('is not taken while too many of its hotel wait, and is once one was decided', async () => {
    const hotelId = await world.newHotel();
    const { pendingPerHotelMax } = limits.submissions;
    const id = await submitted(hotelId);
    await world.services.admin.query(
      `insert into allotment.event_submissions
         select id || n, hotel_id, client_reference || n, event, note, submitted_at, submitted_by, status
           from allotment.event_submissions, generate_series(2, $2) n where hotel_id = $1`,
      [hotelId, pendingPerHotelMax],
    );
    expect(await submit(world, { hotelId, clientReference: 'more' })).toMatchObject({
      __typename: 'TryAgain',
      reasons: [{ code: 'BUSY' }],
    });
    await decline(world, { id });
    expect(await submit(world, { hotelId, clientReference: 'more' })).toMatchObject({
      status: 'PENDING',
    });
  });
});

describe('an approval', () => {
  test('records exactly what was submitted, stamped with who approved', async () => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId, { event: wanted({ daysOfWeek: [7, 1, 2, 3, 4, 5, 6] }) });
    const change = await approve(world, { id, note: 'Agreed by phone' }, callers.admin);
    expect(change).toMatchObject({
      __typename: 'Change',
      seq: 2,
      facts: [{ kind: 'EVENT', id, revision: 1, action: 'CREATED' }],
      cells: [{ after: { available: 14 } }, { after: { available: 14 } }],
    });
    const { id: _id, ...content } = event('x');
    expect(await auditOf(world, hotelId)).toMatchObject([
      {
        id,
        fact: { kind: 'EVENT', id, rev: 1, ...content, daysOfWeek: [1, 2, 3, 4, 5, 6, 7] },
        actor: 'uid-admin',
        role: 'ADMIN',
        note: 'Agreed by phone',
      },
    ]);
    expect(await availableOn(world, hotelId, 5)).toBe(14);
    expect(await submission(world, id)).toMatchObject({
      status: 'APPROVED',
      submittedBy: 'uid-supplier',
      decidedBy: 'uid-admin',
      declinedNote: null,
    });
    expect(await messagesOf(hotelId)).toContainEqual({ submissionId: id, status: 'APPROVED' });
  });

  test('does what the same event by an operator does, to the last number', async () => {
    const [asked, done] = [await world.newHotel(), await world.newHotel()];
    await approve(world, { id: await submitted(asked, { event: stopped }) });
    await world.change('createAllotmentEvents', {
      hotelId: done,
      events: [{ id: 'e1', ...stopped }],
    });
    expect(nameless(await world.calendar(asked), asked)).toEqual(
      nameless(await world.calendar(done), done),
    );
  });

  test('shown first, records nothing, and is committed by its token, once', async () => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId);
    const shown = await approve(world, { id, dryRun: true });
    expect(shown).toMatchObject({ __typename: 'DryRun', cells: [{}, {}] });
    expect(await submission(world, id)).toMatchObject({ status: 'PENDING' });
    const committed = await world.commit(shown.token ?? '');
    expect(committed.__typename).toBe('Change');
    expect(await submission(world, id)).toMatchObject({ status: 'APPROVED' });
    expect(await approve(world, { id })).toMatchObject({ id: committed.id });
    expect(await auditOf(world, hotelId)).toHaveLength(1);
  });

  test('many times at once is one event, and all hear of the same change', async () => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => approve(world, { id })));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await world.services.facts(hotelId)).toHaveLength(2);
    expect(await availableOn(world, hotelId, 5)).toBe(14);
  });

  test('after its event was taken back answers the old change and brings nothing back', async () => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId);
    const change = await approve(world, { id });
    await world.change('retractAllotmentEvent', { hotelId, id });
    expect(await approve(world, { id })).toEqual(change);
    expect(await availableOn(world, hotelId, 5)).toBe(10);
  });

  test.each([
    ['of a contract that was taken back', { retracted: true as const }],
    ['of a line that its contract has no more', { lines: [{ roomType: 'B', quantity: 3 }] }],
  ])('%s is refused and stays pending, until the contract is back', async (_what, revision) => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId);
    const fact = { ...contract(10, 2), ...revision };
    const head = { kind: 'CONTRACT', id: 'K1', rev: 2, retracted: true } as const;
    await world.services.append('allotment', hotelId, 'retracted' in revision ? head : fact);
    const before = await world.everything(hotelId);
    for (const dryRun of [true, false]) {
      expect(await approve(world, { id, dryRun })).toMatchObject({
        __typename: 'InvalidState',
        reasons: [{ code: 'PREVIEW_STALE', path: '/id' }],
      });
    }
    expect(await world.everything(hotelId)).toEqual(before);
    await world.services.append('allotment', hotelId, contract(10, 3));
    expect(await approve(world, { id })).toMatchObject({ __typename: 'Change' });
  });

  test('of a stop leaves bookings alone', async () => {
    const hotelId = await world.newHotel();
    await world.services.append('reservation', hotelId, booking('b1', 3, 5));
    const id = await submitted(hotelId, { event: stopped });
    expect(await approve(world, { id })).toMatchObject({ __typename: 'Change' });
    const facts = await world.services.facts(hotelId);
    expect(facts.filter(({ fact }) => fact.kind === 'BOOKING')).toHaveLength(1);
    expect(await availableOn(world, hotelId, 5)).toBe(0);
  });
});

describe('a decline', () => {
  test('is told to the hotel with its note, and closes the submission for good', async () => {
    const hotelId = await world.newHotel();
    const id = await submitted(hotelId);
    const declined = await decline(world, { id });
    expect(declined).toMatchObject({ status: 'DECLINED', declinedNote: 'The fair was cancelled' });
    expect(await decline(world, { id, note: 'Again' })).toEqual(declined);
    const before = await world.everything(hotelId);
    expect(await approve(world, { id })).toMatchObject({
      __typename: 'InvalidState',
      reasons: [{ code: 'PREVIEW_STALE', path: '/id' }],
    });
    expect(await world.everything(hotelId)).toEqual(before);
    expect(await submission(world, id, callers.supplier(hotelId))).toMatchObject({
      status: 'DECLINED',
      declinedNote: 'The fair was cancelled',
    });
  });

  test('and an approval at once: one of them decides, and event and status agree', async () => {
    for (let round = 0; round < 5; round += 1) {
      const hotelId = await world.newHotel();
      const id = await submitted(hotelId);
      const [approved, declined] = await Promise.all([
        approve(world, { id }),
        decline(world, { id }),
      ]);
      const answers = [approved.__typename, declined.__typename];
      const events = (await world.services.facts(hotelId)).length - 1;
      const status = (await submission(world, id))?.status;
      if (status === 'APPROVED') {
        expect([answers, events]).toEqual([['Change', 'InvalidState'], 1]);
      } else expect([answers, events]).toEqual([['InvalidState', 'EventSubmission'], 0]);
    }
  });
});

describe('with the lock switched off', () => {
  let unlocked: ChangesWorld;
  beforeAll(async () => {
    unlocked = await startChangesWorld('off');
  });
  afterAll(() => unlocked.stop());

  test('approved many times at once, beside other changes, it is one event', async () => {
    const hotelId = await unlocked.newHotel();
    const { id } = await submit(unlocked, { hotelId });
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => approve(unlocked, { id })),
      unlocked.change('createAllotmentEvents', { hotelId, events: [event('e1', { n: 1 })] }),
    ]);
    const changes = answers.slice(0, 6).filter((answer) => answer.__typename === 'Change');
    expect(new Set(changes.map((answer) => answer.id)).size).toBeLessThanOrEqual(1);
    expect(await approve(unlocked, { id })).toMatchObject({ __typename: 'Change' });
    const facts = await unlocked.services.facts(hotelId);
    expect(facts.filter(({ fact }) => fact.id === id)).toHaveLength(1);
  });
});

test('operators name no event of their own as a submission is named', async () => {
  const hotelId = await world.newHotel();
  const id = await submitted(hotelId);
  const answer = await world.change('createAllotmentEvents', { hotelId, events: [event(id)] });
  expect(answer).toMatchObject({
    __typename: 'InvalidInput',
    reasons: [{ code: 'BAD_INPUT', path: '/events/0/id' }],
  });
});

async function messagesOf(hotelId: string): Promise<unknown[]> {
  const rows: { payload: unknown }[] = await world.services.admin.query(
    `select payload from allotment.outbox where hotel_id = $1 and type = 'submission.changed'`,
    [hotelId],
  );
  return rows.map(({ payload }) => payload);
}

function nameless(calendar: unknown, hotelId: string): string {
  return JSON.stringify(calendar).replaceAll(hotelId, 'hotel');
}
