// Shapes the answer of one subgraph into what the client asked for, by functions that are put together
// once per operation. It knows answers without anything unusual in them; whatever else comes (a null
// that is forbidden, a type or value that the role does not know) it leaves to @apollo/gateway, whose
// shaping finds the same for the usual ones at a multiple of the cost. Used by plain-fetch.ts.
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The shaped data; null where it is unusual. What it is given is left as it was. */
export type Shape = (data: Readonly<Record<string, unknown>>) => Record<string, unknown> | null;

interface Scene {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** JSON knows no undefined: here it says that a value is unusual. */
type ShapeValue = (value: unknown) => unknown;

/** Shapes for a valid operation; null for one whose fields depend on variables, or that introspects. */
export function compileShape(scene: Scene, operation: OperationDefinitionNode): Shape | null {
  const root = scene.schema.getRootType(operation.operation);
  const sets = [operation.selectionSet, ...Object.values(scene.fragments).map(setOf)];
  if (!root || !sets.every(isPlain)) return null;
  const shape = shapeObject(scene, root, [operation.selectionSet]);
  return (data) => (shape(data) ?? null) as Record<string, unknown> | null;
}

function setOf({ selectionSet }: { readonly selectionSet: SelectionSetNode }): SelectionSetNode {
  return selectionSet;
}

/** Neither conditions nor introspection, and no name that every object inherits. */
function isPlain(set: SelectionSetNode): boolean {
  return set.selections.every((selection) => {
    if ((selection.directives ?? []).length > 0) return false;
    if (selection.kind === Kind.FRAGMENT_SPREAD) return true;
    if (selection.kind === Kind.INLINE_FRAGMENT) return isPlain(selection.selectionSet);
    const { name, selectionSet } = selection;
    if (name.value === '__schema' || name.value === '__type') return false;
    if (keyOf(selection) in Object.prototype) return false;
    return selectionSet === undefined || isPlain(selectionSet);
  });
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function shapeValue(scene: Scene, type: GraphQLOutputType, sets: Sets): ShapeValue {
  if (isNonNullType(type)) {
    const shape = shapePresent(scene, type.ofType, sets);
    return (value) => (value === null || value === undefined ? undefined : shape(value));
  }
  const shape = shapePresent(scene, type, sets);
  return (value) => (value === null || value === undefined ? null : shape(value));
}

/** Selection sets of fields that were merged, because they have one key. */
type Sets = readonly SelectionSetNode[];

function shapePresent(scene: Scene, type: GraphQLOutputType, sets: Sets): ShapeValue {
  if (isListType(type)) return shapeList(shapeValue(scene, type.ofType, sets));
  const named = getNamedType(type);
  if (isLeafType(named)) return shapeLeaf(named);
  return isObjectType(named) ? shapeObject(scene, named, sets) : shapeAbstract(scene, named, sets);
}

function shapeList(shapeItem: ShapeValue): ShapeValue {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const shaped: unknown[] = [];
    for (const item of value as readonly unknown[]) {
      const next = shapeItem(item);
      if (next === undefined) return undefined;
      shaped.push(next);
    }
    return shaped;
  };
}

const BUILT_IN: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value) && ((value as number) | 0) === value,
  Float: (value) => typeof value === 'number',
};

/** What a scalar of ours may be, the subgraph knows that wrote it. */
function shapeLeaf(type: GraphQLLeafType): ShapeValue {
  if (isEnumType(type)) {
    const known = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => (known.has(value) ? value : undefined);
  }
  const isValid = BUILT_IN[type.name];
  return isValid ? (value) => (isValid(value) ? value : undefined) : (value) => value;
}

/** By the name of the type that came; each is put together when it comes for the first time. */
function shapeAbstract(scene: Scene, type: GraphQLCompositeType, sets: Sets): ShapeValue {
  const shapes = new Map<unknown, ShapeValue>();
  return (value) => {
    const name: unknown = (value as { readonly __typename?: unknown }).__typename;
    let shape = shapes.get(name);
    if (!shape) {
      const came = typeof name === 'string' ? scene.schema.getType(name) : undefined;
      if (!isObjectType(came) || !mayBe(scene, type, came)) return undefined;
      shapes.set(name, (shape = shapeObject(scene, came, sets)));
    }
    return shape(value);
  };
}

/** Whether an object of type `came` is one of `type`. */
function mayBe({ schema }: Scene, type: GraphQLCompositeType, came: GraphQLObjectType): boolean {
  return type === came || (isAbstractType(type) && schema.isSubType(type, came));
}

function shapeObject(scene: Scene, type: GraphQLObjectType, sets: Sets): ShapeValue {
  const { name } = type;
  const fields = [...collectFields(scene, type, sets)].map(([key, nodes]) => ({
    key,
    shape: shapeField(scene, type, nodes),
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const given = value as Readonly<Record<string, unknown>>;
    // A type that did not have to be asked for came all the same, and is another one.
    if (given['__typename'] !== undefined && given['__typename'] !== name) return undefined;
    const shaped: Record<string, unknown> = {};
    for (const { key, shape } of fields) {
      const next = shape(given[key]);
      if (next === undefined) return undefined;
      shaped[key] = next;
    }
    return shaped;
  };
}

function shapeField(
  scene: Scene,
  parent: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ShapeValue {
  const name = nodes[0]?.name.value ?? '';
  if (name === '__typename') return () => parent.name;
  const type = parent.getFields()[name]?.type;
  if (!type) throw new Error(`validation let an unknown field through: ${parent.name}.${name}`);
  return shapeValue(
    scene,
    type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
  );
}

/** The fields of an object of this very type by their keys, in the order in which they are asked for. */
function collectFields(
  scene: Scene,
  type: GraphQLObjectType,
  sets: Sets,
  found = new Map<string, FieldNode[]>(),
): ReadonlyMap<string, readonly FieldNode[]> {
  for (const selection of sets.flatMap((set) => set.selections)) {
    if (selection.kind === Kind.FIELD) {
      const key = keyOf(selection);
      const nodes = found.get(key) ?? [];
      nodes.push(selection);
      found.set(key, nodes);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? scene.fragments[selection.name.value] : selection;
    if (!fragment) throw new Error('validation let an unknown fragment through');
    const condition = fragment.typeCondition?.name.value;
    const wanted = condition === undefined ? type : scene.schema.getType(condition);
    if (isCompositeType(wanted) && mayBe(scene, wanted, type)) {
      collectFields(scene, type, [fragment.selectionSet], found);
    }
  }
  return found;
}
