// The names of a schema, and which of them a text tells. For tests of what objections let slip.
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { UserRole } from '../../../../shared/auth/identity.ts';
import { projectPath } from '../../../../shared/config/paths.ts';

/** Words of any objection, and of GraphQL's own directives, that happen to be names of ours too. */
const ORDINARY = new Set([
  'field',
  'reason',
  'set',
  'add',
  'used',
  'word',
  'line',
  'from',
  'type',
  'error',
]);

/** As it is checked in, and held against what is served by other tests. */
export function schemaFile(role: UserRole): GraphQLSchema {
  const file = projectPath('gateway', 'supergraph', 'roles', `${role.toLowerCase()}.graphql`);
  return buildSchema(readFileSync(file, 'utf8'));
}

/** Types, fields, arguments, input fields and enum values. */
export function namesIn(schema: GraphQLSchema): Set<string> {
  const names = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) return [type.name, ...type.getValues().map(({ name }) => name)];
    if (isInputObjectType(type)) return [type.name, ...Object.keys(type.getFields())];
    if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
    return [
      type.name,
      ...Object.values(type.getFields()).flatMap(({ name, args }) => [
        name,
        ...args.map((argument) => argument.name),
      ]),
    ];
  });
  return new Set(names);
}

/** Whether a text that contains this name tells anything. */
export function isTelling(name: string): boolean {
  return name.length > 2 && !ORDINARY.has(name);
}

export function wordsOf(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}
