// What an operation may cost at most, before anything is asked: objects count one, scalars nothing,
// and what is in a list counts as often as the list may be long. After IBM's and Apollo's cost
// specification. The document is validated and its unfolded size bounded.
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { gatewayLimits } from '../limits.ts';
import { amountIn, largestOf, productOf, sumOf, type Amount, type Variables } from './amount.ts';
import type { CostRules } from './cost-rules.ts';
import { lengthAsked, nightsAsked } from './list-length.ts';

export interface CostQuestion {
  /** The role's. */
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export interface Cost {
  readonly cost: number;
  /** The largest page asked for. */
  readonly page: number;
  /** How many of its fields change something; each counts `writeCost` in `cost`. */
  readonly writes: number;
}

/** The cost of an operation by the variables that came with it. */
export type CostOf = (variables: Variables) => Cost;

/** What fields above have said about the lists below them. */
interface Above {
  /** Lengths of fields of this very object, by name. */
  readonly sized: ReadonlyMap<string, Amount>;
  /** Nights asked for. */
  readonly nights: Amount | null;
}

interface FieldCost {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly parent: GraphQLNamedType;
  readonly above: Above;
}

const NOTHING_SAID: Above = { sized: new Map(), nights: null };

/** Worked out once per operation; what hangs on variables stays open until a request brings them. */
export function estimateCost(question: CostQuestion): CostOf {
  const { cost, page, writes } = amountsOf(question);
  if (typeof cost === 'number' && typeof page === 'number') {
    const known: Cost = { cost, page, writes };
    return () => known;
  }
  const defaults = defaultsOf(question.operation);
  return (given) => {
    const variables = { ...defaults, ...given };
    return { cost: amountIn(cost, variables), page: amountIn(page, variables), writes };
  };
}

interface Amounts {
  readonly cost: Amount;
  readonly page: Amount;
  readonly writes: number;
}

function amountsOf(question: CostQuestion): Amounts {
  const { schema, rules, operation } = question;
  const fragments = fragmentsOf(question.document);
  const pages: Amount[] = [];
  let writes = 0;

  function ofSelections(parent: GraphQLNamedType, set: SelectionSetNode, above: Above): Amount {
    const costs = set.selections.map((selection): Amount => {
      if (selection.kind === Kind.FIELD) {
        const field = fieldOf(schema, parent, selection.name.value);
        return field ? ofField({ node: selection, field, parent, above }) : 0;
      }
      const part =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!part) return 0;
      const on = part.typeCondition && schema.getType(part.typeCondition.name.value);
      return ofSelections(on ?? parent, part.selectionSet, above);
    });
    return sumOf(costs);
  }

  function ofField({ node, field, parent, above }: FieldCost): Amount {
    const coordinates = possible(schema, parent).map((type) => `${type}.${field.name}`);
    const rule = firstOf(rules.sizes, coordinates);
    const length = lengthAsked(rule, node, field, above.nights);
    if (rule?.slicingArguments.includes('first')) pages.push(length);
    const isList = isListType(getNullableType(field.type));
    const type = getNamedType(field.type);
    const own =
      firstOf(rules.weights, [...coordinates, type.name]) ?? (isCompositeType(type) ? 1 : 0);
    const isWrite = parent === schema.getMutationType();
    if (isWrite) writes += 1;
    const write = isWrite ? gatewayLimits.writeCost : 0;
    const below: Above = {
      sized: new Map(isList ? [] : rule?.sizedFields.map((each) => [each, length])),
      nights: nightsAsked(node, field) ?? above.nights,
    };
    const inside = node.selectionSet ? ofSelections(type, node.selectionSet, below) : 0;
    return productOf(
      isList ? (above.sized.get(field.name) ?? length) : 1,
      sumOf([write, own, inside]),
    );
  }

  const root = schema.getRootType(operation.operation);
  const cost = root ? ofSelections(root, operation.selectionSet, NOTHING_SAID) : 0;
  return { cost, page: largestOf(pages), writes };
}

function defaultsOf({
  variableDefinitions = [],
}: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
}

/** The type itself and everything that a value of it may turn out to be. */
function possible(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return [type, ...types].map(({ name }) => name);
}

function firstOf<Value>(
  map: ReadonlyMap<string, Value>,
  keys: readonly string[],
): Value | undefined {
  const key = keys.find((each) => map.has(each));
  return key === undefined ? undefined : map.get(key);
}
