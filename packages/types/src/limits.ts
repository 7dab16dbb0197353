/**
 * Bounds of what the API takes; those of requests, values and pages as long as a deployment sets no others. Characters are Unicode
 * code points; bytes are UTF-8 bytes (KiB = 1,024).
 */
export const LIMITS = {
  requestBytesMax: 2 * 1024 * 1024,
  valueBytesMax: 256 * 1024,
  jsonDepthMax: 64,

  pageSizeMax: 100,
  pageSizeDefault: 25,
  idempotencyKeyCharsMax: 255,

  nameCharsMax: 200,
  titleCharsMax: 500,
  descriptionCharsMax: 10_000,
  searchCharsMax: 500,
  searchWordsMax: 10,

  slugPattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  platformPattern: /^[a-z][a-z0-9-]{0,31}$/,

  idleTimeoutSecondsMax: 31_536_000,
  variablesPerHolderMax: 1_000,
  variableBytesPerHolderMax: 4 * 1024 * 1024,
  variableTtlSecondsMax: 10 * 31_536_000,
  messagesPerCallMax: 1_000,
  setMembersMax: 1_000,
  participantsPresentMax: 1_000,
} as const;
