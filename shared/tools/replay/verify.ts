// Has the checker of ledger and tables look at what a replay left behind. Called by main.ts.
import { spawn } from 'node:child_process';
import { projectRoot } from '../../config/paths.ts';

/** Runs `npm run --silent verify` with its output on ours; true when nothing is wrong. */
export function verifySystem(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', ['run', '--silent', 'verify'], {
      cwd: projectRoot(),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    npm.once('error', reject);
    npm.once('exit', (code) => {
      resolve(code === 0);
    });
  });
}
