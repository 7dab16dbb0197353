/** Every code that `extensions.code` can carry, each with what it means to the caller. */
export const ERROR_CODES = {
  BAD_USER_INPUT: 'The input has a wrong type, form or size; `field` names the place.',
  UNAUTHENTICATED: 'No credentials, or none that are known.',
  FORBIDDEN: 'The credentials do not allow this operation.',
  NOT_FOUND: 'No such thing, or not yours.',
  SESSION_ENDED: 'The session has ended and takes no more writes.',
  SESSION_PAUSED: 'The session is paused; resume it first.',
  SESSION_CONFLICT: 'Another session is active for this user, platform and key; `activeSessionId` names it.',
  SLUG_TAKEN: 'Another session has this slug.',
  IDENTITY_TAKEN: 'Another user has this identity.',
  VERSION_CONFLICT: 'It has changed since you looked; `currentVersion` or `currentSeq` says where it is.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was used with another input or for another mutation.',
  STORAGE_FULL: 'There is no room left to write to; nothing was changed.',
  RATE_LIMITED: 'Too many; try again after `retryAfterSeconds`.',
  QUERY_TOO_COMPLEX: 'The document is too deep, too wide or too costly.',
  PAYLOAD_TOO_LARGE: 'A value or the whole request is larger than allowed.',
  UNAVAILABLE: 'Nothing was changed; try again.',
  INTERNAL: 'A fault on our side; `requestId` finds it in the log.',
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;
