import { duration } from './format/time';

/** Why something could not be shown or done, in terms of what a reader can do about it. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The API's error code, or that of its client where the API did not answer. */
  readonly code: string;
  /** What happened, written for a reader. */
  readonly message: string;
  /** The input that was refused, as the API names it; null where it is none alone. */
  readonly field: string | null;
  /** Finds the request in the API's log; null where the API never saw it. */
  readonly requestId: string | null;
}

export type ProblemKind = 'unreachable' | 'slow' | 'forbidden' | 'refused' | 'broken';

export type Answer<Data> =
  | { readonly data: Data; readonly problem?: never }
  | { readonly data?: never; readonly problem: Problem };

/** A problem from an error of the API, with the time to wait in words where there is one. */
export function makeProblem(
  code: string,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
  requestId: string | undefined,
): Problem {
  const { field, retryAfterSeconds: wait } = extensions;
  return {
    kind: problemKind(code),
    code,
    message:
      typeof wait === 'number' ? `${message.replace(WAIT, '')} Try again in ${duration(wait * 1_000)}.` : message,
    field: typeof field === 'string' ? field : null,
    requestId: requestId ?? null,
  };
}

/** What kind of problem an error code makes. Codes that are not named here tell the caller what they did wrong. */
function problemKind(code: string): ProblemKind {
  return PROBLEM_KINDS[code] ?? 'refused';
}

/** How the API itself puts the wait: always in seconds. */
const WAIT = / Try again in \d+ s\.$/;

const PROBLEM_KINDS: Readonly<Record<string, ProblemKind>> = {
  NETWORK_ERROR: 'unreachable',
  UNAVAILABLE: 'unreachable',
  TIMEOUT: 'slow',
  RATE_LIMITED: 'slow',
  FORBIDDEN: 'forbidden',
  BAD_RESPONSE: 'broken',
  INTERNAL: 'broken',
  INTERNAL_SERVER_ERROR: 'broken',
};
