// When the launcher should stop: on Ctrl-C, SIGTERM or SIGHUP, and when those that started it are gone.
// Called by main.ts.
import { launcherEnvironment } from '../../config/environment.ts';
import { isAlive } from './guard.ts';
import { waits } from './waits.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first request; a second signal, if meant as such, ends this process at once. */
export function stopRequested(): Promise<'stop'> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const hear = (): void => {
      since ??= performance.now();
      if (performance.now() - since > waits.sameSignalMs) process.exit(1);
      resolve('stop');
    };
    for (const signal of SIGNALS) process.on(signal, hear);
    watchStarters(() => {
      resolve('stop');
    });
  });
}

/**
 * `npm start` is a chain: npm, bootstrap, npm again, this process. One of them that is killed cannot
 * pass anything on, so look whether they are still there. A launcher started by hand has no chain.
 */
function watchStarters(gone: () => void): void {
  const bootstrap = Number(launcherEnvironment().inherited['STAYSYNC_BOOTSTRAP_PID']);
  if (!Number.isInteger(bootstrap)) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(bootstrap)) return;
    clearInterval(timer);
    gone();
  }, waits.startersPollMs);
  timer.unref();
}
