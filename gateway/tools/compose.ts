// `npm run compose`: writes the schema files that supergraph.yaml names and checks that they compose.
// `--check` writes nothing and fails when a file is out of date; `--print` shows the supergraph.
import { relative } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../../shared/config/paths.ts';
import { composeSupergraph } from '../supergraph/compose.ts';
import { readSubgraphSources } from '../supergraph/from-sources.ts';
import { findStaleSchemaFiles, writeSchemaFiles } from './schema-files.ts';

const command: Command = new Command('compose')
  .description('Composes the supergraph of this checkout and keeps its schema files up to date.')
  .option('--check', 'write nothing; fail when a schema file is out of date')
  .option('--print', "print the supergraph's SDL")
  .action(compose);

command.parse();

function compose(options: { check?: boolean; print?: boolean }): void {
  const sources = readSubgraphSources();
  const composed = composeSupergraph(sources);
  if (!composed.ok) {
    command.error(`The subgraphs do not compose.\n  ${composed.error.join('\n  ')}`);
  }
  const stale = findStaleSchemaFiles(sources);
  const names = stale.map(({ file }) => relative(projectRoot(), file)).join(', ');
  if (options.check && stale.length > 0) {
    command.error(`Out of date, run "npm run compose": ${names}`);
  }
  writeSchemaFiles(stale);
  const written = names === '' ? 'Schema files are up to date.' : `Written: ${names}`;
  const said = options.print ? composed.value : `${sources.length} subgraphs compose. ${written}`;
  process.stdout.write(`${said}\n`);
}
