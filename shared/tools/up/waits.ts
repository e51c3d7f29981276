// How long the launcher waits for what it starts, and for how much it asks. All of them are upper
// bounds for a machine under load; an idle one needs a tenth.

export const waits = {
  /** initdb takes one second, three on a busy machine; a crashed cluster replays its log first. */
  postgresReadyMs: 60_000,
  /** Fast shutdown writes a checkpoint; afterwards the guard stops being polite. */
  postgresStopSeconds: 20,
  /** Two dozen pools of ten connections, and room for psql. */
  postgresConnectionsMax: 200,
  /** Test files run side by side, each with pools of its own. */
  postgresTestConnectionsMax: 400,
  redisReadyMs: 20_000,
  redisStopSeconds: 5,
  /** What apt prints about a handful of packages is a few kilobytes. */
  commandOutputBytesMax: 4_194_304,
  /** Package lists and seven megabytes of packages over a slow line. */
  downloadMs: 180_000,
  /** A service loads its code, connects and composes; two cores may be starting seven of them. */
  processReadyMs: 60_000,
  /** Longer than a service's own drain, which is 10 s. */
  processStopSeconds: 15,
  /** Before a process that ended by itself is started again; doubles with each time within the minute. */
  restartDelayMs: 200,
  restartDelayMsMax: 5_000,
  /** One that ends so often is broken, not unlucky: then the whole stops and says so. */
  restartsMax: 5,
  restartsWithinMs: 60_000,
  /** Another migrator is at work; no migration of ours takes longer. */
  migrationLockMs: 300_000,
  /** Ctrl-C reaches every process of the terminal, and some of them pass it on: all one signal. */
  sameSignalMs: 1_000,
  /** Whether the processes that started the launcher are still there. */
  startersPollMs: 500,
  /** A dozen hotels take seconds; the supplier or the worker may have trouble. */
  firstSyncMs: 120_000,
  firstSyncPollMs: 200,
  /** Between two looks at something that reports nothing by itself. */
  pollMs: 15,
  /** A question to a server that was named by the environment. */
  externalServerMs: 5_000,
  /** Tries to find a free port before giving up: each fails only if something listens there. */
  freePortTriesMax: 100,
  /** A free port that was given to someone is open or given up by then. */
  portMarkMs: 120_000,
  /** Lines shown of the log of something that died. */
  logTailLines: 20,
  logTailBytes: 65_536,
} as const;
