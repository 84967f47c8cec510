/**
 * Every limit of the answer path, in one table: name, unit in the name, and why. docs/protocol.md prints it; a test
 * crosses each of them.
 */
export const LIMITS = {
  /** A frame from a tablet. A QROC answer of 5 words and a lock of a KFP both fit ten times over. */
  frameBytesMax: 8_192,
  /** Characters of one free-text answer. */
  answerTextCharsMax: 2_000,
  /** Options ticked in one answer: the longest menu (QRPL) has 25. */
  answerChoicesMax: 25,
  /** Points placed on one image. */
  answerPointsMax: 20,
  /** Items one lock may cover: a key-feature container has 3; an article reading locks 17 at most. */
  lockItemsMax: 40,
  /** Entries of one epoch: ten times what three hours of busy answering make; bounds what one tablet can cost. */
  entriesPerEpochMax: 20_000,
  /** Epochs of one candidate in one sitting; far more devices than anybody wears out. */
  epochMax: 1_000_000,
  /** Entries sent and not yet acknowledged (D1) on one socket: bounds ingest memory per tablet. */
  unackedEntriesMax: 32,
  /** Sockets that have not said hello yet, per ingest process. */
  unauthenticatedSocketsMax: 2_000,
  /** Time a socket may stay without a valid hello. */
  helloTimeoutMs: 5_000,
  /** A hello frame; anything larger before hello is cut. */
  helloBytesMax: 2_048,
  /** New hellos one ingest process admits per second; the rest are told when to come back. */
  hellosPerSecondMax: 4_000,
  /** A ticket, as text. */
  ticketCharsMax: 800,
  /** An entry acknowledged (D1) but not secured (D2) for this long is sent again by the tablet. */
  resendUnsecuredAfterMs: 30_000,
  /** Entries sent again at once: they ask whether the log has them; as soon as it says so (D2), the next ones follow. */
  resentEntriesMax: 4,
  /** XADD must answer within this time or the socket is closed and nothing more is acknowledged on it. */
  appendTimeoutMs: 3_000,
  /** Entries waiting in one ingest process for the next pipeline; beyond it sockets are closed as overloaded. */
  pendingEntriesMax: 50_000,
  /** Entries in one pipeline to the answers' Redis. */
  appendBatchMax: 2_000,
  /** Least time between two pipelines to the answers' Redis: at a moderate rate answers share a script call and an fsync. */
  appendSpacingMs: 6,
  /** Bytes the server may have buffered towards one tablet before it is closed. */
  socketBufferBytesMax: 64 * 1024,
  /** Entries one drain transaction stores. */
  drainBatchMax: 2_000,
  /** How long a dead drain keeps a partition. */
  partitionLeaseMs: 6_000,
  /** Share of the answers' Redis maxmemory from which newcomers are refused and `slow` is said. */
  redisPressureRatio: 0.7,
  /** A ticket lives this long after the latest possible end; later replay signs in again. */
  ticketGraceMs: 2 * 3_600_000,
  /** WebSocket ping interval: an open socket is presence, there is no application heartbeat. */
  pingIntervalMs: 20_000,
  /** A node's presence lease in the control Redis. */
  nodeLeaseMs: 3_000,
  /** How often an ingest writes what changed among its tablets to the control Redis. */
  presenceIntervalMs: 250,
  /** Least time between two status frames of one tablet; more is a defect of the tablet and is not recorded. */
  statusSpacingMs: 500,
  /** Least time between two workspace frames of one tablet; what comes sooner is dropped. */
  workspaceSpacingMs: 15_000,
  /** Characters of one workspace; escaped as a string in JSON, its frame must still fit `frameBytesMax`. */
  workspaceCharsMax: 8_000,
  /** Characters of the cause of an act: a long paragraph. */
  causeCharsMax: 2_000,
  /** Characters of an author's name. */
  authorCharsMax: 200,
  /** Characters of one instruction: what a candidate can read in a minute. */
  instructionCharsMax: 1_500,
  /** Characters of one chat message. */
  chatCharsMax: 2_000,
  /** Updates that one console is sent per second; what happens between two is put together. */
  consoleUpdatesPerSecond: 4,
  /** Bytes the server may have buffered towards one console before it is closed and comes back. */
  consoleBufferBytesMax: 4 * 1024 * 1024,
  /** A message from a console. */
  consoleFrameBytesMax: 16_384,
  /** A staff session ends after this long without a request. */
  staffSessionIdleMs: 2 * 3_600_000,
  /** A staff session ends after this long in any case: the longest day. */
  staffSessionMs: 14 * 3_600_000,
  /** A student's session ends after this long: others use the same computer after them. */
  studentSessionMs: 4 * 3_600_000,
  /** How long an act may wait for its second person. */
  proposalMs: 15 * 60_000,
  /** A tablet's estimate of server time that may be off by more than this is shown as a problem. */
  clockErrorMaxMs: 500,
  /** Free storage below which a tablet is not ready. */
  storageFreeBytesMin: 50 * 1024 * 1024,
  /** First reconnect delay of a tablet, doubled at each attempt; full jitter between 0 and the current value. */
  reconnectFirstMs: 500,
  /** Longest reconnect delay of a tablet. */
  reconnectMaxMs: 15_000,
  /** A tablet that has no welcome this long after opening a socket tries another address. */
  welcomeTimeoutMs: 10_000,
  /** A tablet whose entry is not acknowledged (D1) after this long takes the socket for dead and reconnects. */
  acknowledgeTimeoutMs: 10_000,
} as const;

/** The same table with other values: tests and simulations cross limits that production would take long to reach. */
export type Limits = { readonly [Name in keyof typeof LIMITS]: number };
