// Reads supergraph.yaml (rover's format). Used when the gateway starts and by `npm run compose`.
import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { projectPath } from '../../shared/config/paths.ts';

const configSchema = z.object({
  federation_version: z.string(),
  subgraphs: z.record(
    z.string(),
    z.object({
      routing_url: z.url({ protocol: /^https?$/ }),
      schema: z.object({ file: z.string().min(1) }),
    }),
  ),
});

export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string;
  /** Absolute path of the generated schema file. */
  readonly schemaFile: string;
}

/** The subgraphs that supergraph.yaml lists. Throws when the file is not in rover's format. */
export function readSupergraphConfig(): SubgraphEntry[] {
  const config = configSchema.parse(
    parseYaml(readFileSync(projectPath('supergraph.yaml'), 'utf8')),
  );
  return Object.entries(config.subgraphs).map(([name, subgraph]) => ({
    name,
    routingUrl: subgraph.routing_url,
    schemaFile: projectPath(subgraph.schema.file),
  }));
}
