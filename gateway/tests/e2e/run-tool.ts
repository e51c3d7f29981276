// A command of this project as the process that people start, with its answer. Called from tests.
import { spawn } from 'node:child_process';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';

export interface Verdict {
  /** 0: nothing found. */
  readonly exitCode: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Runs `entry`, a path from the project's root, with this environment and no other. */
export async function runTool(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const child = spawn(process.execPath, [projectPath(...entry.split('/')), ...args], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
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
