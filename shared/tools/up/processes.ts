// Starts one process of StaySync (a subgraph, the gateway, the worker, the simulator), waits until it
// says that it serves, and keeps its log. Used by `npm start` and by end-to-end tests.
import { createWriteStream, mkdirSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { projectPath, projectRoot } from '../../config/paths.ts';
import { startGuarded } from './guard.ts';
import type { GuardedProgram } from './guard.ts';
import { LaunchError } from './launch-error.ts';
import { isError, parseLogLine, prettyLogLine } from './log-lines.ts';
import type { LogLine } from './log-lines.ts';
import { logTail } from './log-tail.ts';
import { waits } from './waits.ts';

export interface ProcessOptions {
  readonly name: string;
  /** Path from the project's root: `gateway/server.ts`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Goes on with the log of an earlier one instead of beginning anew. */
  readonly sameLog?: boolean;
  readonly readyTimeoutMs?: number;
  /** Hears errors and whatever else is not a log line on standard error, as text for a person. */
  readonly onError?: (line: string) => void;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** Undefined for a process that does not listen. */
  readonly port: number | undefined;
  readonly logFile: string;
  /** Exit code, 128 + n after signal n; resolves once its output is in the log file. */
  readonly exited: Promise<number>;
  /** Sends a signal to the process itself: SIGKILL, SIGSTOP, SIGCONT. */
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when it does not go in time; resolves with the exit code. */
  stop(): Promise<number>;
}

/** Resolves when the process has announced itself; throws a LaunchError with the end of its log. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const program = await startGuarded({
    command: process.execPath,
    args: [projectPath(...options.entry.split('/')), ...(options.args ?? [])],
    env: options.env,
    output: 'pipe',
    cwd: projectRoot(),
    stopSignal: 'TERM',
    killSignal: 'KILL',
    stopSeconds: waits.processStopSeconds,
  });
  const { ready, written } = follow(program, options);
  const exited = program.exited.then(async (code) => {
    await written;
    return code;
  });
  const timeoutMs = options.readyTimeoutMs ?? waits.processReadyMs;
  try {
    const port = await firstOf(ready, exited, timeoutMs, options);
    return {
      name: options.name,
      pid: program.pid,
      port,
      logFile: options.logFile,
      exited,
      kill: (signal) => {
        process.kill(program.pid, signal);
      },
      stop: async () => {
        await program.stop();
        return exited;
      },
    };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

interface Followed {
  /** The port of the ready line. */
  readonly ready: Promise<{ readonly port: number | undefined }>;
  /** Resolves when all output is in the file. */
  readonly written: Promise<void>;
}

/** Copies the process's output into its log file, one readable line each, and hears its ready line. */
function follow(program: GuardedProgram, options: ProcessOptions): Followed {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const file = createWriteStream(options.logFile, {
    flags: options.sameLog === true ? 'a' : 'w',
    mode: 0o600,
  });
  const { stdout, stderr } = program.output;
  let serves = false;
  // Until it serves, its errors are part of the message that it could not be started.
  const tell = (line: string): void => {
    if (serves) options.onError?.(line);
  };
  const ready = new Promise<{ port: number | undefined }>((resolve) => {
    eachLine(stdout, file, (line, parsed) => {
      if (parsed?.msg === 'ready' && parsed.process === options.name) {
        serves = true;
        resolve({ port: parsed.port });
      }
      if (parsed && isError(parsed)) tell(line);
    });
  });
  eachLine(stderr, file, tell);
  const written = Promise.all([ended(stdout), ended(stderr)]).then(
    () =>
      new Promise<void>((resolve) => {
        file.end(resolve);
      }),
  );
  return { ready, written };
}

function eachLine(
  stream: Readable | null,
  file: WriteStream,
  hear: (line: string, parsed: LogLine | undefined) => void,
): void {
  if (!stream) return;
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (text) => {
    const parsed = parseLogLine(text);
    const line = parsed ? prettyLogLine(parsed) : text;
    file.write(`${line}\n`);
    hear(line, parsed);
  });
}

function ended(stream: Readable | null): Promise<void> {
  return new Promise((resolve) => {
    if (stream) stream.once('close', resolve);
    else resolve();
  });
}

async function firstOf(
  ready: Followed['ready'],
  exited: Promise<number>,
  timeoutMs: number,
  options: ProcessOptions,
): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  const outcome = await Promise.race([ready, exited, late]);
  clearTimeout(timer);
  if (typeof outcome === 'object') return outcome.port;
  const what =
    outcome === 'late'
      ? `was not ready after ${timeoutMs / 1_000} s`
      : `ended while starting (exit ${outcome})`;
  throw new LaunchError(
    `${options.name} ${what}. End of ${options.logFile}:\n${logTail(options.logFile)}`,
  );
}
