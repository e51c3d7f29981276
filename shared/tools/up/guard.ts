// Starts a program that cannot outlive us. A small shell stands between: its standard input is a pipe
// whose other end only this process holds, so that even SIGKILL of this process closes it, and the
// shell then stops the program. Used for Postgres, Redis and every process of StaySync.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { LaunchError } from './launch-error.ts';

/**
 * The watcher reads until the pipe closes, asks the program to stop, and insists after a while. A
 * stopped (SIGSTOP) program is woken up first, otherwise it could not hear the request. Messages of
 * `kill` about a program that went by itself are of no interest.
 */
const GUARD_SCRIPT = `
stop=$1 kill=$2 grace=$3 litter=$4
shift 4
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
{
  while read -r _; do :; done <&4
  kill -"$stop" "$child"
  kill -CONT "$child"
  while [ "$grace" -gt 0 ] && kill -0 "$child"; do sleep 1; grace=$((grace - 1)); done
  kill -"$kill" "$child"
} >/dev/null 2>&1 &
watcher=$!
exec 4<&-
trap 'kill -"$stop" "$child" 2>/dev/null' TERM INT HUP
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
[ -z "$litter" ] || rm -rf -- "$litter"
exit "$code"
`;

const FD_OF_PID = 3;
const EXIT_CODE_OF_SIGNALS = 128;

export interface GuardOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File descriptor for the program's output and errors, or `pipe` to read them here. */
  readonly output: number | 'pipe';
  readonly stopSignal: 'INT' | 'TERM';
  /** Sent when `stopSignal` did not help for `stopSeconds`. */
  readonly killSignal: 'QUIT' | 'KILL';
  readonly stopSeconds: number;
  readonly runAs?: { readonly uid: number; readonly gid: number };
  /** Folder removed once the program is gone, however that came about. */
  readonly removeAfterwards?: string;
  readonly cwd?: string;
}

export interface GuardedProgram {
  /** Process id of the program itself, not of its guard. */
  readonly pid: number;
  readonly output: Pick<ChildProcess, 'stdout' | 'stderr'>;
  /** Exit code; 128 + n after signal n. */
  readonly exited: Promise<number>;
  /** Asks it to stop, insists when it does not, and resolves with the exit code. */
  stop(): Promise<number>;
}

/** Starts `command` under a guard. Rejects with a LaunchError when it cannot be started at all. */
export async function startGuarded(options: GuardOptions): Promise<GuardedProgram> {
  const guard = spawn(
    '/bin/sh',
    [
      '-c',
      GUARD_SCRIPT,
      'staysync-guard',
      options.stopSignal,
      options.killSignal,
      String(options.stopSeconds),
      options.removeAfterwards ?? '',
      options.command,
      ...options.args,
    ],
    {
      // A session of its own: Ctrl-C reaches the launcher alone, which then stops things in order.
      detached: true,
      env: options.env,
      cwd: options.cwd ?? '/',
      stdio: ['pipe', options.output, options.output, 'pipe'],
      ...options.runAs,
    },
  );
  const exited = new Promise<number>((resolve) => {
    guard.once('exit', (code, signal) => {
      resolve(code ?? (signal === null ? 0 : EXIT_CODE_OF_SIGNALS));
    });
  });
  // The guard may be gone when its pipe is closed; that is what was wanted.
  guard.stdin?.on('error', () => undefined);
  const pid = await pidOf(guard, options.command);
  return {
    pid,
    output: guard,
    exited,
    stop: () => {
      guard.stdin?.end();
      return exited;
    },
  };
}

function pidOf(guard: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const channel = guard.stdio[FD_OF_PID];
    guard.once('error', (error) => {
      reject(new LaunchError(`${command} cannot be started: ${error.message}`));
    });
    channel?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    channel?.once('close', () => {
      const pid = Number.parseInt(text, 10);
      if (Number.isInteger(pid)) resolve(pid);
      else reject(new LaunchError(`${command} cannot be started: its guard shell ended at once`));
    });
  });
}

/** Whether a process with this id exists (even one of another user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
