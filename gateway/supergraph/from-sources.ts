// The supergraph of this checkout: the subgraphs of supergraph.yaml with the schemas they serve.
import { readSubgraphSdl } from '../../shared/schema/subgraph-sdl.ts';
import { composeSupergraph, type SubgraphSource } from './compose.ts';
import { readSupergraphConfig } from './config.ts';

/** Name, URL and SDL of every subgraph; `urls` replaces the routing URLs of supergraph.yaml. */
export function readSubgraphSources(urls: Readonly<Record<string, string>> = {}): SubgraphSource[] {
  return readSupergraphConfig().map(({ name, routingUrl }) => ({
    name,
    url: urls[name] ?? routingUrl,
    sdl: readSubgraphSdl(name),
  }));
}

/** Composes the checkout's supergraph. Throws with every problem when it does not compose. */
export function composeFromSources(sources: readonly SubgraphSource[]): string {
  const composed = composeSupergraph(sources);
  if (composed.ok) return composed.value;
  throw new Error(`The subgraphs do not compose.\n  ${composed.error.join('\n  ')}`);
}
