import { nameOf, OperatorRole, ApiKeyScope } from '@foyer/types/enums';
import type { Actor } from '../core/context.js';
import { DomainError, invariant } from '../core/errors.js';

/*
 * Who may do what: the one place that decides it (X3, X4). Every operation of the API has its row here; the schema is not built
 * where one is missing. Whose things somebody may do it to is no question of this table, but part of every query.
 */

/** Who may use an operation. ADMIN keys may use all that any key may. */
export interface Rule {
  /** API keys that have one of these scopes. */
  readonly scopes: readonly ApiKeyScope[];
  /** User tokens, for what is that user's. */
  readonly users: boolean;
  /** The least role that an operator must have; null where operators have no business. */
  readonly role: OperatorRole | null;
  /** Also without credentials. */
  readonly open?: true;
}

const READ: Rule = { scopes: ['read', 'write', 'points'], users: true, role: 'viewer' };
const READ_ALL: Rule = { ...READ, users: false };
const EDIT: Rule = { scopes: ['write'], users: true, role: 'support' };
// Who owns an identity decides whose things a token that names it opens.
const EDIT_PEOPLE: Rule = { ...EDIT, users: false, role: 'operator' };
const DELETE: Rule = { scopes: ['write'], users: true, role: 'operator' };
const CLEAN_UP: Rule = { ...DELETE, users: false };
const SPEAK_FOR_USERS: Rule = { scopes: ['write'], users: false, role: 'admin' };
const ADMINISTER: Rule = { scopes: ['admin'], users: false, role: 'admin' };
const ONESELF: Rule = { scopes: [], users: false, role: 'viewer' };
const OPEN: Rule = { scopes: ['read', 'write', 'points', 'admin'], users: true, role: 'viewer', open: true };

const TABLE = {
  viewer: READ,
  session: READ,
  activeSession: READ,
  sessions: READ,
  user: READ,
  users: READ_ALL,
  searchMessages: READ,
  appVariables: READ_ALL,
  apiKeys: ADMINISTER,
  operators: ADMINISTER,
  auditLog: ADMINISTER,

  getOrCreateSession: EDIT,
  createSession: EDIT,
  updateSession: EDIT,
  touchSession: EDIT,
  pauseSession: EDIT,
  resumeSession: EDIT,
  endSession: EDIT,
  addMessage: EDIT,
  addMessages: EDIT,
  redactMessage: EDIT,
  setVariable: EDIT,
  setVariables: EDIT,
  incrementVariable: EDIT,
  deleteVariable: EDIT,
  addNotebook: EDIT,
  removeNotebook: EDIT,
  addIntegration: EDIT,
  removeIntegration: EDIT,
  setCurrentTask: EDIT,
  clearCurrentTask: EDIT,
  joinSession: EDIT,
  leaveSession: EDIT,
  deleteSession: DELETE,
  cleanupSessions: CLEAN_UP,
  upsertUser: EDIT_PEOPLE,
  linkIdentity: EDIT_PEOPLE,
  unlinkIdentity: EDIT_PEOPLE,

  createUserToken: SPEAK_FOR_USERS,
  createApiKey: ADMINISTER,
  revokeApiKey: ADMINISTER,
  createOperator: ADMINISTER,
  updateOperator: ADMINISTER,
  changePassword: ONESELF,
  signOut: ONESELF,
  signIn: OPEN,
  setUp: OPEN,

  // No operations of their own: what the variable mutations need beside their own rows where the target is the app.
  writeAppVariables: ADMINISTER,
} as const satisfies Readonly<Record<string, Rule>>;

/** What an actor may or may not do: an operation of the API, or a part of one. */
export type Act = keyof typeof TABLE;

export const POLICY: Readonly<Record<Act, Rule>> = TABLE;

/** Roles from the least to the greatest; each may do what those before it may (X4). */
const RANKS: Readonly<Record<OperatorRole, number>> = { viewer: 0, support: 1, operator: 2, admin: 3 };

/** Whether the actor may do it at all, be it to their own things alone. */
export function may(actor: Actor, act: Act): boolean {
  const { scopes, users, role, open } = POLICY[act];
  if (open || actor.kind === 'system') return true;
  if (actor.kind === 'user') return users;
  if (actor.kind === 'operator') return role !== null && actor.role !== null && RANKS[actor.role] >= RANKS[role];
  return actor.scopes.some((scope) => scopes.includes(scope) || (scope === 'admin' && scopes.length > 0));
}

/** @throws DomainError `FORBIDDEN`, saying what would be needed. */
export function assertMay(actor: Actor, act: Act): void {
  if (may(actor, act)) return;
  const { scopes, role } = POLICY[act];
  throw new DomainError('FORBIDDEN', refusals[actor.kind](act, scopes, role));
}

type Refusal = (act: string, scopes: readonly ApiKeyScope[], role: OperatorRole | null) => string;

const refusals: Readonly<Record<Actor['kind'], Refusal>> = {
  app: (act, scopes) =>
    scopes.length === 0
      ? `${act} is for operators who are signed in.`
      : `${act} needs an API key with the scope ${scopes.map((scope) => nameOf(ApiKeyScope, scope)).join(' or ')}.`,
  user: (act) => `${act} cannot be used with a user token.`,
  operator: (act, _scopes, role) =>
    role === null ? `${act} is not for operators.` : `${act} needs the role ${nameOf(OperatorRole, role)}.`,
  system: (act) => `${act} is not for Foyer itself.`,
};

/** @throws Error where an operation has no row: it would be open to nobody knows whom. */
export function actOf(operation: string): Act {
  invariant(operation in POLICY, `every operation has a rule, also ${operation}`);
  return operation as Act;
}
