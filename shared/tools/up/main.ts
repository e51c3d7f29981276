// `npm start`: brings everything up, stays until Ctrl-C, and takes everything down again. Whatever
// happens to this process, SIGKILL included, nothing of what it started stays behind.
import { mkdirSync } from 'node:fs';
import { firstSync } from './first-sync.ts';
import { launchSystem } from './launch.ts';
import type { Progress } from './launch.ts';
import { messageFor } from './launch-error.ts';
import { logTail } from './log-tail.ts';
import { createParts } from './parts.ts';
import type { PartEnd } from './parts.ts';
import { dataDir, lockDataDir } from './state.ts';
import { stopRequested } from './stop-request.ts';
import { welcome } from './welcome.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const progress: Progress = {
  step: (text) => say(`  ✓ ${text}`),
  error: (name, line) => say(`  ! ${name}: ${line}`),
};

process.exitCode = await run();
// Handles of half-started things must not keep a finished launcher alive.
process.exit();

/** The exit code: 0 after Ctrl-C or SIGTERM, 1 when something failed. */
async function run(): Promise<number> {
  const parts = createParts();
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(dataDir(), { recursive: true });
    unlock = lockDataDir();
    say('StaySync is starting; Ctrl-C stops it.');
    const requested = stopRequested();
    const failed = parts.unexpectedEnd.then(tellEnd);
    const served = bringUp().then(() => Promise.race([requested, failed]));
    // A signal, or the death of a part, is heard while the rest still starts.
    const outcome = await Promise.race([requested, failed, served]);
    say(outcome === 'stop' ? '\nStopping …' : 'Stopping what still runs …');
    return outcome === 'stop' ? 0 : 1;
  } catch (error) {
    say(`\n${messageFor(error)}`);
    return 1;
  } finally {
    await parts.stopAll();
    unlock?.();
  }

  async function bringUp(): Promise<void> {
    const state = await launchSystem(parts, progress);
    await firstSync(state, progress);
    say(await welcome(state));
  }
}

function tellEnd({ part, code }: PartEnd): 'failure' {
  say(`\n${part.name} ended unexpectedly (exit ${code}).`);
  if (part.logFile !== undefined) say(`End of ${part.logFile}:\n${logTail(part.logFile)}`);
  return 'failure';
}
