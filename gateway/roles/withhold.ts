// The last look at a shaped result: puts withheld fields back under their own names as null, with an
// error each, and turns enum values that the role does not know into null. Only operations that can
// meet either of them come here.
import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { gatewayLimits } from '../limits.ts';

/** What is to be looked at below one object, by response key. */
type Watched = ReadonlyMap<string, Watch>;

interface Watch {
  readonly type: GraphQLOutputType;
  /** The response key that the client chose, when the field is withheld. */
  readonly withheld: string | null;
  /** The only values that exist for the role; null when every value does. */
  readonly values: ReadonlySet<string> | null;
  readonly below: Watched;
}

export interface Withholding {
  apply(data: Record<string, unknown>): {
    data: Record<string, unknown> | null;
    errors: GraphQLError[];
  };
}

/**
 * What is to be done to results of one operation; null when nothing ever is. `partial` names the enums
 * of which the role knows some values only; `prefix` begins the names of withheld fields.
 */
export function createWithholding(options: {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly partial: ReadonlySet<string>;
  readonly prefix: string | null;
}): Withholding | null {
  const root = options.schema.getRootType(options.operation.operation);
  if (!root) return null;
  const watched = collect(options, root, options.operation.selectionSet);
  return watched.size === 0 ? null : { apply: (data) => applyTo(data, watched) };
}

interface Scene {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly partial: ReadonlySet<string>;
  readonly prefix: string | null;
}

/**
 * Fragments of different types are put together: one response key means one shape in all of them, or
 * the document would not be valid.
 */
function collect(scene: Scene, parent: GraphQLCompositeType, set: SelectionSetNode): Watched {
  const found = new Map<string, Watch>();
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const watch = watchOf(scene, parent, selection.name.value, key, selection.selectionSet);
      if (watch) found.set(key, merge(found.get(key), watch));
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragmentOf(scene.document, selection.name.value)
        : selection;
    const condition = fragment.typeCondition?.name.value;
    const type = condition === undefined ? parent : scene.schema.getType(condition);
    if (!isCompositeType(type)) continue;
    for (const [key, watch] of collect(scene, type, fragment.selectionSet)) {
      found.set(key, merge(found.get(key), watch));
    }
  }
  return found;
}

function watchOf(
  scene: Scene,
  parent: GraphQLCompositeType,
  name: string,
  key: string,
  set: SelectionSetNode | undefined,
): Watch | null {
  const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
  if (!type) return null;
  if (scene.prefix !== null && key.startsWith(scene.prefix)) {
    return { type, withheld: key.slice(scene.prefix.length), values: null, below: new Map() };
  }
  const named = getNamedType(type);
  if (isEnumType(named) && scene.partial.has(named.name)) {
    const values = new Set(named.getValues().map((value) => value.name));
    return { type, withheld: null, values, below: new Map() };
  }
  if (!set || !isCompositeType(named)) return null;
  const below = collect(scene, named, set);
  return below.size === 0 ? null : { type, withheld: null, values: null, below };
}

function merge(known: Watch | undefined, watch: Watch): Watch {
  if (!known) return watch;
  const below = new Map(known.below);
  for (const [key, each] of watch.below) below.set(key, merge(below.get(key), each));
  return { ...known, below };
}

function fragmentOf(document: DocumentNode, name: string): FragmentDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) {
      return definition;
    }
  }
  throw new Error(`validation let an unknown fragment through: ${name}`);
}

type Path = readonly (string | number)[];
/** Given back in place of a null that its position forbids. */
const BUBBLES = Symbol('bubbles');

function applyTo(
  data: Record<string, unknown>,
  watched: Watched,
): { data: Record<string, unknown> | null; errors: GraphQLError[] } {
  const errors: GraphQLError[] = [];
  const kept = objectOf(data, watched, [], errors);
  return { data: kept === BUBBLES ? null : kept, errors };
}

function objectOf(
  object: Record<string, unknown>,
  watched: Watched,
  path: Path,
  errors: GraphQLError[],
): Record<string, unknown> | typeof BUBBLES {
  // Without a prototype: clients name keys, and may name one `toString`.
  const kept = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(object)) {
    const watch = watched.get(key);
    if (!watch) {
      // Where a sibling selection of the same name was withheld, null stays.
      if (!(key in kept)) kept[key] = value;
      continue;
    }
    const name = watch.withheld ?? key;
    const here = [...path, name];
    if (watch.withheld !== null) report(errors, () => notAllowed(here));
    const next = watch.withheld === null ? valueOf(value, watch, watch.type, here, errors) : null;
    if (next === BUBBLES || (next === null && isNonNullType(watch.type))) return BUBBLES;
    kept[name] = next;
  }
  return kept;
}

function valueOf(
  value: unknown,
  watch: Watch,
  type: GraphQLOutputType,
  path: Path,
  errors: GraphQLError[],
): unknown {
  if (isNonNullType(type)) {
    const inner = valueOf(value, watch, type.ofType, path, errors);
    return inner === null ? BUBBLES : inner;
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = (value as readonly unknown[]).map((item, index) =>
      valueOf(item, watch, type.ofType, [...path, index], errors),
    );
    return items.includes(BUBBLES) ? null : items;
  }
  if (isLeafType(type)) {
    if (!watch.values || (typeof value === 'string' && watch.values.has(value))) return value;
    report(errors, () => unknownToRole(type.name, path));
    return null;
  }
  const kept = objectOf(value as Record<string, unknown>, watch.below, path, errors);
  return kept === BUBBLES ? null : kept;
}

/** An error with its stack costs more than the field that it is about: a long list has only the first. */
function report(errors: GraphQLError[], make: () => GraphQLError): void {
  if (errors.length < gatewayLimits.withheldErrorsMax) errors.push(make());
}

function notAllowed(path: Path): GraphQLError {
  return new GraphQLError('This token does not reach that far.', {
    path,
    extensions: { code: 'FORBIDDEN' },
  });
}

/** A defect of the service that gave it, or of the access table: logged, and told as such. */
function unknownToRole(type: string, path: Path): GraphQLError {
  return new GraphQLError(`A value of ${type} is not among those that the role may see.`, { path });
}
