// A rule of ours for subgraph schemas, checked before composition. The planner confuses arguments
// inside @requires with a client's arguments on the same field, and two @requires of one field with
// different arguments silently give wrong data. So there are none.
import { Kind, parse, visit, type DocumentNode } from 'graphql';

/** One sentence per `@requires` whose field set contains an argument. */
export function findRequiresWithArguments(schema: DocumentNode): string[] {
  const found: string[] = [];
  visit(schema, {
    FieldDefinition(field) {
      for (const directive of field.directives ?? []) {
        if (!/(^|__)requires$/.test(directive.name.value)) continue;
        const fields = directive.arguments?.find((argument) => argument.name.value === 'fields');
        if (fields?.value.kind === Kind.STRING && hasArguments(fields.value.value)) {
          found.push(
            `${field.name.value}: @requires(fields: "${fields.value.value}") has arguments`,
          );
        }
      }
    },
  });
  return found;
}

function hasArguments(fieldSet: string): boolean {
  let found = false;
  visit(parse(`{ ${fieldSet} }`), {
    Argument() {
      found = true;
    },
  });
  return found;
}
