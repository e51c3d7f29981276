// Bounds of internal identities and of the local issuer, each with its reason.
export const authLimits = {
  /** An intercepted identity is worthless after a minute. */
  identityLifeSeconds: 60,
  /** A signed identity is used again for half of its life, so that the callee always has the rest. */
  identityReuseMs: 30_000,
  /** Clocks of two machines differ by less than this, or they are broken. */
  clockSkewSeconds: 5,
  /** Callers active within one minute; an entry is about one kilobyte. */
  signedIdentitiesMax: 5_000,
  verifiedIdentitiesMax: 5_000,
  /** A longer header is no identity of ours, and is refused before any work is done on it. */
  identityCharsMax: 8_192,
  /** Custom claims of Firebase hold 1,000 bytes in all. */
  hotelIdsMax: 100,
  /** Twenty of the longest codes are 700 of those bytes; who serves more is an operator. */
  agencyIdsMax: 20,
  /** Longest uid that Firebase hands out. */
  subjectCharsMax: 128,
  requestIdCharsMax: 64,
  /** Google's certificates may be cached for hours; ours change only when the folder is emptied. */
  certificateCacheSeconds: 3_600,
  /** The key of the local issuer's accounts does not change; firebase-admin wants an end of it. */
  localAccessTokenSeconds: 3_600,
  /** One account with its claims is below two kilobytes. */
  localBodyBytesMax: 65_536,
  /** JSON text of the custom claims of one user, in bytes: what Firebase takes. */
  claimsBytesMax: 1_000,
  /** Google answers in a tenth of it; then it counts as out of reach. */
  accountsTimeoutMs: 5_000,
  /** The local issuer's certificate outlives every development folder. */
  localCertificateYears: 10,
} as const;
