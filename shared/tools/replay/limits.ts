// Bounds of a replay: how often it asks again, how long, and how much it sends at one time.

export const replayLimits = {
  /** Tries of one request when the answer is "busy" or none: five seconds in all. */
  triesMax: 8,
  backoffMs: 50,
  backoffMsMax: 2_000,
  /** Confirmations under way behind the holds; they take no rooms, so their order is free. */
  confirmationsAtOnceMax: 8,
  /** Agencies opened at one time. */
  agenciesAtOnceMax: 8,
  /** Holds go one after the other; confirmations of the same agency may overlap with them. */
  connectionsPerUser: 8,
  /** Tokens live an hour, as those of Firebase do, and are made anew well before their end. */
  tokenSeconds: 3_600,
  tokenRenewalSeconds: 600,
  /** Rooms of one type and night; beyond it the supplier's number is set aside as implausible. */
  roomsPerTypeMax: 10_000,
  /** Nights between the first arrival and the last departure: what one contract may cover. */
  nightsMax: 3_700,
  /** The supplier answers a hotel that was put at once. */
  supplierTimeoutMs: 10_000,
  /** Without a terminal: one line of progress after so many seconds. */
  progressEveryMs: 5_000,
} as const;
