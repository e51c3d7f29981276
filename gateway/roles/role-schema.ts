// The schema of one role, cut from the supergraph by @tag. What was cut away does not exist for the
// role: not in validation, introspection, messages about variables or the shaping of results.
import { buildSchemaFromAST, type Schema } from '@apollo/federation-internals';
import {
  buildASTSchema,
  isTypeDefinitionNode,
  Kind,
  parse,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  type TypeDefinitionNode,
} from 'graphql';
import { leaveReachable } from './reachable.ts';

export interface RoleSchema {
  /** As clients see it: validation and introspection know nothing else. */
  readonly schema: GraphQLSchema;
  /** The same in federation's own representation, as the shaping of results needs it. */
  readonly federationSchema: Schema;
}

/** What a role's schema is cut from. */
export interface CutFrom {
  /** SDL of the supergraph, with its tags. */
  readonly sdl: string;
  /** What no role's schema exceeds: no federation, nothing @inaccessible. */
  readonly apiSchema: GraphQLSchema;
}

/**
 * The schema of whoever `tag` stands for; null when there is nothing at all for it. A field without
 * tags is as its type, a type without tags is nobody's; arguments, enum values and input fields
 * without tags are as what they belong to. Throws when what is left is no valid schema.
 */
export function cutRoleSchema(from: CutFrom, tag: string): RoleSchema | null {
  const document = cutDocument(from, tag);
  if (!document) return null;
  return { schema: buildASTSchema(document), federationSchema: buildSchemaFromAST(document) };
}

function cutDocument({ sdl, apiSchema }: CutFrom, tag: string): DocumentNode | null {
  const tags = readTags(parse(sdl, { noLocation: true }));
  const api = parse(printSchema(apiSchema), { noLocation: true });
  const types = api.definitions.filter(isTypeDefinitionNode);
  const cut = types.map((type) => cutType(type, tags, tag)).filter((type) => !isEmpty(type));
  const left = leaveReachable(cut);
  if (!left.some(({ name }) => name.value === 'Query')) return null;
  const directives = api.definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [...directives, ...left] };
}

type Tags = ReadonlyMap<string, ReadonlySet<string>>;

/** Tags by coordinate: `Type`, `Type.field`, `Type.field(argument)`. */
function readTags(supergraph: DocumentNode): Tags {
  const tags = new Map<string, Set<string>>();
  const path: string[] = [];
  const enter = (node: { name: { value: string }; directives?: readonly ConstDirectiveNode[] }) => {
    path.push(node.name.value);
    const [type = '', member, argument] = path;
    const own = (node.directives ?? []).flatMap(tagName);
    const within = argument === undefined ? '' : `(${argument})`;
    if (own.length > 0)
      tags.set(member === undefined ? type : `${type}.${member}${within}`, new Set(own));
  };
  const leave = () => void path.pop();
  visit(supergraph, {
    ObjectTypeDefinition: { enter, leave },
    InterfaceTypeDefinition: { enter, leave },
    EnumTypeDefinition: { enter, leave },
    InputObjectTypeDefinition: { enter, leave },
    FieldDefinition: { enter, leave },
    InputValueDefinition: { enter, leave },
    EnumValueDefinition: { enter, leave },
    DirectiveDefinition: () => false,
  });
  return tags;
}

function tagName({ name, arguments: given = [] }: ConstDirectiveNode): string[] {
  if (name.value !== 'tag') return [];
  return given.flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
}

function cutType(definition: TypeDefinitionNode, tags: Tags, tag: string): TypeDefinitionNode {
  const untaggedOrMine = (coordinate: string) => tags.get(coordinate)?.has(tag) ?? true;
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const type = definition.name.value;
      const fields = (definition.fields ?? [])
        .filter(({ name }) => (tags.get(`${type}.${name.value}`) ?? tags.get(type))?.has(tag))
        .map((field) => ({
          ...field,
          arguments: (field.arguments ?? []).filter(({ name }) =>
            untaggedOrMine(`${type}.${field.name.value}(${name.value})`),
          ),
        }));
      return { ...definition, fields };
    }
    case Kind.ENUM_TYPE_DEFINITION:
      return {
        ...definition,
        values: (definition.values ?? []).filter(({ name }) =>
          untaggedOrMine(`${definition.name.value}.${name.value}`),
        ),
      };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return {
        ...definition,
        fields: (definition.fields ?? []).filter(({ name }) =>
          untaggedOrMine(`${definition.name.value}.${name.value}`),
        ),
      };
    default:
      return definition;
  }
}

function isEmpty(definition: TypeDefinitionNode): boolean {
  if ('fields' in definition) return definition.fields.length === 0;
  return 'values' in definition && definition.values.length === 0;
}
