// `npm run compose`: writes the schema files that supergraph.yaml names and one file per role, and checks
// that the subgraphs compose and that the access table fits them.
// `--check` writes nothing and fails when a file is out of date; `--print` shows the supergraph.
import { relative } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../../shared/config/paths.ts';
import { findAccessProblems } from '../roles/access-problems.ts';
import { readAccessTable } from '../roles/access-table.ts';
import { ownPolicies } from '../roles/policies.ts';
import { composeSupergraph, type SubgraphSource } from '../supergraph/compose.ts';
import { readSubgraphSources } from '../supergraph/from-sources.ts';
import { loadSupergraph } from '../supergraph/load.ts';
import { roleFiles } from './role-files.ts';
import { findStale, subgraphFiles, writeSchemaFiles } from './schema-files.ts';

const command: Command = new Command('compose')
  .description('Composes the supergraph of this checkout and keeps its schema files up to date.')
  .option('--check', 'write nothing; fail when a schema file is out of date')
  .option('--print', "print the supergraph's SDL")
  .action(compose);

command.parse();

function compose(options: { check?: boolean; print?: boolean }): void {
  const sources = readSources();
  const composed = composeSupergraph(sources);
  if (!composed.ok) {
    command.error(`The subgraphs do not compose.\n  ${composed.error.join('\n  ')}`);
  }
  const supergraph = loadSupergraph(composed.value);
  const problems = findAccessProblems(readAccessTable(), supergraph, ownPolicies);
  if (problems.length > 0) {
    command.error(`The access table does not fit the schema.\n  ${problems.join('\n  ')}`);
  }
  const stale = findStale([...subgraphFiles(sources), ...roleFiles(supergraph)]);
  const names = stale.map(({ file }) => relative(projectRoot(), file)).join(', ');
  if (options.check && stale.length > 0) {
    command.error(`Out of date, run "npm run compose": ${names}`);
  }
  writeSchemaFiles(stale);
  const written = names === '' ? 'Schema files are up to date.' : `Written: ${names}`;
  const said = options.print ? composed.value : `${sources.length} subgraphs compose. ${written}`;
  process.stdout.write(`${said}\n`);
}

/** A field that nobody has said who may see is for the author to place, not a defect to trace. */
function readSources(): SubgraphSource[] {
  try {
    return readSubgraphSources();
  } catch (error) {
    return command.error(error instanceof Error ? error.message : String(error));
  }
}
