// Structured logs of every process: one JSON line each on standard output. Tokens and personal data
// never get that far: callers log ids and codes, and what slips through by name is removed here.
import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

const SECRET_FIELDS = [
  'authorization',
  'token',
  'password',
  'apiKey',
  'email',
  'guestName',
  'guests',
  'headers.authorization',
  'headers["x-staysync-identity"]',
];

/** The root logger of one process; `level: 'silent'` mutes it in tests. */
export function createLogger(processName: string, level: string): Logger {
  return pino({
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      censor: '[removed]',
    },
  });
}

/**
 * Tells whoever started this process that it serves now. Always printed, whatever the log level,
 * because launchers and tests wait for this line.
 */
export function announceReady(processName: string, port?: number): void {
  const line = { msg: 'ready', process: processName, ...(port === undefined ? {} : { port }) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
