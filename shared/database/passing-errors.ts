// Tells a database that is away for a moment from a defect of ours. Used where a caller can be told
// to try again.

// Connection exceptions, server shutting down or starting, deadlock, lock and statement time-outs.
const PASSING_STATES = /^(08...|57P0[1-5]|57014|40001|40P01|55P03|53300|25P03)$/;
const PASSING_SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const PASSING_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|terminating connection/i;

/** True for errors after which the very same request may succeed. */
export function isPassingDatabaseError(error: unknown): boolean {
  if (error instanceof CutOffWhileCommittingError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    PASSING_STATES.test(code) ||
    PASSING_SYSTEM_CODES.has(code) ||
    PASSING_MESSAGES.test(error.message)
  );
}

const CUT_OFF_STATES = /^(08...|57P0[12])$/;
const CUT_OFF_SYSTEM_CODES = new Set(['ECONNRESET', 'EPIPE']);
const CUT_OFF_MESSAGES = /Connection terminated|terminating connection/i;

/** True when the connection broke: what was sent on it last may have been heard or not. */
export function wasCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    CUT_OFF_STATES.test(code) ||
    CUT_OFF_SYSTEM_CODES.has(code) ||
    CUT_OFF_MESSAGES.test(error.message)
  );
}

/** The connection broke after the words that commit were sent: they may have been heard. */
export class CutOffWhileCommittingError extends Error {
  constructor(cause: unknown) {
    super('cut off while committing', { cause });
  }
}

/** Nobody knows whether it was committed, and the database is too far away to look. */
export class OutcomeUnknownError extends Error {
  constructor() {
    super('cut off while committing, and out of reach since');
  }
}
