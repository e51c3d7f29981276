// The hardblock subgraph as its callers meet it: over HTTP, under signed identities, on facts that
// its own database role appended to a real ledger.
import type { DataSource } from 'typeorm';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { testServicesEnvironment } from '../../../shared/config/environment.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { append, readHead } from '../../../shared/ledger/ledger.ts';
import type { NewFact } from '../../../shared/domain/new-fact.ts';
import type { RunningSubgraph } from '../../../shared/server/subgraph-server.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import {
  callers,
  callSubgraph,
  testIdentities,
  testSubgraphSettings,
} from '../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer, TestIdentities } from '../../../shared/testing/subgraph-call.ts';
import { startServer } from '../server.ts';

let database: TestDatabase;
let role: DataSource;
let identities: TestIdentities;
let server: RunningSubgraph;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  identities = await testIdentities();
  const settings = testSubgraphSettings({
    name: 'hardblock',
    identities,
    databaseUrl: database.urls.hardblock,
    redisUrl: testServicesEnvironment().redisUrl,
  });
  server = await startServer(settings, createLogger('hardblock', 'silent'));
  url = `http://127.0.0.1:${server.port}/graphql`;
  role = await connectDataSource({
    url: database.urls.hardblock,
    schema: 'hardblock',
    applicationName: 'test',
  });
});

afterAll(async () => {
  await server.stop();
  await role.destroy();
  await database.drop();
});

function ask<Data>(
  identity: IdentityClaims,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<SubgraphAnswer<Data>> {
  const signer = identities.signers.gateway;
  return callSubgraph<Data>({ url, subgraph: 'hardblock', signer, identity, query, variables });
}

async function record(hotelId: string, ...facts: NewFact[]): Promise<void> {
  const expectedSeq = await readHead(role, hotelId);
  const appended = await role.transaction((manager) =>
    append(manager, { hotelId, expectedSeq, facts }),
  );
  if (!appended.ok) throw new Error(appended.error.code);
}

const NIGHT = '2026-03-10';

function block(id: string, agency: string, rooms = 4): NewFact {
  return {
    kind: 'EVENT',
    id,
    rev: 1,
    type: 'BLOCK_CONTRACT',
    status: 'TENTATIVE',
    agency,
    optionAt: '2026-02-01T10:00:00.5Z',
    cells: [{ line: 'k1/DLX', date: NIGHT, rooms }],
  };
}

let hotels = 0;

/** A hotel that no other test writes to. */
function newHotel(): string {
  hotels += 1;
  return `HOTEL-${hotels}`;
}

const ONE = `query ($id: ID!) { hardBlock(id: $id) {
  id hotel { id } agency { id } status optionAt revision
  cells { line date rooms delta current released } } }`;
const LIST = `query ($hotelId: ID!, $first: Int, $after: String) {
  hardBlocks(hotelId: $hotelId, first: $first, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const REFERENCE = `query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on HardBlock { id agency { id } } } }`;

interface Listed {
  readonly hardBlocks: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function list(
  identity: IdentityClaims,
  variables: Record<string, unknown>,
): Promise<Listed['hardBlocks']> {
  const { data, errors } = await ask<Listed>(identity, LIST, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.hardBlocks;
}

const idsOf = (page: Listed['hardBlocks']) => page.edges.map((edge) => edge.node.id);

test('a block shows what was agreed, amended and released, and a retraction undoes it', async () => {
  const hotel = newHotel();
  const cell = { line: 'k1/DLX', date: NIGHT };
  const made = block('b1', 'SIAM');
  await record(hotel, made);
  const amendment = {
    kind: 'EVENT',
    id: 'a1',
    rev: 1,
    type: 'BLOCK_AMENDMENT',
    block: 'b1',
    cells: [{ ...cell, delta: -2 }],
  } as const;
  const release = {
    kind: 'EVENT',
    id: 'r1',
    rev: 1,
    type: 'BLOCK_RELEASE',
    block: 'b1',
    cells: [{ ...cell, rooms: 1 }],
  } as const;
  await record(hotel, amendment, release);
  const id = `${hotel}/b1`;
  const shown = {
    id,
    hotel: { id: hotel },
    agency: { id: 'SIAM' },
    status: 'TENTATIVE',
    optionAt: '2026-02-01T10:00:00.5Z',
    revision: 1,
  };
  expect((await ask(callers.operator, ONE, { id })).data).toEqual({
    hardBlock: { ...shown, cells: [{ ...cell, rooms: 4, delta: -2, current: 2, released: 1 }] },
  });
  await record(hotel, { ...amendment, rev: 2, retracted: true });
  expect((await ask(callers.operator, ONE, { id })).data).toEqual({
    hardBlock: { ...shown, cells: [{ ...cell, rooms: 4, delta: 0, current: 4, released: 1 }] },
  });
  await record(hotel, { ...made, rev: 2, retracted: true });
  expect((await ask(callers.operator, ONE, { id })).data).toEqual({ hardBlock: null });
});

describe('who sees which block', () => {
  const siams = { id: 'SIAM' };
  const asias = { id: 'ASIA' };

  test.each<[string, (hotel: string) => IdentityClaims, unknown, unknown]>([
    ['an admin sees all', () => callers.admin, siams, asias],
    ['an operator sees all', () => callers.operator, siams, asias],
    ['an agent sees those it serves', () => callers.agentOf('ASIA'), undefined, asias],
    ['an agent who serves nobody sees none', () => callers.agentOf(), undefined, undefined],
    ["a partner sees its own agency's", () => callers.partner('SIAM'), siams, undefined],
    ['a partner without blocks sees none', () => callers.partner('EURO'), undefined, undefined],
    ['a supplier sees none, be it its hotel', (own) => callers.supplier(own), undefined, undefined],
  ])('%s, by id, in lists and as entities', async (_what, callerAt, ofSiam, ofAsia) => {
    const hotel = newHotel();
    await record(hotel, block('s', 'SIAM'), block('a', 'ASIA'));
    const identity = callerAt(hotel);
    const seen = (blockId: string, agency: unknown) =>
      agency === undefined ? null : { id: `${hotel}/${blockId}`, agency };
    const [siam, asia] = [seen('s', ofSiam), seen('a', ofAsia)];

    const page = await list(identity, { hotelId: hotel });
    expect(idsOf(page)).toEqual([asia, siam].flatMap((entity) => entity?.id ?? []));
    expect(page.pageInfo.hasNextPage).toBe(false);
    const one = await ask(identity, `{ hardBlock(id: "${hotel}/s") { id agency { id } } }`);
    expect(one).toMatchObject({ data: { hardBlock: siam }, errors: [] });
    const ids = [`${hotel}/s`, `${hotel}/a`, `${hotel}/none`, 'nonsense'];
    const r = ids.map((id) => ({ __typename: 'HardBlock', id }));
    const { data } = await ask(identity, REFERENCE, { r });
    expect(data).toEqual({ _entities: [siam, asia, null, null] });
  });
});

test('pages of a hotel join without gap or double and know no other hotel', async () => {
  const hotel = newHotel();
  await record(hotel, ...['b3', 'b1', 'b2'].map((id) => block(id, 'SIAM')));
  await record(newHotel(), block('b9', 'SIAM'));
  const first = await list(callers.operator, { hotelId: hotel, first: 2 });
  expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([
    [`${hotel}/b1`, `${hotel}/b2`],
    true,
  ]);
  const after = first.pageInfo.endCursor;
  const second = await list(callers.operator, { hotelId: hotel, first: 2, after });
  expect([idsOf(second), second.pageInfo.hasNextPage]).toEqual([[`${hotel}/b3`], false]);
});

test.each(['NOWHERE', 'no hotel id', 'x\0'])('the hotel %j has no blocks', async (hotelId) => {
  expect(idsOf(await list(callers.operator, { hotelId }))).toEqual([]);
});

test('whoever has no valid identity gets 401 without a word', async () => {
  const strangers = await testIdentities();
  const forged = await strangers.signers.gateway.headersFor(
    { ...callers.admin, requestId: 'r' },
    'hardblock',
  );
  for (const headers of [{}, forged]) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ hardBlock(id: "A/b") { id } }' }),
    });
    expect([response.status, await response.text()]).toEqual([401, '']);
  }
});
