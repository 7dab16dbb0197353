// The whole state of the audit page lives in the URL, so that a view can be sent to somebody and "back" works.

/** What the address of the audit log says. Null means: not filtered by this, from the beginning. */
export interface AuditState {
  /** Id of an operator or key. */
  readonly actor: string | null;
  /** Name of a mutation. */
  readonly action: string | null;
  readonly after: string | null;
}

export const EMPTY_AUDIT_STATE: AuditState = { actor: null, action: null, after: null };

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Names of mutations, and no more: what is typed in the address is no text for the API to refuse. */
export const ACTION_PATTERN = /^[a-zA-Z]\w{0,99}$/;
const ID_PATTERN = /^[\w-]{1,100}$/;

/** Reads the address. What it does not understand it leaves out. */
export function readAuditState(parameters: Parameters): AuditState {
  const one = (name: string): string => [parameters[name] ?? []].flat()[0] ?? '';
  return {
    actor: ID_PATTERN.test(one('actor')) ? one('actor') : null,
    action: ACTION_PATTERN.test(one('action')) ? one('action') : null,
    after: one('after') || null,
  };
}

/** The address of a state; what is not set stays out of it. */
export function auditHref(state: AuditState): string {
  const query = (['actor', 'action', 'after'] as const).flatMap((name) => {
    const value = state[name];
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return query.length === 0 ? '/audit' : `/audit?${query.join('&')}`;
}

/** Another view: always from its beginning, since a place belongs to the list it was taken from. */
export function changeAudit(state: AuditState, change: Partial<AuditState>): AuditState {
  return { ...state, after: null, ...change };
}

/** `createApiKey` → `Create API key`. */
export function actionWords(action: string): string {
  const words = action
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace('api key', 'API key');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Mutations that act on one session, which is still there afterwards. */
const SESSION_ACTS: ReadonlySet<string> = new Set([
  'getOrCreateSession',
  'createSession',
  'updateSession',
  'touchSession',
  'pauseSession',
  'resumeSession',
  'endSession',
  'addMessage',
  'addMessages',
  'redactMessage',
  'addNotebook',
  'removeNotebook',
  'addIntegration',
  'removeIntegration',
  'setCurrentTask',
  'clearCurrentTask',
  'joinSession',
  'leaveSession',
]);

/** The session's page, where what was acted on is a session. */
export function targetHref(action: string, target: string, details: unknown): string | null {
  const isSession = SESSION_ACTS.has(action) || hasSessionVariable(details);
  return isSession ? `/sessions/${encodeURIComponent(target)}` : null;
}

/** Variables are also set on users and the app: which it was, their events say. */
function hasSessionVariable(details: unknown): boolean {
  const { events } = details as { readonly events?: readonly { readonly payload?: { readonly scope?: string } }[] };
  return events?.some(({ payload }) => payload?.scope === 'SESSION') ?? false;
}
