// The supergraph of this checkout: the subgraphs of supergraph.yaml with the schemas they serve.
import { readSubgraphSdl } from '../../shared/schema/subgraph-sdl.ts';
import { readAccessTable } from '../roles/access-table.ts';
import { tagSchema } from '../roles/tag-schema.ts';
import { composeSupergraph, type SubgraphSource } from './compose.ts';
import { readSupergraphConfig } from './config.ts';

/**
 * Name, URL and SDL of every subgraph, tagged by the access table; `urls` replaces the routing URLs of
 * supergraph.yaml. Throws when the table does not know a field: nobody has said yet who may see it.
 */
export function readSubgraphSources(urls: Readonly<Record<string, string>> = {}): SubgraphSource[] {
  const table = readAccessTable();
  const tagged = readSupergraphConfig().map(({ name, routingUrl }) => ({
    name,
    url: urls[name] ?? routingUrl,
    ...tagSchema(readSubgraphSdl(name), table),
  }));
  const unlisted = [...new Set(tagged.flatMap((source) => source.unlisted))];
  if (unlisted.length > 0) throw new Error(linesToAdd(unlisted));
  return tagged.map(({ name, url, sdl }) => ({ name, url, sdl }));
}

/** Composes the checkout's supergraph. Throws with every problem when it does not compose. */
export function composeFromSources(sources: readonly SubgraphSource[]): string {
  const composed = composeSupergraph(sources);
  if (composed.ok) return composed.value;
  throw new Error(`The subgraphs do not compose.\n  ${composed.error.join('\n  ')}`);
}

function linesToAdd(unlisted: readonly string[]): string {
  const byType = Map.groupBy(unlisted, (coordinate) => coordinate.split('.')[0] ?? '');
  const lines = [...byType].map(([type, coordinates]) => {
    const names = coordinates.map((coordinate) => coordinate.slice(type.length + 1)).join(' ');
    return `type ${type}\n  x x - - -   ${names}`;
  });
  return [
    'Who may see these fields? Say so in gateway/roles/access-table.txt (columns: ADMIN OPERATOR AGENT',
    'PARTNER SUPPLIER; x sees it, o with own rows alone, - it does not exist), for instance with:',
    '',
    lines.join('\n'),
  ].join('\n');
}
