// What it takes beside the role: @authenticated, @requiresScopes and @policy, read from the
// supergraph, and which of them stand before a field. Asked once per document and role.
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isTypeDefinitionNode,
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { Alternatives } from './access-table.ts';

/** All parts that are there must hold; within each, one alternative, and of it everything. */
export interface Guard {
  readonly authenticated: boolean;
  readonly scopes: Alternatives | null;
  readonly policies: Alternatives | null;
}

/** By `Type` and `Type.field`. */
export type Guards = ReadonlyMap<string, Guard>;

/** Every guard of a supergraph's document. */
export function readGuards(supergraph: DocumentNode): Guards {
  const guards = new Map<string, Guard>();
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const type = definition.name.value;
    add(type, definition.directives);
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    for (const field of definition.fields ?? []) {
      add(`${type}.${field.name.value}`, field.directives);
    }
  }
  return guards;

  function add(coordinate: string, directives: unknown): void {
    const guard = guardOf((directives ?? []) as readonly ConstDirectiveNode[]);
    if (guard) guards.set(coordinate, guard);
  }
}

function guardOf(directives: readonly ConstDirectiveNode[]): Guard | null {
  const find = (name: string) => directives.find((each) => each.name.value === name);
  const list = (name: string, argument: string): Alternatives | null => {
    const given = find(name)?.arguments?.find((each) => each.name.value === argument);
    return given ? (valueFromASTUntyped(given.value) as Alternatives) : null;
  };
  const guard: Guard = {
    authenticated: find('authenticated') !== undefined,
    scopes: list('requiresScopes', 'scopes'),
    policies: list('policy', 'policies'),
  };
  return guard.authenticated || guard.scopes || guard.policies ? guard : null;
}

/**
 * All guards that stand before `parent.field`: its own, its parent's, its result's. What an interface
 * or union may turn out to be guards it as well: whoever asks for a field of an interface must be
 * allowed to see it on every type that has it, for the answer to come may be any of them.
 */
export function guardsBefore(
  guards: Guards,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  field: string,
  result: GraphQLOutputType,
): readonly Guard[] {
  const parents = possible(schema, parent);
  const coordinates = [
    ...parents.flatMap((type) => [type, `${type}.${field}`]),
    ...possible(schema, getNamedType(result)),
  ];
  return [...new Set(coordinates)].flatMap((coordinate) => guards.get(coordinate) ?? []);
}

/** The type itself and everything that a value of it may turn out to be. */
function possible(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  const types: GraphQLNamedType[] = [type];
  if (isAbstractType(type)) types.push(...schema.getPossibleTypes(type));
  if (isInterfaceType(type)) types.push(...schema.getImplementations(type).interfaces);
  return types.map(({ name }) => name);
}
