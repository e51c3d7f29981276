// The access table against the schema of this checkout: every field, every role, and the six files that
// show what comes of it.
import { isInterfaceType, isObjectType } from 'graphql';
import { userRoles } from '../../../shared/auth/identity.ts';
import { composeFromSources, readSubgraphSources } from '../../supergraph/from-sources.ts';
import { composeSupergraph } from '../../supergraph/compose.ts';
import { loadSupergraph } from '../../supergraph/load.ts';
import { roleFiles } from '../../tools/role-files.ts';
import { findStale } from '../../tools/schema-files.ts';
import { findAccessProblems } from '../access-problems.ts';
import { parseAccessTable, readAccessTable, tagOf } from '../access-table.ts';
import { ownPolicies } from '../policies.ts';
import { cutRoleSchema } from '../role-schema.ts';
import { tagSchema } from '../tag-schema.ts';

const table = readAccessTable();
const supergraph = loadSupergraph(composeFromSources(readSubgraphSources()));
const fields = Object.values(supergraph.apiSchema.getTypeMap()).flatMap((type) =>
  (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
    ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
    : [],
);

test('every field of the schema stands in the table, and nothing else does', () => {
  const listed = [...table.rows.keys()].filter((coordinate) => fields.includes(coordinate));
  expect(listed.sort()).toEqual([...fields].sort());
  expect(findAccessProblems(table, supergraph, ownPolicies)).toEqual([]);
});

test.each(userRoles)('the schema of %s holds what the table grants it, field by field', (role) => {
  const cut = cutRoleSchema(supergraph, tagOf(role))?.schema;
  const has = (coordinate: string): boolean => {
    const [type = '', field = ''] = coordinate.split('.');
    const found = cut?.getType(type);
    return (isObjectType(found) || isInterfaceType(found)) && field in found.getFields();
  };
  const granted = (coordinate: string): boolean =>
    table.rows.get(coordinate)?.access[role] !== 'NONE';
  expect(fields.filter((each) => has(each) && !granted(each))).toEqual([]);
  // What is granted may still be out of reach: then its type is missing as a whole, or nothing gives it.
  const missing = fields.filter((each) => granted(each) && !has(each));
  const types = new Set(missing.map((each) => each.split('.')[0] ?? ''));
  expect([...types].filter((type) => cut?.getType(type))).toEqual([]);
});

test('whoever shows no token has no schema', () => {
  expect(cutRoleSchema(supergraph, 'unauthenticated')).toBeNull();
});

test('the six schema files say what is served: run `npm run compose` after a change', () => {
  const files = roleFiles(supergraph);
  expect(files).toHaveLength(6);
  expect(findStale(files).map(({ file }) => file)).toEqual([]);
});

describe('the table is refused', () => {
  test.each([
    ['type A\n  x x x x   a', /Line 2 .* begins with 5 of x, o and -/],
    ['type A\n  x x x x y   a', /Line 2 .* begins with 5/],
    ['type A\n  - - - - -   a', /Line 2 .* @inaccessible/],
    ['type A\n  x x x x x   a scope=b', /Line 2 .* scopes=… and policy=… alone/],
    ['type A\n  x x x x x   a\n  x x - - -   a', /speaks twice of A\.a/],
    ['kind A\n  x x x x x   a', /Line 1 .* a section is/],
  ])('%j', (text, why) => {
    expect(() => parseAccessTable(text)).toThrow(why);
  });
});

describe('a table that does not fit the schema', () => {
  const LINK =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag", "@requiresScopes", "@policy"])';
  const problemsOf = (sdl: string, text: string): string[] => {
    const own = parseAccessTable(text);
    const tagged = tagSchema(`${LINK} ${sdl}`, own);
    const composed = composeSupergraph([{ name: 'a', url: 'http://a', sdl: tagged.sdl }]);
    if (!composed.ok) throw new Error(composed.error.join());
    return findAccessProblems(own, loadSupergraph(composed.value), {});
  };

  test('a field that it does not name is told by name', () => {
    const { unlisted } = tagSchema('type Query { a: Int b: Int }', parseAccessTable(''));
    expect(unlisted).toEqual(['Query.a', 'Query.b']);
  });

  test.each([
    [
      'a field that is no longer there',
      'type Query { a: Int }',
      'type Query\n  x x x x x   a gone',
      /^Query\.gone is in the access table, but in no schema/,
    ],
    [
      'own rows where no rows begin',
      'type Query { a: A } type A { b: Int }',
      'type Query\n  x x x x x   a\ntype A\n  x x x x o   b',
      /^A\.b: o is for fields where rows begin/,
    ],
    [
      'a scope that no role has',
      'type Query { a: Int }',
      'type Query\n  x x x x x   a scopes=b',
      /^Query\.a: no role has the scope b/,
    ],
    [
      'a policy that nobody wrote',
      'type Query { a: Int }',
      'type Query\n  x x x x x   a policy=b',
      /^Query\.a: policies\.ts knows no b/,
    ],
    [
      'a guard on what cannot be null',
      'type Query { a: Int! }',
      'scopes\n  x x x x x   b\ntype Query\n  x x x x x   a scopes=b',
      /^Query\.a may be withheld by a guard, so its type must be nullable/,
    ],
    [
      'a field whose type has nothing for the role',
      'type Query { a: A b: Int } type A { b: Int }',
      'type Query\n  x x x x x   a b\ntype A\n  x x x x -   b',
      /^The table leaves SUPPLIER no valid schema: Unknown type "A"/,
    ],
    [
      'a required argument that the role does not know',
      'type Query { a(b: Int!): Int }',
      'type Query\n  x x x x x   a\n  x x x x -   a(b)',
      /^SUPPLIER: Query\.a needs its argument b/,
    ],
    [
      'a required input field that the role does not know',
      'type Query { a(b: B): Int } input B { c: Int! d: Int }',
      'type Query\n  x x x x x   a\ninput B\n  x x x x -   c',
      /^SUPPLIER: Query\.a needs B\.c/,
    ],
    [
      'an interface that promises more than its type keeps',
      'type Query { a: I } interface I { b: Int c: Int } type A implements I { b: Int c: Int }',
      'type Query\n  x x x x x   a\ntype I\n  x x x x x   b c\ntype A\n  x x x x x   b\n  x x x x -   c',
      /^(SUPPLIER: Interface field I\.c expected|The table leaves SUPPLIER no valid schema)/,
    ],
  ])('%s is told', (_what, sdl, text, expected) => {
    expect(problemsOf(sdl, text)[0]).toMatch(expected);
  });
});
