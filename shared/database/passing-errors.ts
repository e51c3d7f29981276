// Tells a database that is away for a moment from a defect of ours. Used where a caller can be told
// to try again.

/** Signs of one sort of trouble: SQL states, codes of the operating system, words of the driver. */
interface Signs {
  readonly states: RegExp;
  readonly systemCodes: ReadonlySet<string>;
  readonly words: RegExp;
}

const PASSING: Signs = {
  // Connection exceptions, server shutting down or starting, deadlock, lock and statement time-outs.
  states: /^(08...|57P0[1-5]|57014|40001|40P01|55P03|53300|25P03)$/,
  systemCodes: new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']),
  words: /Connection terminated|timeout exceeded when trying to connect|terminating connection/i,
};

const CUT_OFF: Signs = {
  states: /^(08...|57P0[12])$/,
  systemCodes: new Set(['ECONNRESET', 'EPIPE']),
  words: /Connection terminated|terminating connection/i,
};

/** True for errors after which the very same request may succeed. */
export function isPassingDatabaseError(error: unknown): boolean {
  return error instanceof CutOffWhileCommittingError || shows(error, PASSING);
}

/** True when the connection broke: what was sent on it last may have been heard or not. */
export function wasCutOff(error: unknown): boolean {
  return shows(error, CUT_OFF);
}

function shows(error: unknown, { states, systemCodes, words }: Signs): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return states.test(code) || systemCodes.has(code) || words.test(error.message);
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
