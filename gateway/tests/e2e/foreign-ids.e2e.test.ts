// Attacks by ids against a running system: for every role that sees its own rows alone, an id of another
// answers, in every place of its schema, exactly like an id that nobody has.
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import type { UserRole } from '../../../shared/auth/identity.ts';
import type { LocalUser } from '../../../shared/auth/local-issuer/role-token.ts';
import { attacksOn, batches } from './access/attacks.ts';
import type { Attack, IdKind, Question } from './access/attacks.ts';
import { alike, NEVER_TOLD } from './access/judge.ts';
import { CALLERS, startTwoTenants } from './access/two-tenants.ts';
import type { Tenant, TwoTenants } from './access/two-tenants.ts';
import { partner } from './world.ts';

// Hundreds of large operations are asked: on a busy machine they take their time.
jest.setTimeout(240_000);

const OF_AGENCIES: readonly IdKind[] = ['agency', 'group', 'booking', 'block', 'reference'];

/** Of these kinds the other side's ids are not the role's to know. Hotels are everybody else's to see. */
const FOREIGN: readonly [UserRole, readonly IdKind[]][] = [
  ['PARTNER', OF_AGENCIES],
  ['AGENT', OF_AGENCIES],
  ['SUPPLIER', [...OF_AGENCIES, 'hotel', 'contract', 'line', 'event', 'submission']],
];

type Operation = 'query' | 'mutation';

const schemas = new Map<UserRole, GraphQLSchema>();
let tenants: TwoTenants;

beforeAll(async () => {
  tenants = await startTwoTenants();
  for (const [role] of FOREIGN) {
    const told = await tenants.world.ask<IntrospectionQuery>(
      CALLERS[role],
      getIntrospectionQuery(),
    );
    schemas.set(role, buildClientSchema(told));
  }
});
afterAll(() => tenants.world.stop());

test.each(FOREIGN)('%s learns nothing in any place of any query', async (role, kinds) => {
  const attacks = attacksFor(role, 'query', kinds);
  expect(attacks.length).toBeGreaterThan(50);
  expect(await tryEach(role, 'query', attacks)).toEqual([]);
});

describe('what the gateway gave to LOTUS in the hands of SIAM', () => {
  interface Quoted {
    readonly quote: { readonly token?: string };
  }
  interface Listed {
    readonly bookings: {
      readonly edges: readonly {
        readonly cursor: string;
        readonly node: { readonly id: string };
      }[];
    };
  }
  const LOTUS = partner('LOTUS');
  const SIAM = CALLERS.PARTNER;

  async function quoted(user: LocalUser, { group, booking }: Tenant): Promise<string> {
    const input = { groupId: group, lines: [{ bookingId: booking, rooms: 2 }] };
    const { quote } = await tenants.world.ask<Quoted>(
      user,
      `query Q($input: QuoteAmendmentInput!) {
        quote: quoteAmendment(input: $input) { ... on AmendmentQuote { token } } }`,
      { input },
    );
    expect(quote.token).toBeDefined();
    return quote.token ?? '';
  }

  function amend(user: LocalUser, { group, booking }: Tenant, token: string): Promise<unknown> {
    const input = { groupId: group, lines: [{ bookingId: booking, rooms: 2 }], token };
    return tenants.world.ask(
      user,
      `mutation A($input: AmendBookingInput!) { amendBooking(input: $input) {
        __typename ... on Refusal { message reasons { code path nights needed have } } } }`,
      { input },
    );
  }

  function list(user: LocalUser, after: string | null): Promise<Listed> {
    return tenants.world.ask<Listed>(
      user,
      `query L($after: String) { bookings(first: 50, after: $after) {
        edges { cursor node { id } } } }`,
      { after },
    );
  }

  test('the token of an amendment is worth nothing, for its own group or for another', async () => {
    const { own, other, missing } = tenants;
    const before = await ofLotus();
    const token = await quoted(LOTUS, other);
    const theirs = await amend(SIAM, other, token);
    expect(theirs).toMatchObject({ amendBooking: { __typename: 'NotFound' } });
    const nobodys = await amend(SIAM, missing, token);
    expect(alike(theirs, [other.group, other.booking])).toBe(
      alike(nobodys, [missing.group, missing.booking]),
    );
    expect(await amend(SIAM, own, token)).toMatchObject({
      amendBooking: { reasons: [{ code: 'PREVIEW_STALE' }] },
    });
    expect(await ofLotus()).toEqual(before);
  });

  test('a cursor says where to go on in the caller’s own list, and nothing else', async () => {
    const mine = (await list(SIAM, null)).bookings.edges.map(({ node }) => node.id);
    const { edges } = (await list(LOTUS, null)).bookings;
    expect(edges.length).toBeGreaterThan(1);
    for (const { cursor, node } of edges) {
      const seen = (await list(SIAM, cursor)).bookings.edges.map(({ node: { id } }) => id);
      expect(mine).not.toContain(node.id);
      expect(seen).toEqual(mine.slice(mine.length - seen.length));
    }
  });
});

// After all queries: what is booked here under another's reference is the caller's own from then on.
test.each(FOREIGN)('%s learns and changes nothing by any mutation', async (role, kinds) => {
  const before = await ofLotus();
  expect(await tryEach(role, 'mutation', attacksFor(role, 'mutation', kinds))).toEqual([]);
  expect(await ofLotus()).toEqual(before);
});

// Last of all: what is refused to SIAM stays refused.
describe('a hotel that is refused to the agency that asks', () => {
  const of = ({ name }: Attack): string => / as (.+)$/.exec(name)?.[1] ?? '';
  // A quote says what the hold would say, in the same order.
  const HOLDS = ['CreateBookingInput.hotelId', 'QuoteStayInput.hotelId'];
  const isHold = (attack: Attack): boolean => HOLDS.includes(of(attack));
  const OF_HOTEL: readonly IdKind[] = ['hotel', 'contract', 'line'];

  beforeAll(async () => {
    const made = await tenants.world.ask<{ made: { __typename: string } }>(
      CALLERS.OPERATOR,
      `mutation { made: setAgencyHotel(input: {
        agencyId: "SIAM", hotelId: "${tenants.other.hotel}", sells: false
      }) { __typename } }`,
    );
    expect(made.made.__typename).toBe('Agency');
  });

  test('answers an agent so wherever it asks for the agency; the catalogue is staff’s to see', async () => {
    const attacks = attacksFor('AGENT', 'query', ['hotel']);
    const inCatalogue = attacks.filter((attack) => of(attack) === 'Query.hotel(id)');
    expect(inCatalogue.length).toBeGreaterThan(0);
    const rest = attacks.filter((attack) => !inCatalogue.includes(attack) && !isHold(attack));
    expect(await tryEach('AGENT', 'query', rest)).toEqual([]);
  });

  // After the agent: what is booked here under a hotel's name as its reference is the agency's own.
  test('answers a partner like one that does not exist, in every place but hold and quote', async () => {
    for (const kind of ['query', 'mutation'] as const) {
      const attacks = attacksFor('PARTNER', kind, OF_HOTEL).filter((attack) => !isHold(attack));
      expect(attacks.length).toBeGreaterThan(0);
      expect(await tryEach('PARTNER', kind, attacks)).toEqual([]);
    }
  });

  test.each(['PARTNER', 'AGENT'] as const)(
    'is told to a hold by %s as domain.md §4 has it',
    async (role) => {
      const [hold] = attacksFor(role, 'mutation', ['hotel']).filter(isHold);
      const ask = async ({ text }: Question): Promise<unknown> =>
        (await tenants.world.send<{ a: unknown }>(CALLERS[role], `mutation { a: ${text} }`)).data
          ?.a;
      expect(await ask(hold?.theirs as Question)).toMatchObject({
        __typename: 'NotPermitted',
        reasons: [{ code: 'NOT_ENTITLED', path: '/hotelId' }],
      });
      expect(await ask(hold?.nobodys as Question)).toMatchObject({
        __typename: 'NotFound',
        reasons: [{ code: 'NOT_FOUND', path: '/hotelId' }],
      });
    },
  );
});

test('no process had anything to complain of', () => {
  expect(tenants.world.complaints()).toEqual([]);
});

function attacksFor(role: UserRole, kind: Operation, kinds: readonly IdKind[]): Attack[] {
  const schema = schemas.get(role);
  if (!schema) throw new Error(`no schema of ${role}`);
  return attacksOn(schema, kind === 'query' ? 'Query' : 'Mutation', kinds, tenants);
}

async function tryEach(
  role: UserRole,
  kind: Operation,
  attacks: readonly Attack[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const batch of batches(attacks)) problems.push(...(await tryAll(role, kind, batch)));
  return problems;
}

/** Many at once; where anything went wrong, each by itself, so that none hides behind another. */
async function tryAll(
  role: UserRole,
  kind: Operation,
  attacks: readonly Attack[],
): Promise<string[]> {
  const pairs = attacks.map(
    ({ theirs, nobodys }, at) => `t${at}: ${theirs.text} n${at}: ${nobodys.text}`,
  );
  const { data, errors } = await tenants.world.send<Record<string, unknown>>(
    CALLERS[role],
    `${kind} { ${pairs.join(' ')} }`,
  );
  if (data && errors.length === 0) {
    return attacks.flatMap((attack, at) => compare(role, attack, data[`t${at}`], data[`n${at}`]));
  }
  const each = await Promise.all(attacks.map((attack) => tryAlone(role, kind, attack)));
  return each.flat();
}

async function tryAlone(role: UserRole, kind: Operation, attack: Attack): Promise<string[]> {
  const ask = ({ text }: Question): Promise<unknown> =>
    tenants.world.send(CALLERS[role], `${kind} { a: ${text} }`);
  return compare(role, attack, await ask(attack.theirs), await ask(attack.nobodys));
}

function compare(role: UserRole, attack: Attack, theirs: unknown, nobodys: unknown): string[] {
  const told = alike(theirs, [attack.theirs.id]);
  const shown = told.slice(0, 300);
  if (told !== alike(nobodys, [attack.nobodys.id])) return [`${attack.name}: ${shown}`];
  return NEVER_TOLD[role]?.test(told) ? [`${attack.name} tells of others: ${shown}`] : [];
}

function ofLotus(): Promise<unknown> {
  return tenants.world.ask(
    CALLERS.OPERATOR,
    `{ bookings(first: 100, filter: { agencyId: "LOTUS" }) { edges { node {
      id status rooms group { status auditLog { at toStatus } }
    } } } }`,
  );
}
