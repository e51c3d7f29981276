// What of a schema can be reached from its root types. Used when a role's schema is cut.
import {
  Kind,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** The types that can be reached; members of unions and interfaces as far as they are left. */
export function leaveReachable(definitions: readonly TypeDefinitionNode[]): TypeDefinitionNode[] {
  const byName = new Map(definitions.map((definition) => [definition.name.value, definition]));
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const definition = byName.get(name);
    if (!definition || reached.has(name)) return;
    reached.add(name);
    for (const next of referredTo(definition)) reach(next);
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION && returned.has(name)) {
      for (const implementor of implementorsOf(name, definitions)) reach(implementor);
    }
  };
  const returned = returnedTypes(definitions);
  for (const root of ROOTS) reach(root);
  return definitions
    .filter(({ name }) => reached.has(name.value))
    .map((definition) => withoutLost(definition, reached));
}

/** Types that some field gives: an interface that none gives brings no implementors along. */
function returnedTypes(definitions: readonly TypeDefinitionNode[]): ReadonlySet<string> {
  const types = definitions.flatMap((definition) =>
    hasFields(definition) ? (definition.fields ?? []).map(({ type }) => namedType(type)) : [],
  );
  return new Set(types);
}

function implementorsOf(name: string, definitions: readonly TypeDefinitionNode[]): string[] {
  return definitions.flatMap((definition) =>
    hasFields(definition) && definition.interfaces?.some((each) => each.name.value === name)
      ? [definition.name.value]
      : [],
  );
}

function referredTo(definition: TypeDefinitionNode): string[] {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return [
        ...(definition.interfaces ?? []).map(({ name }) => name.value),
        ...(definition.fields ?? []).flatMap(({ type, arguments: given = [] }) => [
          namedType(type),
          ...given.map((argument) => namedType(argument.type)),
        ]),
      ];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (definition.fields ?? []).map(({ type }) => namedType(type));
    case Kind.UNION_TYPE_DEFINITION:
      return (definition.types ?? []).map(({ name }) => name.value);
    default:
      return [];
  }
}

function withoutLost(
  definition: TypeDefinitionNode,
  reached: ReadonlySet<string>,
): TypeDefinitionNode {
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
    return {
      ...definition,
      types: (definition.types ?? []).filter(({ name }) => reached.has(name.value)),
    };
  }
  if (hasFields(definition)) {
    const interfaces = definition.interfaces?.filter(({ name }) => reached.has(name.value)) ?? [];
    return { ...definition, interfaces };
  }
  return definition;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function hasFields(
  definition: TypeDefinitionNode,
): definition is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}
