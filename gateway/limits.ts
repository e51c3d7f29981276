// Bounds of the gateway: what a client may send, how long anything may take, what is remembered.
export const gatewayLimits = {
  /** Operations and variables are small; anything longer is no request of ours. */
  bodyBytesMax: 1_048_576,
  /** A confirmation of a supplier is about one booking of at most twenty lines. */
  webhookBodyBytesMax: 65_536,
  /** A digest, a time, a delivery id: the longest is 128 characters. */
  webhookHeaderCharsMax: 256,
  /** Longest honest query is a tenth of it. Checked before a character is parsed. */
  queryCharsMax: 64_000,
  /** Parsing and validation grow with the number of tokens, some rules with its square. */
  queryTokensMax: 4_000,
  /** The standard introspection query needs 15, the deepest journey 9. */
  queryDepthMax: 16,
  /** Each alias of a root field is a call of its own: this bounds what one request can multiply. */
  queryAliasesMax: 50,
  /** Selections with all fragments unfolded: the planner unfolds them too. */
  querySelectionsMax: 3_000,
  /** More wrong values than this in one set of variables are not worth listing. */
  variableErrorsMax: 10,
  /** Above the time limit of a call, so that a slow subgraph is reported and not cut off. */
  requestTimeoutMs: 30_000,
  /** Connections of clients, most of them idle, at some tens of kilobytes; more are closed at once. */
  connectionsMax: 10_000,
  /** Connections not taken up yet; one more is not answered, and asks again after a second. */
  connectionsWaitingMax: 4_096,
  door: {
    /** A crowd of hundreds at one instant is served, the last of it within a second. */
    atOnceMax: 384,
    /** However slow the machine: fewer make no full batch, and are not answered sooner. */
    atOnceMin: 32,
    /** Without a queue the quickest takes a few milliseconds; with this one callers still wait gladly. */
    quickestMs: 500,
    windowMs: 250,
    /** Full batches of some hotels; more at work would only wait for each other. */
    workingMax: 128,
    /** What is ours to do takes tenths of it; a supplier may be asked for seven seconds. */
    slowMs: 3_000,
    /** They take memory and a socket, no time: a supplier that answers nobody fills it. */
    slowMax: 384,
    waitMs: 2_000,
  },
  /** After SIGTERM: what is in flight may finish; below the time the process is given to stop. */
  drainMs: 8_000,
  /** How soon a connection whose last answer has gone out is closed meanwhile. */
  drainPollMs: 20,

  /** Plans differ by document and operation name; a client has some hundred of each. */
  plansMax: 2_000,
  /** Verdicts on documents already measured. */
  measuredDocumentsMax: 2_000,

  /** One call of a subgraph: decisions take milliseconds, a cold hotel up to a second. */
  callTimeoutMs: 10_000,
  /** Sockets per subgraph: as many as may be under way, so that nothing waits where nobody counts it. */
  callConnectionsMax: 512,
  /** Two years of fifty large hotels, packed, are a third of it. */
  callResponseBytesMax: 32 * 1_048_576,
  /** A query whose socket died under it is sent once more, a mutation never. */
  callRetriesMax: 1,
  /** Errors reported for the entities of one failed call; the rest is null all the same. */
  entityErrorsMax: 10,

  /** Fields of one answer that are reported as withheld; the rest of them is null all the same. */
  withheldErrorsMax: 20,

  /** Users active within an hour, at about two kilobytes. */
  verifiedTokensMax: 5_000,
  /** ID tokens of Firebase with full custom claims stay below 3,000 characters. */
  tokenCharsMax: 8_192,
  scopesMax: 50,
  /** Google answers in a tenth of it; then the caller hears that we cannot tell who it is. */
  keyFetchTimeoutMs: 5_000,

  /** A user who was disabled or signed out everywhere is refused within this; it is the bound. */
  standingMsMax: 10_000,
  /** Older than this, an account is looked up anew while its last answer still serves. */
  standingRefreshMs: 5_000,

  /** A look at the queues; whoever stays longer shows the token again. */
  queueSessionSeconds: 900,

  /** The health of one subgraph, or of the supplier of keys. */
  healthTimeoutMs: 2_000,
  /** Health is asked by machines, often and by many: within this time the last answer is given. */
  healthReuseMs: 1_000,
} as const;
