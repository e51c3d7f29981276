// What fields cost and how long lists are, as the supergraph's @cost and @listSize say it. Read once
// per version of the supergraph.
import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode } from 'graphql';
import { limits } from '../../shared/config/limits.ts';

/** In place of a slicing argument: as many as the nights that this field or one above it asks for. */
export const NIGHTS_ABOVE = 'from/to';

export interface ListSize {
  /** Without a slicing argument in the request. */
  readonly assumedSize: number | null;
  /**
   * What says how many; the largest counts. An argument or a field of one (`input.hotelIds`), a list of
   * which its length counts, or `from/to`: the nights that this field or one above it asks for.
   */
  readonly slicingArguments: readonly string[];
  /** Fields of the result that are that long, in place of the field itself. */
  readonly sizedFields: readonly string[];
}

export interface CostRules {
  /** By `Type` (objects and interfaces) and `Type.field`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly sizes: ReadonlyMap<string, ListSize>;
}

const assumed = (assumedSize: number): ListSize => ({
  assumedSize,
  slicingArguments: [],
  sizedFields: [],
});

/**
 * What @listSize cannot say: it takes whole numbers among the field's own arguments alone, and fields
 * of no union. By `Type.field`; a test holds it against the schema.
 */
export const LENGTHS: Readonly<Record<string, ListSize>> = {
  'Query.calendar': listOf('input.hotelIds', 'hotels'),
  'Query.stayAvailability': listOf('input.stays', 'stays'),
  'RoomTypeCalendar.days': { ...assumed(731), slicingArguments: [NIGHTS_ABOVE] },
  'LineCalendar.nights': { ...assumed(731), slicingArguments: [NIGHTS_ABOVE] },
  // Of introspection: some more than the types we have, and what they hold on average.
  '__Schema.types': assumed(300),
  '__Schema.directives': assumed(10),
  '__Directive.args': assumed(2),
  '__Type.fields': assumed(5),
  '__Field.args': assumed(1),
  '__Type.inputFields': assumed(2),
  '__Type.interfaces': assumed(1),
  '__Type.possibleTypes': assumed(1),
  '__Type.enumValues': assumed(2),
};

function listOf(argument: string, field: string): ListSize {
  return { assumedSize: null, slicingArguments: [argument], sizedFields: [field] };
}

/** Every field with `first` is a page of ours, unless its @listSize says otherwise. */
const PAGE: ListSize = {
  assumedSize: limits.page.sizeDefault,
  slicingArguments: ['first'],
  sizedFields: ['edges', 'letters'],
};

/** The rules of a supergraph's document. */
export function readCostRules(supergraph: DocumentNode): CostRules {
  const weights = new Map<string, number>();
  const sizes = new Map(Object.entries(LENGTHS));
  for (const definition of supergraph.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    const type = definition.name.value;
    addWeight(type, definition.directives);
    for (const field of definition.fields ?? []) {
      addWeight(`${type}.${field.name.value}`, field.directives);
      const size = listSizeOf(field);
      if (size) sizes.set(`${type}.${field.name.value}`, size);
    }
  }
  return { weights, sizes };

  function addWeight(coordinate: string, directives: unknown): void {
    const weight = argumentsOf(directives, 'cost')?.['weight'];
    if (typeof weight === 'number') weights.set(coordinate, weight);
  }
}

function listSizeOf(field: FieldDefinitionNode): ListSize | null {
  const given = argumentsOf(field.directives, 'listSize');
  if (!given) return field.arguments?.some(({ name }) => name.value === 'first') ? PAGE : null;
  const names = (key: string): string[] => (given[key] as string[] | null | undefined) ?? [];
  return {
    assumedSize: (given['assumedSize'] as number | null | undefined) ?? null,
    slicingArguments: names('slicingArguments'),
    sizedFields: names('sizedFields'),
  };
}

function argumentsOf(directives: unknown, name: string): Record<string, unknown> | undefined {
  const found = ((directives ?? []) as readonly ConstDirectiveNode[]).find(
    (directive) => directive.name.value === name,
  );
  return found
    ? Object.fromEntries(
        (found.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value)]),
      )
    : undefined;
}
