// `npm run compose`: writes the schema files that supergraph.yaml names and checks that they compose.
// `--check` writes nothing and fails when a file is out of date; `--print` shows the supergraph.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../../shared/config/paths.ts';
import { composeSupergraph } from '../supergraph/compose.ts';
import { readSubgraphSources } from '../supergraph/from-sources.ts';
import { renderSchemaFiles } from './schema-files.ts';

const command: Command = new Command('compose')
  .description('Composes the supergraph of this checkout and keeps its schema files up to date.')
  .option('--check', 'write nothing; fail when a schema file is out of date')
  .option('--print', "print the supergraph's SDL")
  .action(compose);

await command.parseAsync();

async function compose(options: { check?: boolean; print?: boolean }): Promise<void> {
  const sources = readSubgraphSources();
  const composed = composeSupergraph(sources);
  if (!composed.ok) {
    command.error(`The subgraphs do not compose.\n  ${composed.error.join('\n  ')}`);
  }
  const rendered = await renderSchemaFiles(sources);
  const stale = rendered.filter(({ file, text }) => textOf(file) !== text);
  const names = stale.map(({ file }) => relative(projectRoot(), file));
  if (options.check && stale.length > 0) {
    command.error(`Out of date, run "npm run compose": ${names.join(', ')}`);
  }
  if (!options.check) for (const { file, text } of stale) writeFileSync(file, text);
  if (options.print) process.stdout.write(`${composed.value}\n`);
  else process.stdout.write(`${sources.length} subgraphs compose. ${summary(names)}\n`);
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function summary(written: string[]): string {
  return written.length === 0 ? 'Schema files are up to date.' : `Written: ${written.join(', ')}`;
}
