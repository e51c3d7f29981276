// What the schema that is served costs: honest questions of every role pass, bombs do not.
import {
  getIntrospectionQuery,
  getNamedType,
  isAbstractType,
  isObjectType,
  isRequiredArgument,
  Kind,
  parse,
  validate,
} from 'graphql';
import type { GraphQLField, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import { userRoles, type UserRole } from '../../../shared/auth/identity.ts';
import { boundsOf } from '../../limits.ts';
import { whatIsTooLarge } from '../../plugins/measure-document.ts';
import { readAccessTable } from '../../roles/access-table.ts';
import { ownPolicies } from '../../roles/policies.ts';
import { createRoleViews } from '../../roles/role-views.ts';
import { composeFromSources, readSubgraphSources } from '../../supergraph/from-sources.ts';
import { loadSupergraph } from '../../supergraph/load.ts';
import { LENGTHS, NIGHTS_ABOVE, readCostRules } from '../cost-rules.ts';
import { estimateCost } from '../estimate-cost.ts';

const nowhere = 'http://127.0.0.1:1/graphql';
const supergraph = loadSupergraph(
  composeFromSources(
    readSubgraphSources({
      allotment: nowhere,
      reservation: nowhere,
      hardblock: nowhere,
      agency: nowhere,
    }),
  ),
);
const views = createRoleViews(supergraph, {
  scopes: readAccessTable().scopes,
  policies: ownPolicies,
});
const rules = readCostRules(parse(supergraph.sdl, { noLocation: true }));

function schemaOf(role: UserRole) {
  const view = views.get(role);
  if (!view) throw new Error(`${role} has no schema`);
  return view.schema;
}

/** Fails on what the role's schema does not hold, so that no question here grows old unnoticed. */
function costOf(role: UserRole, query: string, variables: Record<string, unknown> = {}): number {
  const schema = schemaOf(role);
  const document = parse(query);
  expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  expect(whatIsTooLarge(query, boundsOf(role))).toBeNull();
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return estimateCost({ schema, rules, document, operation: operation as OperationDefinitionNode })(
    variables,
  ).cost;
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `H${at}`);
const calendar = (hotels: number, from: string, to: string) => ({
  input: { hotelIds: ids(hotels), from, to },
});
const DAYS = `query ($input: CalendarInput!) { calendar(input: $input) { ... on Calendar { hotels {
  hotel { id name } roomTypes { code days { date available closed } } } } } }`;
const PACKED = `query ($input: CalendarInput!) { calendar(input: $input) { ... on Calendar { hotels {
  hotel { id name } roomTypes { code packed { available flags } } } } } }`;
const LAYERS = `query ($input: CalendarInput!) { calendar(input: $input) { ... on Calendar { hotels {
  lines { line nights { date base raw own available rate pools { pool left } } } } } } }`;
const SOLD = `{ bookings(first: 200) { edges { cursor node { id status group { id status } nights { date rate { amount currency } } } } } }`;

interface Question {
  readonly what: string;
  readonly roles: readonly UserRole[];
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const honest: Question[] = [
  {
    what: 'three hotels, a week, night by night',
    roles: ['AGENT', 'PARTNER'],
    query: DAYS,
    variables: calendar(3, '2030-04-10', '2030-04-17'),
  },
  {
    what: 'fifty hotels, a month, night by night',
    roles: ['OPERATOR', 'AGENT', 'PARTNER'],
    query: DAYS,
    variables: calendar(50, '2030-04-01', '2030-05-01'),
  },
  {
    what: 'two years of three hotels, night by night',
    roles: ['PARTNER'],
    query: DAYS,
    variables: calendar(3, '2030-01-01', '2032-01-02'),
  },
  {
    what: 'all that one calendar gives, packed',
    roles: ['OPERATOR', 'AGENT', 'PARTNER'],
    query: PACKED,
    variables: calendar(50, '2030-01-01', '2030-10-28'),
  },
  {
    what: 'two years of twenty hotels, night by night',
    roles: ['OPERATOR', 'AGENT'],
    query: DAYS,
    variables: calendar(20, '2030-01-01', '2032-01-02'),
  },
  {
    what: 'two years of a hotel with all its layers',
    roles: ['OPERATOR'],
    query: LAYERS,
    variables: calendar(1, '2030-01-01', '2032-01-02'),
  },
  {
    what: 'a full page of what was sold, with groups and nights',
    roles: ['OPERATOR', 'AGENT', 'PARTNER'],
    query: SOLD,
  },
  {
    what: 'introspection as code generators send it',
    roles: userRoles,
    query: getIntrospectionQuery(),
  },
];

test.each(byRole(honest))('$what: not too much for $role', ({ role, query, variables }) => {
  expect(costOf(role, query, variables)).toBeLessThanOrEqual(boundsOf(role).costMax);
});

const aliased = (count: number, text: string) =>
  Array.from({ length: count }, (_, at) => `a${at}: ${text}`).join(' ');

const bombs: Omit<Question, 'roles'>[] = [
  {
    what: 'calendars by the dozen',
    query: `{ ${aliased(
      30,
      `calendar(input: { hotelIds: ${JSON.stringify(ids(20))}, from: "2030-01-01", to: "2032-01-01" }) {
        ... on Calendar { hotels { roomTypes { days { date } } } } }`,
    )} }`,
  },
  {
    what: 'ten thousand hotels',
    query: DAYS,
    variables: calendar(10_000, '2030-01-01', '2030-02-01'),
  },
  { what: 'nights without end', query: DAYS, variables: calendar(50, '0001-01-01', '9999-12-31') },
  {
    what: 'the whole schema thirty times',
    query: `{ ${aliased(30, '__schema { types { fields { type { fields { name type { name } } } } } }')} }`,
  },
  {
    what: 'two years of every hotel there is',
    query: `{ hotels(first: 200) { edges { node { calendar(from: "2030-01-01", to: "2032-01-01") {
      roomTypes { days { date } } } } } } }`,
  },
];

test.each(byRole(bombs.map((bomb) => ({ ...bomb, roles: ['OPERATOR', 'AGENT', 'PARTNER'] }))))(
  '$what: too much for $role',
  ({ role, query, variables }) => {
    expect(costOf(role, query, variables)).toBeGreaterThan(boundsOf(role).costMax);
  },
);

function byRole(questions: readonly Question[]) {
  return questions.flatMap(({ roles, ...question }) =>
    roles.map((role) => ({ role, ...question })),
  );
}

test('writes by the dozen are too many at once for a partner', () => {
  const write = 'cancelBooking(input: { groupId: "x" }) { __typename }';
  const writes = (count: number) => costOf('PARTNER', `mutation { ${aliased(count, write)} }`);
  expect(writes(19)).toBeLessThanOrEqual(boundsOf('PARTNER').costMax);
  expect(writes(21)).toBeGreaterThan(boundsOf('PARTNER').costMax);
});

test('there are fewer types than introspection is taken to list', () => {
  const types = Object.keys(supergraph.apiSchema.getTypeMap()).length;
  expect(types).toBeLessThanOrEqual(LENGTHS['__Schema.types']?.assumedSize ?? 0);
});

test.each(userRoles)('pages within pages within pages are too much for %s', (role) => {
  const paths = pagesWithinPages(schemaOf(role).getQueryType());
  for (const path of paths) {
    expect([path, costOf(role, path) > boundsOf(role).costMax]).toEqual([path, true]);
  }
  if (role === 'OPERATOR') expect(paths.length).toBeGreaterThan(0);
});

test('every length that is written down beside the schema is of a field with such arguments', () => {
  const { apiSchema } = supergraph;
  for (const [coordinate, { slicingArguments, sizedFields }] of Object.entries(LENGTHS)) {
    const [type = '', name = ''] = coordinate.split('.');
    const parent = apiSchema.getType(type);
    const field = isObjectType(parent) ? parent.getFields()[name] : undefined;
    expect([coordinate, field?.name]).toEqual([coordinate, name]);
    for (const path of slicingArguments.filter((each) => each !== NIGHTS_ABOVE)) {
      expect(field?.args.map((each) => each.name)).toContain(path.split('.')[0]);
    }
    const results = field ? membersOf(field) : [];
    for (const sized of sizedFields) {
      expect([coordinate, results.some((each) => sized in each.getFields())]).toEqual([
        coordinate,
        true,
      ]);
    }
  }

  function membersOf(field: GraphQLField<unknown, unknown>) {
    const type = getNamedType(field.type);
    return isAbstractType(type) ? apiSchema.getPossibleTypes(type) : [];
  }
});

test('every field with `first` is known as a page', () => {
  const pages = Object.values(supergraph.apiSchema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.some(({ name }) => name === 'first') ? [`${type.name}.${field.name}`] : [],
      ),
    );
  expect(pages.length).toBeGreaterThan(10);
  for (const page of pages) expect(rules.sizes.get(page)?.slicingArguments).toEqual(['first']);
});

/** Per field of the root, one path along pages until three are within each other. */
function pagesWithinPages(root: GraphQLObjectType | null | undefined): string[] {
  return Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const path = step(field, 0, new Set());
    return path === null ? [] : [`{ ${path} }`];
  });
}

/** `seen` keeps the search as long as the schema: a type is entered once per number of pages. */
function pathFrom(type: GraphQLObjectType, pages: number, seen: Set<string>): string | null {
  if (pages === 3) return '__typename';
  const place = `${type.name} ${pages}`;
  if (seen.has(place)) return null;
  seen.add(place);
  for (const field of Object.values(type.getFields())) {
    const path = step(field, pages, seen);
    if (path !== null) return path;
  }
  return null;
}

function step(
  field: GraphQLField<unknown, unknown>,
  pages: number,
  seen: Set<string>,
): string | null {
  const target = getNamedType(field.type);
  const isPage = field.args.some(({ name }) => name === 'first');
  if (!isObjectType(target) || field.args.some(isRequiredArgument)) return null;
  const below = pathFrom(target, pages + (isPage ? 1 : 0), seen);
  return below === null ? null : `${field.name}${isPage ? '(first: 200)' : ''} { ${below} }`;
}
