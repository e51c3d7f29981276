// How large an operation is, before anything expensive looks at it: parsing is bounded by tokens,
// fragments are unfolded by arithmetic only, so that no document costs more than its own length.
import { GraphQLError, Kind, parse } from 'graphql';
import type { DefinitionNode, DocumentNode, SelectionSetNode } from 'graphql';
import { gatewayLimits, type RoleBounds } from '../limits.ts';

interface Size {
  /** Fields below each other. */
  depth: number;
  aliases: number;
  /** Fields in all. */
  selections: number;
}

interface WithSelections {
  readonly selectionSet?: SelectionSetNode | undefined;
}

const NOTHING: Readonly<Size> = { depth: 0, aliases: 0, selections: 0 };
const ENDLESS: Readonly<Size> = { depth: Infinity, aliases: 0, selections: 0 };

/**
 * What makes the source too large for a role, as a sentence; null when it may be executed or is no
 * GraphQL.
 */
export function whatIsTooLarge(source: string, bounds: RoleBounds): string | null {
  if (source.length > gatewayLimits.queryCharsMax) return 'The query is too long.';
  const document = parseBounded(source, bounds.tokensMax);
  if (document === 'too many tokens') return 'The query has too many tokens.';
  // Apollo Server parses it again and says where the syntax is wrong.
  if (document === 'no GraphQL') return null;
  const size = measure(document);
  if (size.depth === Infinity) return 'Fragments refer to each other in a circle.';
  if (size.depth > bounds.depthMax) return 'The query is too deep.';
  if (size.aliases > bounds.aliasesMax) return 'The query has too many aliases.';
  if (size.selections > bounds.selectionsMax) return 'The query has too many fields.';
  return null;
}

function parseBounded(
  source: string,
  maxLexicalTokens: number,
): DocumentNode | 'too many tokens' | 'no GraphQL' {
  try {
    return parse(source, { noLocation: true, maxLexicalTokens });
  } catch (error) {
    // The token limit has no error of its own; anything but a GraphQLError is a stack that ran out.
    const isSyntax = error instanceof GraphQLError && !error.message.includes('Parsing aborted');
    return isSyntax ? 'no GraphQL' : 'too many tokens';
  }
}

/** The largest of each over operations and fragments. */
function measure({ definitions }: DocumentNode): Size {
  const sizeOf = createMeasure(definitions);
  const largest: Size = { ...NOTHING };
  // Fragments that no operation uses count too: validation walks through them all the same.
  for (const definition of definitions) {
    if (!('selectionSet' in definition)) continue;
    const size = sizeOf(definition);
    largest.depth = Math.max(largest.depth, size.depth);
    largest.aliases = Math.max(largest.aliases, size.aliases);
    largest.selections = Math.max(largest.selections, size.selections);
  }
  return largest;
}

/** Measures definitions; each fragment is measured once, however often it is used. */
function createMeasure(definitions: readonly DefinitionNode[]): (node: WithSelections) => Size {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const measured = new Map<string, Size>();

  function sizeOfFragment(name: string): Size {
    const known = measured.get(name);
    if (known) return known;
    // Whoever meets it again before it is measured has come round in a circle.
    measured.set(name, ENDLESS);
    const size = sizeOf({ selectionSet: fragments.get(name) });
    measured.set(name, size);
    return size;
  }

  function sizeOf({ selectionSet }: WithSelections): Size {
    const total: Size = { ...NOTHING };
    for (const selection of selectionSet?.selections ?? []) {
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const below = isSpread ? sizeOfFragment(selection.name.value) : sizeOf(selection);
      const isField = selection.kind === Kind.FIELD;
      total.depth = Math.max(total.depth, below.depth + (isField ? 1 : 0));
      total.aliases += below.aliases + (isField && selection.alias ? 1 : 0);
      total.selections += below.selections + 1;
    }
    return total;
  }

  return sizeOf;
}
