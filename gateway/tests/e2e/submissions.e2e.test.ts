// A hotel's own user asks for a stop and for more rooms, through every process: partners see nothing of
// it before an operator approves, and exactly that afterwards.
import type { LocalUser } from '../../../shared/auth/local-issuer/role-token.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(240_000);

const supplier = (hotelId: string): LocalUser => ({ role: 'SUPPLIER', hotelIds: [hotelId] });
const own = supplier('SUB-1');
const SUBMIT = `mutation ($input: SubmitAllotmentEventInput!) { answer: submitAllotmentEvent(input: $input) {
  __typename ... on EventSubmission { id status hotel { name } event { type from } }
  ... on Refusal { reasons { code path message } } } }`;

interface Answer {
  readonly __typename: string;
  readonly id?: string;
  readonly status?: string;
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.createAgencies(['SIAM']);
  for (const hotel of ['SUB-1', 'SUB-2']) await world.supply(hotel, { A: 6, B: 6 });
});
afterAll(() => world.stop());

test('an increase counts once it is approved, for everybody, and its hotel is told no names', async () => {
  const before = await roomsSeen();
  const asked = await submit(own, { clientReference: 'more', event: increase('SUB-1-C1/A') });
  expect(asked).toMatchObject({
    __typename: 'EventSubmission',
    status: 'PENDING',
    hotel: { name: expect.any(String) as unknown },
  });
  expect(await roomsSeen()).toEqual(before);
  const change = await approve(asked.id);
  expect(change).toMatchObject({ __typename: 'Change', facts: [{ id: asked.id }] });
  expect(await roomsSeen()).toEqual(before.map((rooms) => rooms + 3));
  expect(await approve(asked.id)).toEqual(change);
  expect(await roomsSeen()).toEqual(before.map((rooms) => rooms + 3));
  const seen = await world.ask<{ eventSubmissions: { edges: { node: Answer }[] } }>(
    own,
    '{ eventSubmissions { edges { node { id status decidedAt declinedNote } } } }',
  );
  expect(seen.eventSubmissions.edges.map(({ node }) => node.status)).toEqual(['APPROVED']);
  expect(JSON.stringify(seen)).not.toContain('local-operator');
  const { status } = await world.send(own, '{ eventSubmissions { edges { node { decidedBy } } } }');
  expect(status).toBe(400);
});

test('a stop that is declined closes nothing, and the hotel reads why', async () => {
  const before = await roomsSeen();
  const { id } = await submit(own, { clientReference: 'stop', event: stopOf('SUB-1-C1') });
  const declined = await world.ask<{ answer: Answer }>(
    OPERATOR,
    `mutation ($id: ID!) { answer: declineEventSubmission(id: $id, note: "The fair is on") {
      ... on EventSubmission { status decidedBy } } }`,
    { id },
  );
  expect(declined.answer).toMatchObject({ status: 'DECLINED', decidedBy: 'local-operator' });
  expect(await roomsSeen()).toEqual(before);
  const told = await world.ask(
    own,
    '{ eventSubmissions(first: 1) { edges { node { declinedNote } } } }',
  );
  expect(told).toEqual({
    eventSubmissions: { edges: [{ node: { declinedNote: 'The fair is on' } }] },
  });
});

test('of another hotel, whatever is there answers like what nobody has', async () => {
  const { id } = await submit(own, { clientReference: 'mine', event: increase('SUB-1-C1/A') });
  const stranger = supplier('SUB-2');
  const answers = await Promise.all(
    ['SUB-1', 'NOBODYS'].map(async (hotelId) => [
      await submit(stranger, { hotelId, clientReference: 'mine', event: increase('SUB-1-C1/A') }),
      await world.ask(stranger, LIST, { hotelId }),
    ]),
  );
  expect(answers[0]).toEqual(answers[1]);
  const lookedUp = await Promise.all(
    [id, 'SUB-01900000-0000-7000-8000-000000000000'].map((each) =>
      world.ask(stranger, 'query ($id: ID!) { eventSubmission(id: $id) { status } }', { id: each }),
    ),
  );
  expect(lookedUp).toEqual([{ eventSubmission: null }, { eventSubmission: null }]);
});

test.each([
  ['a partner', partner('SIAM')],
  ['an operator, who records events', OPERATOR],
])('to %s there is no such thing as submitting', async (_who, user) => {
  const { status } = await world.send(user, SUBMIT, { input: {} });
  expect(status).toBe(400);
});

test('no process had anything to complain of', () => {
  expect(world.complaints()).toEqual([]);
});

const LIST =
  'query ($hotelId: ID!) { eventSubmissions(filter: { hotelId: $hotelId }) { edges { cursor } } }';

function increase(line: string): object {
  const [from, to] = [world.night(10), world.night(12)];
  return { type: 'INCREASE_ALLOTMENT', target: { line }, from, to, n: 3 };
}

function stopOf(contract: string): object {
  const [from, to] = [world.night(10), world.night(12)];
  return { type: 'STOP_SALE', target: { contract }, from, to, mode: 'FULL' };
}

async function submit(user: LocalUser, input: object): Promise<Answer> {
  const given = { hotelId: 'SUB-1', ...input };
  return (await world.ask<{ answer: Answer }>(user, SUBMIT, { input: given })).answer;
}

async function approve(id: string | undefined): Promise<Answer> {
  const operation = `mutation ($id: ID!) { answer: approveEventSubmission(id: $id) {
    __typename ... on Change { id seq facts { id revision } } ... on Refusal { message } } }`;
  return (await world.ask<{ answer: Answer }>(OPERATOR, operation, { id })).answer;
}

/** Rooms of type A that a partner sees on the two nights. */
async function roomsSeen(): Promise<number[]> {
  const input = { hotelIds: ['SUB-1'], from: world.night(10), to: world.night(12) };
  const { calendar } = await world.ask<{
    calendar: {
      hotels: { roomTypes: { code: string; days: { available: number }[] }[] }[];
    };
  }>(
    partner('SIAM'),
    `query ($input: CalendarInput!) { calendar(input: $input) { ... on Calendar { hotels {
      roomTypes { code days { available } } } } } }`,
    { input },
  );
  const roomType = calendar.hotels[0]?.roomTypes.find(({ code }) => code === 'A');
  return (roomType?.days ?? []).map(({ available }) => available);
}
