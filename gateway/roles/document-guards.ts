// Which selections of a document are guarded, found once per document and role. Called by the planner
// of operations; a document without guarded selections costs nothing more, whoever sends it.
import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import { guardsBefore, type Guard, type Guards } from './guards.ts';

export interface GuardedField {
  /** `Type.field`, as the role knows it. */
  readonly coordinate: string;
  readonly guards: readonly Guard[];
}

export type GuardedFields = ReadonlyMap<FieldNode, GuardedField>;

/** The guarded selections of a valid document: of the operation named, and of every fragment. */
export function findGuardedFields(
  schema: GraphQLSchema,
  guards: Guards,
  document: DocumentNode,
  operationName: string | undefined,
): GuardedFields {
  const found = new Map<FieldNode, GuardedField>();
  if (guards.size === 0) return found;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) =>
        operationName === undefined || node.name?.value === operationName ? undefined : false,
      Field(node) {
        const parent = types.getParentType();
        const definition = types.getFieldDef();
        if (!parent || !definition) return;
        const { name, type } = definition;
        const before = guardsBefore(guards, schema, parent, name, type);
        if (before.length > 0) {
          found.set(node, { coordinate: `${parent.name}.${name}`, guards: before });
        }
      },
    }),
  );
  return found;
}

/** The document without `fields`; what would be empty asks for its type's name instead. */
export function withoutFields(
  document: DocumentNode,
  fields: ReadonlySet<FieldNode>,
): DocumentNode {
  return visit(document, {
    Field: (node) => (fields.has(node) ? null : undefined),
    SelectionSet: {
      leave: (node) =>
        node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] },
    },
  });
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document with `fields` under names that no answer contains. A withheld field must not find the
 * value of another that was fetched under the same name, be it a sibling fragment's or a key's.
 */
export function underNamesOfNobody(
  document: DocumentNode,
  fields: ReadonlySet<FieldNode>,
  prefix: string,
): DocumentNode {
  return visit(document, {
    Field(node) {
      if (!fields.has(node)) return undefined;
      const value = prefix + (node.alias ?? node.name).value;
      return { ...node, alias: { kind: Kind.NAME, value } };
    },
  });
}

/** A prefix that no name of the document begins with. */
export function unusedPrefix(document: DocumentNode): string {
  let longest = 0;
  visit(document, {
    Name({ value }) {
      longest = Math.max(longest, /^_*/.exec(value)?.[0].length ?? 0);
    },
  });
  return `${'_'.repeat(longest + 1)}withheld_`;
}
