// Operations made from a schema: one root field with everything that can be asked below it. Each type is
// unfolded once, where it is met first, so that an operation holds every field that it can reach once.
import { getNamedType, isAbstractType, isInputObjectType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { argumentsOf } from './given.ts';
import type { Giver } from './given.ts';

export interface Asked {
  /** `field(…) { … }`, to be put behind an alias. */
  readonly text: string;
  /** Every `Type.field` of it. */
  readonly coordinates: ReadonlySet<string>;
  /** Places for text and ids: `Type.field(argument)`, `Input.field`. */
  readonly places: ReadonlySet<string>;
}

type AnyField = GraphQLField<unknown, unknown>;

/** `field` of the root type `owner`, whole, or with what lies deeper than `levels` left out. */
export function askWhole(
  schema: GraphQLSchema,
  owner: string,
  field: AnyField,
  giver: Giver,
  levels = Infinity,
): Asked {
  const coordinates = new Set<string>();
  const places = new Set<string>();
  const unfolded = new Set<string>([owner]);

  function fieldText(of: string, each: AnyField, level: number): string {
    const coordinate = `${of}.${each.name}`;
    coordinates.add(coordinate);
    for (const { name, type } of each.args) addPlaces(`${coordinate}(${name})`, type, places);
    const given = argumentsOf(coordinate, each.args, giver);
    return `${each.name}${given}${selectionOf(getNamedType(each.type), level + 1)}`;
  }

  function selectionOf(type: GraphQLNamedType, level: number): string {
    if (isLeafType(type)) return '';
    if (unfolded.has(type.name)) return ' { __typename }';
    unfolded.add(type.name);
    if (!isAbstractType(type)) return ` { ${fieldsOf(type, new Map(), level)} }`;
    const shapes = new Map<string, string>();
    const members = schema.getPossibleTypes(type).map((member) => {
      // A member that was unfolded elsewhere still says that it came.
      if (unfolded.has(member.name)) return '';
      unfolded.add(member.name);
      return ` ... on ${member.name} { ${fieldsOf(member, shapes, level)} }`;
    });
    return ` { __typename${members.join('')} }`;
  }

  /** `shapes`: what stands under each response name already, in members of the same union. */
  function fieldsOf(type: GraphQLNamedType, shapes: Map<string, string>, level: number): string {
    if (!isObjectType(type)) return '__typename';
    const shown = Object.values(type.getFields()).filter(
      (each) => level < levels || isLeafType(getNamedType(each.type)),
    );
    const all = shown.map((each) => {
      const shape = String(each.type);
      const taken = shapes.get(each.name) ?? shape;
      shapes.set(each.name, taken);
      const alias = taken === shape ? '' : `${type.name}_${each.name}: `;
      return `${alias}${fieldText(type.name, each, level)}`;
    });
    return ['__typename', ...all].join(' ');
  }

  return { text: fieldText(owner, field, 0), coordinates, places };
}

/** Every place for an id or a text within an argument. */
function addPlaces(coordinate: string, type: GraphQLInputType, places: Set<string>): void {
  const named = getNamedType(type);
  if (named.name === 'ID' || named.name === 'String') places.add(coordinate);
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    const inner = `${named.name}.${field.name}`;
    if (!places.has(inner)) addPlaces(inner, field.type, places);
  }
}
