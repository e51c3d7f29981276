// Whether an operation could show lines at all. Resolving every layer of every line is most of the
// work of a calendar, and few ask for it. Used by the resolvers that answer calendars.
import { visit } from 'graphql';
import type { ASTNode, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';

// Documents are parsed once and kept by the server, so most operations are looked through once.
const known = new WeakMap<OperationDefinitionNode, boolean>();

/** False only when no field `lines` stands anywhere in the operation or in a fragment. */
export function linesWanted({
  operation,
  fragments,
}: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>): boolean {
  let wanted = known.get(operation);
  if (wanted === undefined) {
    wanted = [operation, ...Object.values(fragments)].some(namesLines);
    known.set(operation, wanted);
  }
  return wanted;
}

function namesLines(node: ASTNode): boolean {
  let found = false;
  visit(node, {
    Field: ({ name }) => {
      found ||= name.value === 'lines';
    },
  });
  return found;
}
