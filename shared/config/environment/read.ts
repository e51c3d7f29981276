// The one place where process.env is read, and the kinds of value that variables have. Used by the
// other files of this folder.
import { z } from 'zod';

export const port = z.coerce.number().int().min(0).max(65_535);
export const level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
export const redisUrl = z.url({ protocol: /^rediss?$/ });
export const httpUrl = z.url({ protocol: /^https?$/ });

/**
 * The variables of `shape`, parsed. Throws one error that names all that are missing or malformed.
 */
export function read<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  // An empty variable means: not set. Shells and compose files pass them that way.
  const given = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Settings from the environment are wrong.\n  ${problems.join('\n  ')}`);
}

/** The variables as they stand, for children and for tools that look up one of many. */
export function inheritedEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
