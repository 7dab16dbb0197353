/** Why something could not be shown, in terms of what a reader can do about it. Nothing is ever changed by a failed read. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The API's error code, or that of its client where the API did not answer. */
  readonly code: string;
  /** What happened, written for a reader. */
  readonly message: string;
  /** Finds the request in the API's log; null where the API never saw it. */
  readonly requestId: string | null;
}

export type ProblemKind = 'unreachable' | 'slow' | 'unauthorized' | 'refused' | 'broken';

export type Answer<Data> =
  | { readonly data: Data; readonly problem?: never }
  | { readonly data?: never; readonly problem: Problem };

/** What kind of problem an error code makes. Codes that are not named here tell the caller what they did wrong. */
export function problemKind(code: string): ProblemKind {
  return PROBLEM_KINDS[code] ?? 'refused';
}

const PROBLEM_KINDS: Readonly<Record<string, ProblemKind>> = {
  NETWORK_ERROR: 'unreachable',
  UNAVAILABLE: 'unreachable',
  TIMEOUT: 'slow',
  RATE_LIMITED: 'slow',
  UNAUTHENTICATED: 'unauthorized',
  FORBIDDEN: 'unauthorized',
  BAD_RESPONSE: 'broken',
  INTERNAL: 'broken',
  INTERNAL_SERVER_ERROR: 'broken',
};
