// What of a calendar an operation could show at all. Resolving every layer of every line is most of the
// work of a calendar, and pricing its nights comes next; few ask for either. Used by the resolvers that
// answer calendars.
import { visit } from 'graphql';
import type { ASTNode, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';

export interface CalendarWants {
  readonly withoutLines: boolean;
  readonly withPrices: boolean;
}

const LINES: ReadonlySet<string> = new Set(['lines']);
const PRICES: ReadonlySet<string> = new Set(['sellRate', 'netRate', 'margin']);

// Documents are parsed once and kept by the server, so most operations are looked through once.
const known = new WeakMap<OperationDefinitionNode, CalendarWants>();

/** Wants nothing only where no field of that name stands anywhere in the operation or in a fragment. */
export function calendarWants({
  operation,
  fragments,
}: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>): CalendarWants {
  let wants = known.get(operation);
  if (wants === undefined) {
    const nodes = [operation, ...Object.values(fragments)];
    wants = {
      withoutLines: !nodes.some((node) => namesOneOf(LINES, node)),
      withPrices: nodes.some((node) => namesOneOf(PRICES, node)),
    };
    known.set(operation, wants);
  }
  return wants;
}

function namesOneOf(names: ReadonlySet<string>, node: ASTNode): boolean {
  let found = false;
  visit(node, {
    Field: ({ name }) => {
      found ||= names.has(name.value);
    },
  });
  return found;
}
