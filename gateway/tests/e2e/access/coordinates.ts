// Whether what a line of the access table names is there in a schema. Used by the access tests.
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** Whether this is a field of a type, and no argument, input field or enum value. */
export function isField(whole: GraphQLSchema, coordinate: string): boolean {
  const type = whole.getType(ownerOf(coordinate));
  return (isObjectType(type) || isInterfaceType(type)) && !coordinate.includes('(');
}

/** Whether it is there; undefined where what it belongs to is out of reach as a whole. */
export function isThere(schema: GraphQLSchema, coordinate: string): boolean | undefined {
  const type = schema.getType(ownerOf(coordinate));
  if (!type) return undefined;
  const [, name = '', argument] = /\.(\w+)(?:\((\w+)\))?$/.exec(coordinate) ?? [];
  if (isEnumType(type)) return type.getValue(name) !== undefined;
  if (isInputObjectType(type)) return name in type.getFields();
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[name];
  if (argument === undefined) return field !== undefined;
  return field?.args.some((each) => each.name === argument);
}

function ownerOf(coordinate: string): string {
  return coordinate.split('.')[0] ?? '';
}
