// Bounds of the gateway: what a client may send, how long anything may take, what is remembered.
import type { Role, UserRole } from '../shared/auth/identity.ts';

/** What one request, and one identity, of a role may ask for. */
export interface RoleBounds {
  /** Parsing and validation grow with the number of tokens, some rules with its square. */
  readonly tokensMax: number;
  /** Fields below each other. */
  readonly depthMax: number;
  /** Each alias of a root field is a call of its own: this bounds what one request can multiply. */
  readonly aliasesMax: number;
  /** Fields with all fragments unfolded: the planner unfolds them too. */
  readonly selectionsMax: number;
  readonly pageSizeMax: number;
  /** See gateway/cost: about one per object of the answer, some 10 microseconds of all processes. */
  readonly costMax: number;
  readonly requestsPerSecond: number;
  readonly requestsBurst: number;
}

/** People of the house, whose desks show much at once. */
const STAFF: RoleBounds = {
  tokensMax: 4_000,
  /** The deepest journey is 9. */
  depthMax: 20,
  aliasesMax: 50,
  selectionsMax: 3_000,
  /** What the services give at most. */
  pageSizeMax: 200,
  /** Two years of twenty hotels night by night, which is what one calendar gives at most. */
  costMax: 200_000,
  /** A person with ten tabs needs a tenth; one gateway process serves three times as many. */
  requestsPerSecond: 500,
  requestsBurst: 2_000,
};

/** Machines of others: enough for a busy shop, too little to keep a process busy. */
const OUTSIDE: RoleBounds = {
  tokensMax: 2_000,
  /** The standard introspection query, which code generators send, needs 15. */
  depthMax: 16,
  aliasesMax: 30,
  selectionsMax: 1_500,
  /** Their schema promises as much. */
  pageSizeMax: 200,
  /** Two years of three hotels night by night, or twenty writes. */
  costMax: 50_000,
  requestsPerSecond: 200,
  requestsBurst: 1_000,
};

export const gatewayLimits = {
  /** Operations and variables are small; anything longer is no request of ours. */
  bodyBytesMax: 1_048_576,
  /** A confirmation of a supplier is about one booking of at most twenty lines. */
  webhookBodyBytesMax: 65_536,
  /** A digest, a time, a delivery id: the longest is 128 characters. */
  webhookHeaderCharsMax: 256,
  /** Longest honest query is a tenth of it. Checked before a character is parsed. */
  queryCharsMax: 64_000,
  /** An untold list: rooms of a stay, nights, tiers, types of a hotel are mostly fewer. */
  listSizeAssumed: 10,
  /** Nights of a calendar whose range is no range yet. */
  nightsAssumed: 731,
  /** Each write locks, decides and commits: milliseconds, in which thousands of objects are shaped. */
  writeCost: 2_500,
  /** A browser asks again after this whether a page may ask. */
  corsSeconds: 600,
  /** More wrong values than this in one set of variables are not worth listing. */
  variableErrorsMax: 10,
  /** Of a body that is too large, so much is still read before its sender is told, for so long. */
  readOutBytesMax: 8 * 1_048_576,
  readOutMs: 2_000,
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

  /** Per role; plans differ by document and operation name, and a client has some hundred of each. */
  plansMax: 2_000,
  /** Per role, of all its plans together (weigh-plan.ts): at most some 120 megabytes. */
  plansCharsMax: 1_000_000,
  /** The smallest plan takes 16 kilobytes. */
  planCharsOwn: 150,
  /** A node and its place in the text. */
  planCharsPerToken: 4,
  /** What a character of its texts takes in a plan, at least. */
  planBytesPerChar: 50,
  /** Verdicts on documents already measured: as many as plans are kept, over all roles. */
  measuredDocumentsMax: 10_000,

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

  /**
   * So many texts that were not met before empty a bucket: a known one costs half a millisecond, a new
   * one up to a second of parsing, validating and planning. A client has some hundred, once.
   */
  newTextsPerBurst: 50,
  /** How often whoever waits for another's plan looks for it, and how long at most for one that pays. */
  newTextCheckMs: 25,
  newTextMsMax: 2_000,
  /** So many objects take as long as a known text without any, in all processes: one request more. */
  objectsPerRequest: 100,
  /** Redis answers in one millisecond; whoever asks waits no longer for being counted. */
  rateAnswerMs: 100,
  /** For the first connection; without it the gateway starts all the same. */
  rateConnectMs: 1_000,
  /** After a failure Redis is left alone this long, so that few requests wait for its silence. */
  rateSilenceMs: 1_000,

  /** A look at the queues; whoever stays longer shows the token again. */
  queueSessionSeconds: 900,

  /** The health of one subgraph, or of the supplier of keys. */
  healthTimeoutMs: 2_000,
  /** Health is asked by machines, often and by many: within this time the last answer is given. */
  healthReuseMs: 1_000,
  roles: { ADMIN: STAFF, OPERATOR: STAFF, AGENT: STAFF, PARTNER: OUTSIDE, SUPPLIER: OUTSIDE },
} as const satisfies { readonly roles: Readonly<Record<UserRole, RoleBounds>> } & Readonly<
  Record<string, unknown>
>;

/** The bounds of a caller. Services never come through the gateway; one that did has the narrowest. */
export function boundsOf(role: Role): RoleBounds {
  return role === 'SYSTEM' || role === 'WEBHOOK' ? OUTSIDE : gatewayLimits.roles[role];
}
