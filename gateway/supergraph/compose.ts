// Composes the supergraph from the subgraphs' schemas. Called when the gateway starts, by
// `npm run compose` and by tests.
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { findRequiresWithArguments } from './requires-with-arguments.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** What keeps the subgraphs from composing: one sentence each, naming the subgraph. */
export type CompositionProblems = readonly string[];

/** The supergraph's SDL, or everything that stands in its way. */
export function composeSupergraph(
  sources: readonly SubgraphSource[],
): Result<string, CompositionProblems> {
  const parsed = sources.map((source) => ({ source, document: parseSdl(source) }));
  const unparsable = parsed.flatMap(({ document }) => (document.ok ? [] : [document.error]));
  if (unparsable.length > 0) return err(unparsable);

  const services = parsed.flatMap(({ source, document }) =>
    document.ok ? [{ name: source.name, url: source.url, typeDefs: document.value }] : [],
  );
  const unsafe = services.flatMap(({ name, typeDefs }) =>
    findRequiresWithArguments(typeDefs).map((where) => `[${name}] ${where}`),
  );
  if (unsafe.length > 0) return err(unsafe);

  const composed = composeServices(services);
  if (composed.errors) return err(composed.errors.map(describe));
  return ok(composed.supergraphSdl);
}

function parseSdl({ name, sdl }: SubgraphSource): Result<DocumentNode, string> {
  try {
    return ok(parse(sdl));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line;
    return err(`[${name}] ${error.message} (line ${String(line)} of its schema)`);
  }
}

/** Composition puts the subgraphs' names into its messages; the code leads to its documentation. */
function describe(error: GraphQLError): string {
  return `${error.message} (${String(error.extensions['code'])})`;
}
