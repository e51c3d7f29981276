// Which fields a caller meets when it names every field of the whole schema: asked of a running gateway
// by documents that are not valid, from what it objects to.
import { getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Answer } from '../world.ts';

/** Validation stops at a hundred objections; a field can give two. */
const FIELDS_PER_DOCUMENT = 40;

/** `Type.field` of the whole schema that the caller behind `send` may name. */
export async function fieldsMet(
  whole: GraphQLSchema,
  send: (operation: string) => Promise<Answer<unknown>>,
): Promise<Set<string>> {
  const met = new Set<string>();
  for (const part of chunks(fieldsOf(whole))) {
    const { errors } = await send(documentOf(part));
    const hidden = new Set(errors.flatMap(({ message }) => objectedTo(message)));
    for (const { type, name } of part) {
      if (!hidden.has(type) && !hidden.has(`${type}.${name}`)) met.add(`${type}.${name}`);
    }
  }
  return met;
}

interface NamedField {
  readonly type: string;
  readonly name: string;
  readonly text: string;
}

function fieldsOf(schema: GraphQLSchema): NamedField[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if ((!isObjectType(type) && !isInterfaceType(type)) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).map((field) => {
      const below = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
      return { type: type.name, name: field.name, text: `${field.name}${below}` };
    });
  });
}

function chunks(fields: readonly NamedField[]): NamedField[][] {
  const count = Math.ceil(fields.length / FIELDS_PER_DOCUMENT);
  return Array.from({ length: count }, (_, index) =>
    fields.slice(index * FIELDS_PER_DOCUMENT, (index + 1) * FIELDS_PER_DOCUMENT),
  );
}

function documentOf(fields: readonly NamedField[]): string {
  const byType = [...Map.groupBy(fields, ({ type }) => type)];
  const fragments = byType.map(
    ([type, of]) => `fragment On${type} on ${type} { ${of.map(({ text }) => text).join(' ')} }`,
  );
  const spreads = byType.map(([type]) => `...On${type}`);
  // `nowhere` keeps the document from ever being valid, and so from being executed.
  return `{ nowhere ${spreads.join(' ')} } ${fragments.join(' ')}`;
}

function objectedTo(message: string): string[] {
  const [, name = '', owner = ''] =
    /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message) ?? [];
  const [, type = ''] = /^Unknown type "(\w+)"/.exec(message) ?? [];
  return [...(name === '' ? [] : [`${owner}.${name}`]), ...(type === '' ? [] : [type])];
}
