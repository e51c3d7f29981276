// Runs the migrator as the process of its own that it is in a deployment. Used by the launcher and by
// test runs for their template.
import { spawn } from 'node:child_process';
import { databaseVariable } from '../../config/environment.ts';
import type { SubgraphName } from '../../config/environment.ts';
import { projectPath, projectRoot } from '../../config/paths.ts';
import { LaunchError } from './launch-error.ts';

type Role = SubgraphName | 'verify' | 'admin';

/** `{ DATABASE_URL_ADMIN: …, … }` from the URLs of roles. */
function databaseVariables(urls: Readonly<Partial<Record<Role, string>>>): Record<string, string> {
  const named = Object.entries(urls) as [Role, string][];
  return Object.fromEntries(named.map(([role, url]) => [databaseVariable(role), url]));
}

/** Answers what it did, in words; throws a LaunchError with its messages when it failed. */
export function runMigrator(urls: Readonly<Record<Role, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [projectPath('shared', 'tools', 'migrate.ts')], {
      cwd: projectRoot(),
      env: databaseVariables(urls),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(inShort(output));
      else reject(new LaunchError(`Migrating the database failed:\n${output.trim()}`));
    });
  });
}

function inShort(output: string): string {
  const count = output.split('\n').filter((line) => line.startsWith('migrated ')).length;
  return count === 0 ? 'database is up to date' : `database migrated (${count} steps)`;
}
