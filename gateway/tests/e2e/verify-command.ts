// `npm run verify` against a test system's database: whether ledger and tables agree, and nothing is
// oversold. Runs as the process that people start.
import { spawn } from 'node:child_process';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';

export interface Verdict {
  /** 0: nothing found. */
  readonly exitCode: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

export async function verify(system: TestSystem): Promise<Verdict> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const child = spawn(process.execPath, [entry], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { DATABASE_URL_VERIFY: system.database.urls.verify },
  });
  let output = '';
  const hear = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, output };
}
