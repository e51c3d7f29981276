// Every bound of the system in one place: loops, queues, batches, retries, waits, caches, bodies.
// A number without its reason does not belong here; units come last in the name.

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const limits = {
  server: {
    /** A subgraph answers its gateway or a fellow service; operations and variables are small. */
    bodyBytesMax: 1_048_576,
    /** Texts of operations kept parsed, in characters: thousands of ours, which are few hundred long. */
    documentCharsMax: 2_097_152,
    /** Longer than the slowest honest query, shorter than a client's patience. */
    requestTimeoutMs: 30 * SECOND_MS,
    /** After SIGTERM: what is in flight may finish, then the process goes. */
    drainMs: 10 * SECOND_MS,
  },

  database: {
    /** Per process and role; the sum over all processes stays below Postgres's max_connections. */
    poolConnectionsMax: 10,
    /** A caller rather hears "busy" than waits longer for a connection. */
    connectionTimeoutMs: 5 * SECOND_MS,
    /** No statement of ours is slower unless something is wrong. */
    statementTimeoutMs: 15 * SECOND_MS,
    /** A transaction that idles holds a hotel's head: it is cut off. */
    idleInTransactionTimeoutMs: 10 * SECOND_MS,
    /** A stopwatch goes wrong by less than a millisecond in it; identities bear five seconds. */
    clockReadEveryMs: 15 * SECOND_MS,
    /** A reading that took longer is off by up to half of it: the one before is better. */
    clockReadMsMax: 1 * SECOND_MS,
  },

  calls: {
    /** One service asking another: decisions take milliseconds, a cold hotel up to a second. */
    timeoutMs: 10 * SECOND_MS,
    connectionsMax: 32,
    responseBytesMax: 16_777_216,
    /** Hotels asked about in one call: the largest requests of all stay below a body's bound, and a
     * hotel whose book has to be read anew delays few others. */
    together: {
      questionsPerCallMax: 16,
      /** One is answered while the next is gathered; more at once would each carry less. */
      callsAtOnceMax: 2,
      /** Answers take one to some milliseconds; a hotel that is read anew is not waited for. */
      slowCallMs: 25,
    },
  },

  lock: {
    /** Longer than a batch takes on a slow day, and what a holder that died costs the others. */
    ttlMs: 2 * SECOND_MS,
    /**
     * Longer than a dead holder's lock lives. Then the batch goes on without it: Redis spares
     * contention, it gives no permission.
     */
    waitMs: 3 * SECOND_MS,
    /** A lost wake-up message is noticed after this. */
    recheckMs: 200,
    /** Redis on loopback or a private network answers in one or two; slower means: go without. */
    commandTimeoutMs: 500,
  },

  redis: {
    /** Back within a second of its return, without hammering it while it is away. */
    reconnectDelayMsMax: 1 * SECOND_MS,
  },

  booking: {
    /** Requests of one hotel decided and committed together: beyond it the gain is flat. */
    batchSizeMax: 32,
    /** Hotels whose holds are committed in one statement. */
    appendTogether: {
      questionsPerCallMax: 16,
      /** One is committed while the next is gathered; more at once would each carry less. */
      callsAtOnceMax: 1,
      /** A commit takes some milliseconds; one that waits for something is not waited for. */
      slowCallMs: 25,
    },
    /** More holds of one hotel have little to gain by company, and much to do that it would wait for. */
    holdsInSharedAppendMax: 4,
    /** Requests waiting per hotel and process; beyond it the answer is BUSY at once. */
    queueLengthMax: 2_000,
    /** Holds waiting per process, over all hotels: what waits takes memory, and is decided in seconds or not at all. */
    holdsWaitingMax: 4_000,
    /**
     * A request that waited longer is answered BUSY instead of being decided late: above a dead holder's
     * lock, and so far below the gateway's patience that what is decided is also heard.
     */
    queueWaitMs: 5 * SECOND_MS,
    /** Tries of one batch whose hotel's head kept moving; then BUSY (retryable). */
    movedHeadRetriesMax: 5,
    /** Room lines in one group. */
    linesPerGroupMax: 20,
    /** Rooms in one line: larger groups are hardblocks. */
    roomsPerLineMax: 99,
    /** Nights of one stay. */
    nightsPerStayMax: 90,
    /** Characters of a client's own reference. */
    clientReferenceCharsMax: 64,
  },

  amendment: {
    /** How long a quote of a change is good: long enough to ask a guest, short enough for its rates. */
    quoteMs: 10 * MINUTE_MS,
  },

  completion: {
    /** Groups completed in one sweep; the rest follows in the next turn. */
    groupsMax: 500,
    /** Nobody waits for it: a stay that is over counts as over before it is written down. */
    sweepEveryMs: 30 * SECOND_MS,
  },

  expiry: {
    /** Holds ended by one sweep of one hotel; the rest follows in the next turn. */
    holdsPerSweepMax: 500,
    /** Hotels looked at in one sweep. */
    hotelsPerSweepMax: 200,
    /** Jobs can be lost; the sweeper finds what they left within this. */
    sweepEveryMs: 5 * SECOND_MS,
    /** A job that fires a moment early on another clock would do nothing: aim just after. */
    jobSlackMs: 250,
  },

  outbox: {
    /** Rows relayed in one go. */
    batchSizeMax: 200,
    /** How long a committed message may wait for its relay. */
    pollEveryMs: 100,
    /** One turn holds a transaction: it ends before the database takes it for forgotten. */
    turnMs: 5 * SECOND_MS,
    /** Handing one message over; whoever takes longer has not taken it. */
    deliverMs: 3 * SECOND_MS,
    /** Until a message that was not taken is tried again; doubles with each try. */
    retryMs: 200,
    retryMsMax: 5 * MINUTE_MS,
    /** So many tries, some six seconds, the hotel's later messages wait behind it; then they pass. */
    triesInOrderMax: 5,
    /** A day of tries; then the message is a dead letter that somebody has to look at. */
    triesMax: 300,
    /** Characters kept of an error. */
    errorCharsMax: 500,
    /** Entries kept in the Redis stream of events; feeds resume within it. */
    streamLengthMax: 100_000,
  },

  jobs: {
    attemptsMax: 5,
    backoffMs: 1 * SECOND_MS,
    /** Finished jobs are kept this many, failed ones until someone has looked. */
    keepCompletedMax: 1_000,
    concurrency: 8,
  },

  deadLetters: {
    /** Shown in one list: whoever has more looks for their common cause first. */
    shownDefault: 50,
    shownMax: 200,
    /** Characters of an error that people read before they open the log. */
    errorCharsMax: 500,
    /** Redis answers in a few milliseconds; then the list does without the jobs. */
    timeoutMs: 2 * SECOND_MS,
  },

  calendar: {
    hotelsMax: 50,
    nightsMax: 731,
    /** Hotels × nights of one answer: two years of a few hotels, or a season of many. */
    hotelNightsMax: 15_000,
  },

  explain: {
    /** Beyond it bookings of one line and night make one term with their count: nobody reads more. */
    bookingsNamedMax: 100,
  },

  whyNot: {
    /** A traveller who names dates moves them by a week at most; each day is two decisions. */
    shiftDaysMax: 7,
    /** More nights of difference is another journey. */
    lengthNightsMax: 3,
    /** Large hotels have some 30 room types; each is two decisions. */
    roomTypesMax: 40,
    /** Nights, from the last backwards, on which a stay may be cut in two. */
    cutsMax: 30,
    /** Proposals of one kind: more is a list, not an answer. */
    perKindMax: 3,
    /** Decisions for one answer, each a fraction of a millisecond to some: it stays below a second. */
    decisionsMax: 200,
  },

  pastReads: {
    /** Each reads a whole stream and keeps a whole book for as long as it answers. */
    atOnceMax: 2,
    /** Hotels of one calendar as it was known then, read one after the other. */
    hotelsMax: 5,
    /** A stream is read no further: ten years of a busy hotel, some 300 MB while it answers. */
    factsMax: 500_000,
  },

  page: {
    sizeDefault: 25,
    sizeMax: 200,
  },

  loader: {
    batchSizeMax: 500,
  },

  hotelCache: {
    /** Folded facts and resolved numbers of hot hotels, least recently used out first. */
    bytesMax: 256 * 1_048_576,
    /** A hotel's zone or name is read again after this; they hardly ever change. */
    hotelRowMs: 30 * SECOND_MS,
    /** Facts taken in of each of several hotels at once: some batches; more are read on by themselves. */
    factsPerNewsMax: 200,
    /** Facts read in one range read of a stream. */
    factsPerReadMax: 50_000,
    /** Nights granted a moment ago that are remembered until they are committed: those of a few hundred batches. */
    recentNightsMax: 50_000,
    /** Resolved rows kept per hotel: a page of dates for each of the agencies that look just now. */
    questionsPerHotelMax: 64,
  },

  sync: {
    /** A run whose worker died is taken over after this; longer than any honest run. */
    staleRunSeconds: 900,
    /** Open runs are looked for this often; a job says so sooner. */
    pollEveryMs: 1 * SECOND_MS,
    /** The hotel's today may be yesterday in UTC, and its people like to look back a little. */
    nightsBackMax: 7,
    /** Contracts are made at most two years ahead. */
    nightsAheadMax: 760,
    movedHeadRetriesMax: 20,
    /** Problems of one run kept in its record; the raw pages tell the rest. */
    problemsKeptMax: 100,
  },

  changes: {
    /** Events of one bulk; a season of stops for a chain's hotel is a dozen or two. */
    eventsPerChangeMax: 100,
    /** Nights of one event; more than three years is a mistyped date. */
    nightsPerEventMax: 1_100,
    /** Lines of a pool or a contract, agencies of an audience, dates with a number of their own. */
    itemsPerListMax: 1_000,
    /** Rooms of one line on one night. */
    roomsMax: 10_000,
    noteCharsMax: 500,
    nameCharsMax: 300,
    /** Nights that a preview resolves: a little of the past and all that contracts are made for. */
    nightsBackMax: 62,
    nightsAheadMax: 760,
    /** Lines × nights that one preview compares, all in one go: a large hotel's year, not ten. */
    cellsComparedMax: 40_000,
    /** Rows of each list in an answer; totals are always told, and compared in full. */
    cellsShownMax: 5_000,
    bookingsShownMax: 500,
    /** Agencies whose own view is compared; sub-allotments and audiences move nobody else's. */
    agencyViewsMax: 20,
    /** A preview is for looking at and deciding, not for leaving open over lunch. */
    previewMs: 15 * MINUTE_MS,
    /** Committed and expired previews answer a repeated token this long. */
    previewKeptSeconds: 86_400,
    previewsRemovedMax: 100,
    /** Tries of one change whose hotel's head kept moving; then BUSY (retryable). */
    movedHeadRetriesMax: 10,
  },

  submissions: {
    /**
     * Events of one hotel that wait for approval at a time: a season's stops twice over. A hotel's own
     * user who sends more floods the people who read them.
     */
    pendingPerHotelMax: 200,
  },

  cancellation: {
    /** Hotels have two or three; more than these is a list of something else. */
    tiersMax: 20,
    /** Contracts are made two years ahead. */
    daysBeforeMax: 760,
    /** As long as a stay may be: beyond it "all nights" is meant. */
    nightsMax: 90,
    /** Ten times the price: a penalty above the price exists, beyond this a digit slipped. */
    bpMax: 100_000,
  },

  search: {
    queryCharsMax: 200,
    wordsMax: 8,
    /** Share of a word's grams that a contract must have: two letters of seven may be wrong. */
    wordHitMin: 0.4,
    /** Room types and languages make a contract's text long; the rest finds nothing new. */
    gramsPerContractMax: 2_000,
  },

  mhg: {
    /** Items asked for in one page; a day list is heavy, so lines come in smaller pages. */
    pageSizeHotels: 100,
    pageSizeContracts: 100,
    pageSizeAllotments: 20,
    /** Pages of one listing: beyond it the supplier's paging is broken, not its portfolio large. */
    pagesPerListingMax: 200,
    /** A listing that moved while it was being read is read once more, then the run is incomplete. */
    listingAttemptsMax: 2,
    /** Twenty lines of two years are under one megabyte; more is not a page. */
    bodyBytesMax: 8 * 1_048_576,
    /** From the first byte sent to the last byte read. */
    requestTimeoutMs: 10 * SECOND_MS,
    /** Tries of one page: the first and three more. */
    requestAttemptsMax: 4,
    /** Doubles from the first to the second; a supplier's `Retry-After` is honoured up to it. */
    backoffMs: 250,
    backoffMsMax: 5 * SECOND_MS,
    /** A whole run; hotels that were not reached are incomplete and come with the next one. */
    runMs: 10 * MINUTE_MS,
    /** Hotels read at one time: a supplier's service is not ours to load. */
    hotelsAtOnce: 4,
    connectionsMax: 8,
    /** Nights asked for in one request; the supplier refuses more. */
    nightsPerRequestMax: 800,
    /** Nights of one contract: ten years and some; a longer one is a mistyped year. */
    nightsPerContractMax: 3_700,
    /** Rooms of one type on one night; the largest hotels of the world have 7,000 in all. */
    roomsMax: 10_000,
    /** Characters kept of a piece that went to quarantine, for those who look at it. */
    quarantineRawCharsMax: 20_000,
    /** Levels of nesting kept of it; our own items have four. */
    quarantineRawDepthMax: 16,
    /** Characters of a reason, a key or a path that quote what came. */
    quarantineTextCharsMax: 300,
    /** Share of live cells that one run may change, in basis points, before someone approves. */
    changedShareBpMax: 8_000,
    /** Share of cells with rooms that one run may take down to nothing, in basis points. */
    zeroedShareBpMax: 5_000,
    /** Below this many live cells a high share of changes is an ordinary edit. */
    massChangeCellsMin: 200,
  },

  confirmation: {
    /** All that is asked of the supplier in one turn: an answer must get through the gateway's 10 s. */
    answerMs: 7 * SECOND_MS,
    /** Longer than a turn, the hotel's queue and its batch: then its owner is taken for dead. */
    leaseMs: 25 * SECOND_MS,
    /** Until the supplier is asked again; doubles with each turn that brought nothing. */
    askAgainMs: 2 * SECOND_MS,
    askAgainMsMax: 5 * MINUTE_MS,
    /** Groups whose confirmation was cut short and may have left its lease behind, until that runs out. */
    cutShortMax: 10_000,
    /** How often a seller's request looks whether another process has its answer. */
    lookEveryMs: 100,
    /** Jobs can be lost; the sweeper finds what they left within this. */
    sweepEveryMs: 2 * SECOND_MS,
    /** Groups asked about in one sweep; the rest follows in the next turn. */
    groupsPerSweepMax: 100,
    /** Fewer than the connections: sellers who wait for an answer come first. */
    asksAtOnceMax: 8,
  },

  landing: {
    /** Until a message that could not be decided is looked at again; doubles with each try. */
    againMs: 2 * SECOND_MS,
    againMsMax: 5 * MINUTE_MS,
    /** Some hours of asking whether a late confirmation is real; then people decide. */
    triesMax: 40,
    /** Four minutes: by then whoever was booking has heard, or asked for, the supplier's reference. */
    unknownTriesMax: 7,
    /** Whether it is real is one question to the supplier. */
    answerMs: 12 * SECOND_MS,
    /** A process may die over a message; the sweeper finds it within this. */
    sweepEveryMs: 2 * SECOND_MS,
    messagesPerSweepMax: 100,
    messagesAtOnceMax: 8,
    noteCharsMax: 500,
  },

  errands: {
    /** One call of the supplier, which has its own bound, and what it takes to write its answer down. */
    leaseMs: 25 * SECOND_MS,
    answerMs: 12 * SECOND_MS,
    /** Until the supplier is told again; doubles with each try that brought nothing. */
    askAgainMs: 2 * SECOND_MS,
    askAgainMsMax: 15 * MINUTE_MS,
    /** A day of tries: a supplier that was away over night hears it in the morning. */
    triesMax: 100,
    /** Jobs can be lost, and tries fail; the sweeper finds what is due within this. */
    sweepEveryMs: 2 * SECOND_MS,
    errandsPerSweepMax: 100,
    /** Fewer than the connections: sellers who wait for an answer come first. */
    errandsAtOnceMax: 4,
  },

  downstream: {
    /** One call, its second try included: shorter than the lease of whoever is confirming. */
    timeoutMs: 10 * SECOND_MS,
    connectionsMax: 16,
    /** An answer about one booking of at most twenty lines. */
    bodyBytesMax: 65_536,
    /** Tries of a call that could not even connect: nothing was sent, so another is safe. */
    connectAttemptsMax: 2,
    connectRetryDelayMs: 100,
    /** Characters kept of what the supplier says in words. */
    textCharsMax: 300,
    /** A confirmation signed longer ago, or further ahead, is a replay or a wrong clock. */
    webhookToleranceSeconds: 300,
    webhookBodyBytesMax: 65_536,
  },

  mhgSimulator: {
    pageSizeDefault: 50,
    pageSizeMax: 200,
    nightsPerRequestMax: 800,
    /** A whole hotel with day-by-day numbers, as a tool puts it. */
    bodyBytesMax: 8 * 1_048_576,
    /** Two years and more of numbers in one contract. */
    nightsPerContractMax: 3_700,
    /** Bookings kept in memory; the oldest go first. */
    bookingsMax: 100_000,
    /** Planned misbehaviours waiting for their calls. */
    faultsMax: 1_000,
    /** Longest planned delay: beyond every client's patience. */
    delayMsMax: 5 * MINUTE_MS,
    /** Confirmations sent by one command. */
    webhooksPerCommandMax: 1_000,
    /** Automatic confirmations being sent at one time; beyond it the next one is dropped. */
    webhooksAtOnceMax: 1_000,
    webhookTimeoutMs: 5 * SECOND_MS,
    /** Tries of an automatic confirmation that was not taken. */
    webhookAttemptsMax: 3,
    webhookRetryDelayMs: 500,
  },
} as const;

export { MINUTE_MS, SECOND_MS };
