// The matrix: every field and every mutation, for every role, on its own rows and on another's, against
// a running system. What is expected stands in gateway/roles/access-table.txt, and nowhere else.
import { buildClientSchema, getIntrospectionQuery, isObjectType } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { userRoles } from '../../../shared/auth/identity.ts';
import type { UserRole } from '../../../shared/auth/identity.ts';
import { mintToken } from '../../../shared/auth/local-issuer/mint-token.ts';
import { readAccessTable } from '../../roles/access-table.ts';
import { composeFromSources, readSubgraphSources } from '../../supergraph/from-sources.ts';
import { loadSupergraph } from '../../supergraph/load.ts';
import { isField, isThere } from './access/coordinates.ts';
import { askWhole } from './access/documents.ts';
import { fieldsMet } from './access/fields-met.ts';
import { kindOf } from './access/given.ts';
import { judgeMutation, judgeQuery, NARROW_FIRST } from './access/judge.ts';
import type { Answers } from './access/judge.ts';
import { CALLERS, startTwoTenants } from './access/two-tenants.ts';
import type { Tenant, TwoTenants } from './access/two-tenants.ts';
import type { Answer } from './world.ts';

// Hundreds of large operations are asked: on a busy machine they take their time.
jest.setTimeout(240_000);

const table = readAccessTable();
const whole = loadSupergraph(composeFromSources(readSubgraphSources())).apiSchema;
const schemas = new Map<UserRole, GraphQLSchema>();
/** Every `Type.field` that was executed, by role. */
const executed = new Map<UserRole, Set<string>>(userRoles.map((role) => [role, new Set()]));
let tenants: TwoTenants;

beforeAll(async () => {
  tenants = await startTwoTenants();
  for (const role of userRoles) {
    const data = await tenants.world.ask<IntrospectionQuery>(
      CALLERS[role],
      getIntrospectionQuery(),
    );
    schemas.set(role, buildClientSchema(data));
  }
});
afterAll(() => tenants.world.stop());

const schemaOf = (role: UserRole): GraphQLSchema => schemas.get(role) as GraphQLSchema;

describe.each(userRoles)('%s', (role) => {
  test('meets exactly the fields that the table grants it', async () => {
    const met = await fieldsMet(whole, (text) => tenants.world.send(CALLERS[role], text));
    const fields = [...table.rows.values()].filter(({ coordinate }) => isField(whole, coordinate));
    const wrong = fields.filter(({ coordinate, access }) => {
      // What nothing leads to is granted in vain: its type is missing as a whole.
      const inReach = isThere(schemaOf(role), coordinate) !== undefined;
      return met.has(coordinate) !== (access[role] !== 'NONE' && inReach);
    });
    expect(wrong.map(({ coordinate }) => coordinate)).toEqual([]);
    expect(met.size).toBeGreaterThan(20);
  });

  test('meets the arguments, input fields and enum values that the table grants it', () => {
    const narrow = [...table.rows.values()].filter((row) => !isField(whole, row.coordinate));
    const wrong = narrow.filter(({ coordinate, access }) => {
      const there = isThere(schemaOf(role), coordinate);
      return there !== undefined && there !== (access[role] !== 'NONE');
    });
    expect(wrong.map(({ coordinate }) => coordinate)).toEqual([]);
  });

  test('is answered by every query as the table says: its own, another’s, nobody’s', async () => {
    const fields = Object.values(schemaOf(role).getQueryType()?.getFields() ?? {});
    const problems: string[] = [];
    for (const field of fields) {
      const { access } = table.rows.get(`Query.${field.name}`) ?? {};
      const vague = field.args.some(
        ({ name, type }) =>
          String(type).includes('ID') && !kindOf(`Query.${field.name}(${name})`, name),
      );
      const { answers, errors } = await askForAll(role, 'Query', field.name);
      const found = judgeQuery(role, access?.[role] ?? 'NONE', answers, tenants, vague);
      problems.push(...[...found, ...errors].map((what) => `${field.name}: ${what}`));
    }
    expect(problems).toEqual([]);
  });
});

test('every role’s mutations let it in as the table says, and change nothing of another’s', async () => {
  const problems: string[] = [];
  const before = await ofLotus();
  for (const role of NARROW_FIRST) {
    if (role === 'OPERATOR') expect(await ofLotus()).toEqual(before);
    for (const name of Object.keys(schemaOf(role).getMutationType()?.getFields() ?? {})) {
      const { access } = table.rows.get(`Mutation.${name}`) ?? {};
      const { answers, errors } = await askForAll(role, 'Mutation', name);
      const found = judgeMutation(access?.[role] ?? 'NONE', answers, tenants);
      problems.push(...[...found, ...errors].map((what) => `${role} ${name}: ${what}`));
    }
  }
  expect(problems).toEqual([]);
});

test.each(userRoles)('every field of every type that %s can reach was asked for above', (role) => {
  const fields = Object.values(schemaOf(role).getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
      : [],
  );
  expect(fields.filter((each) => !executed.get(role)?.has(each))).toEqual([]);
});

test('a token that lists no scopes gets null for every guarded field, and no guarded mutation', async () => {
  const { dir } = tenants.world.system.settings.localIssuer;
  const claims = { role: 'OPERATOR', scopes: [] };
  const user = { uid: 'local-without-scopes', claims, ttlSeconds: 600 };
  const token = await mintToken({ dir, projectId: 'staysync-test', ...user });
  const guarded = new Set(
    [...table.rows.values()]
      .filter(({ scopes }) => scopes)
      .map(({ coordinate }) => coordinate.split('.')[1] ?? ''),
  );
  const schema = schemaOf('OPERATOR');
  let denied = 0;
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const { text } = askWhole(schema, 'Query', field, { tenant: tenants.own });
    const { errors } = await post(token, `{ ${text} }`);
    denied += errors.length;
    const wrong = errors.filter(
      ({ path, extensions }) =>
        extensions?.code !== 'FORBIDDEN' || !guarded.has(String(path?.at(-1)).replace(/^.*_/, '')),
    );
    expect(wrong).toEqual([]);
  }
  expect(denied).toBeGreaterThan(10);
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (!guarded.has(field.name)) continue;
    const { text } = askWhole(schema, 'Mutation', field, { tenant: tenants.own });
    expect([field.name, (await post(token, `mutation { ${text} }`)).status]).toEqual([
      field.name,
      403,
    ]);
  }
});

test('without a token there is no field at all, be it one that nobody wrote', async () => {
  const asked = ['{ hotels { edges { cursor } } }', '{ nothing }', getIntrospectionQuery()];
  const answers = await Promise.all(asked.map((text) => post(null, text)));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('no process had anything to complain of', () => {
  expect(tenants.world.complaints()).toEqual([]);
});

/** One root field, whole, with the ids of all three sides. */
async function askForAll(
  role: UserRole,
  owner: 'Query' | 'Mutation',
  name: string,
): Promise<{ answers: Answers; errors: string[] }> {
  const schema = schemaOf(role);
  const root = owner === 'Query' ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[name];
  if (!field) throw new Error(`${role} has no ${owner}.${name}`);
  const sides: [string, Tenant][] = [
    ['own', tenants.own],
    ['other', tenants.other],
    ['missing', tenants.missing],
  ];
  const asked = sides.map(([side, tenant]) => ({
    side,
    ...askWhole(schema, owner, field, { tenant }),
  }));
  for (const { coordinates } of asked) {
    for (const each of coordinates) executed.get(role)?.add(each);
  }
  const answers: Record<string, unknown> = {};
  const errors: string[] = [];
  // A place for ids below the root makes no difference to what the root stands for.
  for (const { side, text } of field.args.length > 0 ? asked : asked.slice(0, 1)) {
    const answer = await tenants.world.send<Record<string, unknown>>(
      CALLERS[role],
      `${owner.toLowerCase()} { ${side}: ${text} }`,
    );
    answers[side] = answer.data?.[side];
    errors.push(...answer.errors.map((error) => `${side}: ${JSON.stringify(error)}`));
  }
  return { answers: answers as unknown as Answers, errors };
}

async function ofLotus(): Promise<unknown> {
  return tenants.world.ask(
    CALLERS.OPERATOR,
    `{ bookings(first: 100, filter: { agencyId: "LOTUS" }) { edges { node {
      id status rooms group { status auditLog { at toStatus } }
    } } } }`,
  );
}

interface Told extends Omit<Answer<unknown>, 'comeAgainMs'> {
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

async function post(token: string | null, query: string): Promise<Told> {
  const response = await fetch(tenants.world.system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as Partial<Told>;
  return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [] };
}
