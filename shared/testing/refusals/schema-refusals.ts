// Which refusals the schema of a subgraph promises: read from its SDL, so that no table of refusals
// can leave a mutation or a member of its union out.
import { Kind, parse } from 'graphql';
import type {
  DefinitionNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
  TypeNode,
} from 'graphql';
import type { SubgraphName } from '../../config/environment.ts';
import { readSubgraphSdl } from '../../schema/subgraph-sdl.ts';

/** In which refusals are looked for, and stand in unions and tables. */
export const REFUSAL_PRECEDENCE: readonly string[] = [
  'NotPermitted',
  'InvalidInput',
  'DuplicateReference',
  'NotFound',
  'InvalidState',
  'NotAvailable',
  'TryAgain',
];

/** By mutation, the refusals of its union in the order of the union. */
export function refusalsInSchema(subgraph: SubgraphName): ReadonlyMap<string, readonly string[]> {
  const { definitions } = parse(readSubgraphSdl(subgraph));
  const fields = definitions.flatMap((definition) =>
    isMutation(definition) ? (definition.fields ?? []).filter(isForClients) : [],
  );
  return new Map(
    fields.map(({ name, type }) => [name.value, membersOf(definitions, nameOf(type))]),
  );
}

/** Also where a file of the schema only adds to it. */
function isMutation(
  definition: DefinitionNode,
): definition is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return (
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    definition.name.value === 'Mutation'
  );
}

/** What the gateway alone asks answers no refusals: no client ever sees it. */
function isForClients({ directives }: FieldDefinitionNode): boolean {
  return !(directives ?? []).some(({ name }) => name.value === 'inaccessible');
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function membersOf(definitions: readonly DefinitionNode[], union: string): string[] {
  return definitions
    .flatMap((definition) =>
      definition.kind === Kind.UNION_TYPE_DEFINITION && definition.name.value === union
        ? (definition.types ?? []).map(({ name }) => name.value)
        : [],
    )
    .filter((member) => REFUSAL_PRECEDENCE.includes(member));
}
