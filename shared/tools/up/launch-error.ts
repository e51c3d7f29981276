// What stops a start and can be mended by whoever reads it: the message says what is wrong and what
// to do. The entry files print it without a stack trace; anything else is a defect and keeps its own.

export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

/** A URL as it may be shown: `postgresql://owner:•••@host/db`. */
export function maskPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^:/@]*):[^@]*@/i, '$1:•••@');
}

/** One text for whatever was thrown; connection errors of several addresses come as a bundle. */
export function reasonOf(error: unknown): string {
  // By shape, not by class: inside jest, errors of node itself are of another realm.
  const { errors, message } = Object(error) as { errors?: unknown; message?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  return typeof message === 'string' ? message : String(error);
}

/** What to print: one that can be mended needs no stack trace, a defect of ours does. */
export function messageFor(error: unknown): string {
  if (error instanceof LaunchError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
