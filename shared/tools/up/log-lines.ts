// Log lines of the processes: JSON on the wire, one readable line in the file and on the console.
import { z } from 'zod';

const lineSchema = z.looseObject({
  msg: z.string().optional(),
  process: z.string().optional(),
  port: z.number().optional(),
  level: z.string().optional(),
  time: z.string().optional(),
});

export type LogLine = z.infer<typeof lineSchema>;

/** The parsed line, or undefined when it is plain text (a stack trace, a warning of node). */
export function parseLogLine(text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function isError(line: LogLine): boolean {
  return line.level === 'error' || line.level === 'fatal';
}

/** `10:15:03.120 ERROR outbox could not be relayed {"hotelId":"BKK-1"}`, then the stack, if any. */
export function prettyLogLine(line: LogLine): string {
  const { time, level, msg, process: _process, pid: _pid, err, ...rest } = line;
  const head = [time?.slice(11, 23), (level ?? 'info').toUpperCase().padEnd(5), msg];
  const details = Object.keys(rest).length > 0 ? JSON.stringify(rest) : undefined;
  const text = [...head, details].filter((part) => part !== undefined).join(' ');
  const trace = errorText(err);
  return trace === undefined ? text : `${text}\n${trace}`;
}

function errorText(err: unknown): string | undefined {
  if (err === undefined) return undefined;
  const parsed = z.looseObject({ stack: z.string() }).safeParse(err);
  return parsed.success ? parsed.data.stack : JSON.stringify(err);
}
