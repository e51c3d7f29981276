// How large an operation is, before anything expensive looks at it: parsing is bounded by tokens,
// fragments are unfolded by arithmetic only, so that no document costs more than its own length.
import { GraphQLError, Kind, parse, type DocumentNode, type SelectionSetNode } from 'graphql';
import { gatewayLimits } from '../limits.ts';

interface Size {
  /** Fields below each other. */
  depth: number;
  aliases: number;
  /** Fields in all. */
  selections: number;
}

/** What makes the source too large, as a sentence; null when it may be executed or is no GraphQL. */
export function whatIsTooLarge(source: string): string | null {
  if (source.length > gatewayLimits.queryCharsMax) return 'The query is too long.';
  const document = parseBounded(source);
  if (document === 'too many tokens') return 'The query has too many tokens.';
  // Apollo Server parses it again and says where the syntax is wrong.
  if (document === 'no GraphQL') return null;
  const size = measure(document);
  if (size === 'cycle') return 'Fragments refer to each other in a circle.';
  if (size.depth > gatewayLimits.queryDepthMax) return 'The query is too deep.';
  if (size.aliases > gatewayLimits.queryAliasesMax) return 'The query has too many aliases.';
  if (size.selections > gatewayLimits.querySelectionsMax) return 'The query has too many fields.';
  return null;
}

function parseBounded(source: string): DocumentNode | 'too many tokens' | 'no GraphQL' {
  try {
    return parse(source, { noLocation: true, maxTokens: gatewayLimits.queryTokensMax });
  } catch (error) {
    // The token limit has no error of its own; anything but a GraphQLError is a stack that ran out.
    const isSyntax = error instanceof GraphQLError && !error.message.includes('Parsing aborted');
    return isSyntax ? 'no GraphQL' : 'too many tokens';
  }
}

/** The largest of each over all operations; each fragment is measured once, however often used. */
function measure(document: DocumentNode): Size | 'cycle' {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const measured = new Map<string, Size | 'being measured'>();
  let cycle = false;

  function sizeOfFragment(name: string): Size {
    const known = measured.get(name);
    if (known === 'being measured') cycle = true;
    if (typeof known === 'object') return known;
    const selectionSet = fragments.get(name);
    if (known === 'being measured' || !selectionSet) return { depth: 0, aliases: 0, selections: 0 };
    measured.set(name, 'being measured');
    const size = sizeOf(selectionSet);
    measured.set(name, size);
    return size;
  }

  function sizeOf(selectionSet: SelectionSetNode): Size {
    const total: Size = { depth: 0, aliases: 0, selections: 0 };
    for (const selection of selectionSet.selections) {
      const isField = selection.kind === Kind.FIELD;
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(selection.name.value)
          : selection.selectionSet
            ? sizeOf(selection.selectionSet)
            : { depth: 0, aliases: 0, selections: 0 };
      total.depth = Math.max(total.depth, below.depth + (isField ? 1 : 0));
      total.aliases += below.aliases + (isField && selection.alias ? 1 : 0);
      total.selections += below.selections + 1;
    }
    return total;
  }

  const largest: Size = { depth: 0, aliases: 0, selections: 0 };
  // Fragments that no operation uses count too: validation walks through them all the same.
  const sizes = [...fragments.keys()].map(sizeOfFragment);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) sizes.push(sizeOf(definition.selectionSet));
  }
  for (const size of sizes) {
    largest.depth = Math.max(largest.depth, size.depth);
    largest.aliases = Math.max(largest.aliases, size.aliases);
    largest.selections = Math.max(largest.selections, size.selections);
  }
  return cycle ? 'cycle' : largest;
}
