// Tells a database that is away for a moment from a defect of ours. Used where a caller can be told
// to try again.

// Connection exceptions, server shutting down or starting, deadlock, lock and statement time-outs.
const PASSING_STATES = /^(08...|57P0[1-5]|57014|40001|40P01|55P03|53300|25P03)$/;
const PASSING_SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const PASSING_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|terminating connection/i;

/** True for errors after which the very same request may succeed. */
export function isPassingDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    PASSING_STATES.test(code) ||
    PASSING_SYSTEM_CODES.has(code) ||
    PASSING_MESSAGES.test(error.message)
  );
}
