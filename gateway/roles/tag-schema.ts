// Puts what the access table says into a subgraph's schema, as federation's own directives: who sees
// it as @tag, what else it takes as @requiresScopes and @policy. Composition carries them on.
import {
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
  type EnumTypeExtensionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputObjectTypeExtensionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import { userRoles, type UserRole } from '../../shared/auth/identity.ts';
import { tagOf, type AccessRow, type AccessTable, type Alternatives } from './access-table.ts';

type WithFields =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

export interface TaggedSchema {
  readonly sdl: string;
  /** Fields that clients could see and the table does not name, as `Type.field`. */
  readonly unlisted: readonly string[];
}

/**
 * The schema with the table's directives. A type is tagged for everyone who sees anything of it, and
 * within it only what is for fewer.
 */
export function tagSchema(sdl: string, table: AccessTable): TaggedSchema {
  const unlisted: string[] = [];
  const rolesOfTypes = findRolesOfTypes(table);

  function tagFields<Node extends WithFields>(node: Node): Node | undefined {
    if (isInternal(node)) return undefined;
    const type = node.name.value;
    const rolesOfType = rolesOfTypes.get(type) ?? [];
    const fields = (node.fields ?? []).map((field) => {
      if (isInternal(field)) return field;
      const row = table.rows.get(`${type}.${field.name.value}`);
      if (!row) unlisted.push(`${type}.${field.name.value}`);
      return row ? tagField(type, field, row, { table, rolesOfType }) : field;
    });
    return { ...withDirectives(node, tagsFor(rolesOfType)), fields };
  }
  const tagValues = (node: EnumTypeDefinitionNode | EnumTypeExtensionNode) => ({
    ...node,
    values: (node.values ?? []).map((value) => tagMember(node, value, table)),
  });
  const tagInputs = (node: InputObjectTypeDefinitionNode | InputObjectTypeExtensionNode) => ({
    ...node,
    fields: (node.fields ?? []).map((field) => tagMember(node, field, table)),
  });

  const tagged = visit(parse(sdl), {
    ObjectTypeDefinition: tagFields,
    ObjectTypeExtension: tagFields,
    InterfaceTypeDefinition: tagFields,
    InterfaceTypeExtension: tagFields,
    EnumTypeDefinition: tagValues,
    EnumTypeExtension: tagValues,
    InputObjectTypeDefinition: tagInputs,
    InputObjectTypeExtension: tagInputs,
  });
  return { sdl: print(tagged), unlisted };
}

function tagField(
  type: string,
  field: FieldDefinitionNode,
  row: AccessRow,
  { table, rolesOfType }: { readonly table: AccessTable; readonly rolesOfType: UserRole[] },
): FieldDefinitionNode {
  const roles = rolesOf(row);
  const asItsType = roles.length === rolesOfType.length;
  return {
    ...withDirectives(field, [
      ...(asItsType ? [] : tagsFor(roles)),
      ...guard('requiresScopes', 'scopes', row.scopes),
      ...guard('policy', 'policies', row.policies),
    ]),
    arguments: (field.arguments ?? []).map((argument) => {
      const of = table.rows.get(`${type}.${field.name.value}(${argument.name.value})`);
      return of ? withDirectives(argument, tagsFor(rolesOf(of))) : argument;
    }),
  };
}

/** Enum values and input fields. */
function tagMember<Node extends { name: { value: string } }>(
  owner: { name: { value: string } },
  node: Node,
  table: AccessTable,
): Node {
  const row = table.rows.get(`${owner.name.value}.${node.name.value}`);
  return row ? withDirectives(node, tagsFor(rolesOf(row))) : node;
}

function rolesOf({ access }: AccessRow): UserRole[] {
  return userRoles.filter((role) => access[role] !== 'NONE');
}

/** By type: whoever sees any field of it. */
function findRolesOfTypes({ rows }: AccessTable): ReadonlyMap<string, UserRole[]> {
  const byType = Map.groupBy(rows.values(), ({ coordinate }) => coordinate.split('.')[0] ?? '');
  const rolesOfAny = (fields: readonly AccessRow[]): UserRole[] =>
    userRoles.filter((role) => fields.some(({ access }) => access[role] !== 'NONE'));
  return new Map([...byType].map(([type, fields]) => [type, rolesOfAny(fields)]));
}

function tagsFor(roles: readonly UserRole[]): ConstDirectiveNode[] {
  return roles.map((role) => directive(`@tag(name: ${JSON.stringify(tagOf(role))})`));
}

function guard(name: string, argument: string, of: Alternatives | null): ConstDirectiveNode[] {
  return of === null ? [] : [directive(`@${name}(${argument}: ${JSON.stringify(of)})`)];
}

function isInternal(node: { directives?: readonly ConstDirectiveNode[] | undefined }): boolean {
  return (node.directives ?? []).some(({ name }) => name.value === 'inaccessible');
}

function withDirectives<Node>(node: Node, added: readonly ConstDirectiveNode[]): Node {
  const { directives = [] } = node as { directives?: readonly ConstDirectiveNode[] };
  return { ...node, directives: [...directives, ...added] };
}

function directive(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar S ${text}`, { noLocation: true }).definitions;
  const [node] =
    definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? (definition.directives ?? []) : [];
  if (!node) throw new Error(`${text} is no directive`);
  return node;
}
