// The SDL of a subgraph: the federation header, what all subgraphs share, then its own files.
// Read by the subgraph's server and by composition, so both always mean the same schema.
import { readdirSync, readFileSync } from 'node:fs';
import { projectPath } from '../config/paths.ts';

const FEDERATION_HEADER = `
extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: [
    "@key", "@shareable", "@inaccessible", "@external", "@requires", "@provides", "@tag",
    "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"
  ]
)
`;

/** SDL of one subgraph as text; `name` is its folder under subgraphs/. */
export function readSubgraphSdl(name: string): string {
  return [
    FEDERATION_HEADER,
    ...readFolder(projectPath('shared', 'schema')),
    ...readFolder(projectPath('subgraphs', name, 'schema')),
  ].join('\n');
}

function readFolder(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
}
