// What is wrong between the access table and the schema, one sentence each. Asked by `npm run compose`
// and by tests; a table without problems makes role schemas that are valid and guards that can answer.
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  getNamedType,
  parse,
  validateSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { userRoles, type UserRole } from '../../shared/auth/identity.ts';
import { tagOf, type AccessRow, type AccessTable } from './access-table.ts';
import { guardsBefore, readGuards } from './guards.ts';
import type { Policies } from './policies.ts';
import { cutRoleSchema, type CutFrom } from './role-schema.ts';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** Nothing for a table and a supergraph that belong together. */
export function findAccessProblems(
  table: AccessTable,
  supergraph: CutFrom,
  policies: Policies,
): string[] {
  const problems = [
    ...findStaleRows(table, supergraph.apiSchema),
    ...[...table.rows.values()].flatMap((row) => findMisusedWords(table, row, policies)),
    ...findUnwithholdable(supergraph),
  ];
  return problems.length > 0
    ? problems
    : userRoles.flatMap((role) => findCutProblems(table, supergraph, role));
}

function findStaleRows(table: AccessTable, schema: GraphQLSchema): string[] {
  const known = new Set(Object.values(schema.getTypeMap()).flatMap(coordinatesOf));
  const stale = [...table.rows.keys()].filter((coordinate) => !known.has(coordinate));
  return stale.map((each) => `${each} is in the access table, but in no schema: take it out.`);
}

function coordinatesOf(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
  if (isInputObjectType(type)) {
    return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, args }) => [
    `${type.name}.${name}`,
    ...args.map((argument) => `${type.name}.${name}(${argument.name})`),
  ]);
}

function findMisusedWords(
  { scopes }: AccessTable,
  { coordinate, access, ...row }: AccessRow,
  policies: Policies,
): string[] {
  const isRoot = ROOTS.has(coordinate.split('.')[0] ?? '') && !coordinate.includes('(');
  const hasOwn = Object.values(access).includes('OWN');
  const unknownScopes = (row.scopes ?? []).flat().filter((scope) => !scopes.has(scope));
  const unknownPolicies = (row.policies ?? []).flat().filter((policy) => !(policy in policies));
  return [
    ...(hasOwn && !isRoot ? [`${coordinate}: o is for fields where rows begin; write x.`] : []),
    ...unknownScopes.map(
      (scope) => `${coordinate}: no role has the scope ${scope}; list it on top.`,
    ),
    ...unknownPolicies.map((policy) => `${coordinate}: policies.ts knows no ${policy}.`),
  ];
}

/** What may be withheld must have a null to leave. Mutations are refused whole and need none. */
function findUnwithholdable({ sdl, apiSchema }: CutFrom): string[] {
  const guards = readGuards(parse(sdl, { noLocation: true }));
  const problems: string[] = [];
  for (const type of Object.values(apiSchema.getTypeMap())) {
    if ((!isObjectType(type) && !isInterfaceType(type)) || type.name.startsWith('__')) continue;
    if (type.name === 'Mutation') continue;
    for (const field of Object.values(type.getFields())) {
      if (!isNonNullType(field.type)) continue;
      if (guardsBefore(guards, apiSchema, type, field.name, field.type).length === 0) continue;
      problems.push(
        `${type.name}.${field.name} may be withheld by a guard, so its type must be nullable.`,
      );
    }
  }
  return problems;
}

function findCutProblems(table: AccessTable, supergraph: CutFrom, role: UserRole): string[] {
  const visible = [...table.rows.values()].filter(({ access }) => access[role] !== 'NONE');
  const cut = cutOrSentence(supergraph, role);
  if (typeof cut === 'string') return [cut];
  if (!cut) return [];
  return [
    ...validateSchema(cut).map(({ message }) => `${role}: ${message}`),
    ...visible.flatMap(({ coordinate }) => findLost(supergraph.apiSchema, cut, coordinate, role)),
  ];
}

function cutOrSentence(supergraph: CutFrom, role: UserRole): GraphQLSchema | null | string {
  try {
    return cutRoleSchema(supergraph, tagOf(role))?.schema ?? null;
  } catch (error) {
    // What a field needs was cut away: buildASTSchema names it.
    return `The table leaves ${role} no valid schema: ${error instanceof Error ? error.message : ''}`;
  }
}

/** A field that the role sees must keep what it needs: its required arguments, members of its union. */
function findLost(
  whole: GraphQLSchema,
  cut: GraphQLSchema,
  coordinate: string,
  role: UserRole,
): string[] {
  const [typeName = '', rest = ''] = coordinate.split('.');
  const [fieldName = ''] = rest.split('(');
  const full = fieldOf(whole, typeName, fieldName);
  const left = fieldOf(cut, typeName, fieldName);
  if (!full || !left) return [];
  const kept = new Set(left.args.map(({ name }) => name));
  const lost = full.args.filter((each) => isRequiredArgument(each) && !kept.has(each.name));
  const inputs = full.args.flatMap(({ type }) => lostInputs(getNamedType(type), cut));
  return [
    ...lost.map(({ name }) => `${role}: ${coordinate} needs its argument ${name}.`),
    ...inputs.map((input) => `${role}: ${coordinate} needs ${input}.`),
    ...(isUnionType(getNamedType(left.type)) && membersOf(getNamedType(left.type)) === 0
      ? [`${role}: nothing is left of what ${coordinate} gives.`]
      : []),
  ];
}

function fieldOf(
  schema: GraphQLSchema,
  typeName: string,
  fieldName: string,
): GraphQLField<unknown, unknown> | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
}

function lostInputs(type: GraphQLNamedType, cut: GraphQLSchema): string[] {
  const left = cut.getType(type.name);
  if (!isInputObjectType(type) || !isInputObjectType(left)) return [];
  return Object.values(type.getFields())
    .filter((field) => isRequiredInputField(field) && !(field.name in left.getFields()))
    .map((field) => `${type.name}.${field.name}`);
}

function membersOf(type: GraphQLNamedType): number {
  return isUnionType(type) ? type.getTypes().length : 1;
}
