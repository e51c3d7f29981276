// Incidents on their way to operators: raised by changes of supply, by operators' changes and by other
// subgraphs, listed, settled. No booking is ever touched.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { incidentMessage, raiseFrom } from '../../../../shared/incidents/raise.ts';
import type { OutboxRow } from '../../../../shared/outbox/outbox.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { availableOn, booking, event, night, startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { startSupplier, sync } from '../services/supply-world.ts';
import type { Supplier } from '../services/supply-world.ts';

let world: ChangesWorld;
let supplier: Supplier;
let made = 0;
let hotelId: string;

beforeAll(async () => {
  world = await startChangesWorld();
  supplier = await startSupplier();
});
/** Ten rooms from the supplier, six of them sold five days ahead. */
beforeEach(async () => {
  made += 1;
  hotelId = `INC-${made}`;
  await supplied(10);
  await world.services.append('reservation', hotelId, booking('b1', 6, 5));
});
afterAll(async () => {
  await supplier.stop();
  await world.stop();
});

async function supplied(rooms: number, days: Record<string, number> = {}): Promise<void> {
  await supplier.tells(hotelId, { rooms: { A: rooms }, days });
  const { run } = await sync(world.services.dataSource, supplier, hotelId);
  expect(run.status).toBe('DONE');
}

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly line: string | null;
  readonly nights: readonly string[];
  readonly needed: number | null;
  readonly have: number | null;
  readonly raisedBy: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly settledNote: string | null;
}

const FIELDS = `id kind hotel { id } line nights needed have groupId text raisedAt raisedBy
                lastRaisedAt settledAt settledBy settledNote`;

async function listed(
  filter: object = {},
  page: object = {},
  as: IdentityClaims = callers.operator,
): Promise<{ incidents: Told[]; endCursor: string | null; hasNextPage: boolean }> {
  const query = `query ($filter: IncidentFilter, $first: Int, $after: String) {
    incidents(filter: $filter, first: $first, after: $after) {
      edges { node { ${FIELDS} } } pageInfo { endCursor hasNextPage } } }`;
  const variables = { filter: { hotelId, ...filter }, ...page };
  const { data, errors } = await world.ask<{
    incidents: {
      edges: { node: Told }[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
  }>(as, query, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  const { edges, pageInfo } = data.incidents;
  return { incidents: edges.map(({ node }) => node), ...pageInfo };
}

async function settle(
  id: string,
  note: string | null = 'walked one guest next door',
  as: IdentityClaims = callers.operator,
): Promise<Told & { __typename: string; reasons?: { code: string; path: string | null }[] }> {
  const mutation = `mutation ($id: ID!, $note: String) { done: settleIncident(id: $id, note: $note) {
    __typename ... on Incident { ${FIELDS} } ... on Refusal { reasons { code path } } } }`;
  const { data, errors } = await world.ask<{ done: never }>(as, mutation, { id, note });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.done;
}

async function bookings(): Promise<unknown> {
  const facts = await world.services.facts(hotelId);
  return facts.filter(({ fact }) => fact.kind === 'BOOKING');
}

test('supply below what is sold: no room is free, one incident, and no booking is touched', async () => {
  const before = await bookings();
  await supplied(10, { [night(5)]: 4 });
  expect(await availableOn(world, hotelId, 5)).toBe(0);
  expect(await bookings()).toEqual(before);
  const { incidents } = await listed();
  expect(incidents).toMatchObject([
    {
      kind: 'OVERSOLD',
      hotel: { id: hotelId },
      line: 'K1/A',
      nights: [night(5)],
      needed: 6,
      have: 4,
      raisedBy: 'allotment',
      settledAt: null,
    },
  ]);
});

test('supply that falls further is the same incident with the numbers of now; a rise is none', async () => {
  await supplied(10, { [night(5)]: 4 });
  const first = await listed();
  await supplied(10, { [night(5)]: 2 });
  await supplied(10, { [night(5)]: 3 });
  await supplied(10, { [night(5)]: 3 });
  const { incidents } = await listed();
  expect(incidents).toMatchObject([{ id: first.incidents[0]?.id, needed: 6, have: 2 }]);
});

test('once settled it is not raised by the next sync, but by the next fall', async () => {
  await supplied(10, { [night(5)]: 4 });
  const [incident] = (await listed()).incidents;
  await settle(incident?.id ?? '');
  await supplied(10, { [night(5)]: 4, [night(7)]: 9 });
  expect((await listed({ settled: false })).incidents).toEqual([]);
  await supplied(10, { [night(5)]: 1, [night(7)]: 9 });
  expect((await listed({ settled: false })).incidents).toMatchObject([{ needed: 6, have: 1 }]);
  expect((await listed({ settled: true })).incidents).toHaveLength(1);
});

test('an operator who takes a night below what is sold raises one too, with the change itself', async () => {
  const reduce = event('e1', { type: 'REDUCE_ALLOTMENT', n: 7 });
  const shown = await world.change('createAllotmentEvents', {
    hotelId,
    events: [reduce],
    dryRun: true,
  });
  expect(shown.__typename).toBe('DryRun');
  expect((await listed()).incidents).toEqual([]);
  const change = await world.change('createAllotmentEvents', { hotelId, events: [reduce] });
  expect(change.__typename).toBe('Change');
  const { incidents } = await listed();
  expect(incidents).toMatchObject([{ kind: 'OVERSOLD', nights: [night(5)], needed: 6, have: 3 }]);
  await world.change('createAllotmentEvents', { hotelId, events: [reduce] });
  expect((await listed()).incidents).toEqual(incidents);
});

/** Tells allotment of it as the worker's relay of reservation does. */
async function raise(id: string, more: object = {}): Promise<void> {
  const message = incidentMessage(
    {
      id,
      kind: 'ERRAND_FAILED',
      hotelId,
      groupId: 'grp_1',
      text: 'The supplier refuses the change.',
      ...more,
    },
    3,
  );
  const row: OutboxRow = { ...message, id: 'row', at: '2026-01-01T00:00:00Z' };
  const client = {
    query: async <Data>(_subgraph: unknown, query: string, variables: object) => {
      const reservation = callers.service('reservation');
      const answer = await world.ask<Data>(reservation, query, { ...variables });
      if (!answer.data) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
    close: () => Promise.resolve(),
  };
  await raiseFrom(client, row);
  await raiseFrom(client, { ...row, type: 'booking.held' });
}

test('what another subgraph raises is listed once, however often the relay tells it', async () => {
  await raise(`${hotelId}-x`);
  await raise(`${hotelId}-x`, { text: 'Something else.' });
  const { incidents } = await listed({ groupId: 'grp_1', kinds: ['ERRAND_FAILED'] });
  expect(incidents).toMatchObject([
    { id: `${hotelId}-x`, raisedBy: 'reservation', text: 'The supplier refuses the change.' },
  ]);
  const [row]: { n: number }[] = await world.services.admin.query(
    `select count(*)::int as n from allotment.outbox
      where hotel_id = $1 and type = 'incident.opened'`,
    [hotelId],
  );
  expect(row?.n).toBe(1);
});

test('the latest come first, page by page', async () => {
  for (const at of [1, 2, 3, 4, 5]) await raise(`${hotelId}-${at}`);
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 3; pages += 1) {
    const page: Awaited<ReturnType<typeof listed>> = await listed({}, { first: 2, after });
    seen.push(...page.incidents.map(({ id }) => id));
    expect(page.hasNextPage).toBe(pages < 2);
    after = page.endCursor;
  }
  expect(seen).toEqual([5, 4, 3, 2, 1].map((at) => `${hotelId}-${at}`));
});

test('settling says who and why, is audited once, and repeated answers the same', async () => {
  await raise(`${hotelId}-s`);
  const settled = await settle(`${hotelId}-s`);
  expect(settled).toMatchObject({
    __typename: 'Incident',
    settledBy: 'uid-operator',
    settledNote: 'walked one guest next door',
  });
  expect(await settle(`${hotelId}-s`, 'another note', callers.admin)).toEqual(settled);
  const audit: unknown[] = await world.services.admin.query(
    'select action, actor, note, hotel_id from allotment.audit_log where subject = $1',
    [`${hotelId}-s`],
  );
  expect(audit).toEqual([
    {
      action: 'SETTLE_INCIDENT',
      actor: 'uid-operator',
      note: 'walked one guest next door',
      hotel_id: hotelId,
    },
  ]);
});

const others = [
  ['an agent', callers.agent],
  ['a partner', callers.partner('SIAM')],
  ['a hotel’s user', callers.supplier('INC-1')],
  ['a service', callers.service('reservation')],
] as const;

test.each(others)('%s sees no incident and settles none', async (_name, as) => {
  await raise(`${hotelId}-h`);
  expect((await listed({}, {}, as)).incidents).toEqual([]);
  const one = 'query ($id: ID!) { incident(id: $id) { id } }';
  expect((await world.ask(as, one, { id: `${hotelId}-h` })).data).toEqual({ incident: null });
  const answer = await settle(`${hotelId}-h`, 'a\0', as);
  expect(answer.reasons).toEqual([{ code: 'NOT_ENTITLED', path: null }]);
  expect((await listed({ settled: true })).incidents).toEqual([]);
});

test('settling refuses a note that is no text, then an incident that is not there', async () => {
  const noText = await settle('nowhere', 'a\0');
  expect([noText.__typename, noText.reasons]).toEqual([
    'InvalidInput',
    [{ code: 'BAD_INPUT', path: '/note' }],
  ]);
  const nowhere = await settle('nowhere');
  expect([nowhere.__typename, nowhere.reasons]).toEqual([
    'NotFound',
    [{ code: 'NOT_FOUND', path: '/id' }],
  ]);
});

test('only services raise, and what is no incident is refused', async () => {
  const mutation = 'mutation ($i: RaisedIncidentInput!) { raiseIncident(incident: $i) { id } }';
  const incident = { id: `${hotelId}-n`, kind: 'CONFLICT', text: 'x' };
  const byOperator = await world.ask(callers.operator, mutation, { i: incident });
  expect(byOperator.errors[0]?.extensions?.code).toBe('FORBIDDEN');
  const service = callers.service('reservation');
  const bad = await world.ask(service, mutation, { i: { ...incident, needed: -1 } });
  expect(bad.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect((await listed()).incidents).toEqual([]);
});
