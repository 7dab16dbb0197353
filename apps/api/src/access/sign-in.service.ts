import { timingSafeEqual } from 'node:crypto';
import type { Changes } from '../core/change.js';
import { SYSTEM_ACTOR, type Call } from '../core/context.js';
import { queryOne, statement } from '../core/database.js';
import { DomainError } from '../core/errors.js';
import type { Visit } from '../core/request-context.js';
import type { CredentialService } from './credential.service.js';
import type { LimitService } from './limit.service.js';
import { beginLogin, endLogin, operatorActor } from './login.service.js';
import { OPERATOR_COLUMNS, type Operator, type OperatorRecord } from './operator.entity.js';
import {
  assertOperator,
  findByEmail,
  findOperator,
  hasOperators,
  insertFirstOperator,
  replacePassword,
  type NewOperator,
} from './operator.service.js';
import { assertPassword, hashPassword, isPassword } from './password.service.js';

/*
 * How operators come in and go out: the first one, signing in and out, and another password. Every login has a cookie that is new
 * (no browser can be handed one beforehand), and a wrong e-mail address looks and lasts like a wrong password.
 */

// Of whoever was disabled or got another password since theirs was checked, there is no such row.
const SEEN = statement(
  'operator.signed-in',
  `UPDATE operator o SET last_sign_in_at = $2 WHERE o.id = $1 AND o.disabled_at IS NULL AND o.password_hash = $3 RETURNING ${OPERATOR_COLUMNS}`,
);

const ENDED = new DomainError('UNAUTHENTICATED', 'Your login has ended. Sign in again.');
const WRONG = new DomainError('UNAUTHENTICATED', 'E-mail or password is wrong.');

/** A call with the browser that made it. */
export interface BrowserCall extends Call {
  readonly visit: Visit | null;
}

type First = Omit<NewOperator, 'role'>;

export class SignInService {
  constructor(
    private readonly changes: Changes,
    private readonly credentials: CredentialService,
    private readonly limits: LimitService,
    private readonly setUpKey: Buffer,
  ) {}

  /**
   * Signs an operator in: sets the cookie, and ends the login that the browser had before.
   *
   * @throws DomainError `UNAUTHENTICATED`, the same for whatever is wrong; `RATE_LIMITED`.
   */
  async signIn(call: BrowserCall, email: string, password: string): Promise<OperatorRecord> {
    const visit = visitOf(call);
    const operator = await this.limits.trySignIn(email, visit.address, async () => {
      const found = await findByEmail(this.changes.em, email);
      const known = found?.disabledAt ? null : found;
      if (!(await isPassword(password, known?.passwordHash ?? null)) || !known) throw WRONG;
      return known;
    });
    return this.enter(call, visit, operator);
  }

  /** Ends the login of this browser. */
  async signOut(call: BrowserCall): Promise<boolean> {
    const visit = visitOf(call);
    await this.changes.runPlain(call, 'signOut', async (change) => {
      change.note.target = call.actor.id;
      if (visit.loginToken !== null) await endLogin(change, visit.loginToken);
    });
    this.credentials.forgetAll();
    visit.setLogin(null);
    return true;
  }

  /**
   * Gives the operator who asks another password, ends all their logins, and begins a new one for this browser.
   *
   * @throws DomainError `BAD_USER_INPUT` where the current one is wrong, or the next one too easy; `RATE_LIMITED`.
   */
  async changePassword(call: BrowserCall, current: string, next: string): Promise<boolean> {
    const visit = visitOf(call);
    const { id } = call.actor;
    const operator = await this.limits.trySignIn(id, visit.address, async () => {
      const found = await findOperator(this.changes.em, id);
      if (found && (await isPassword(current, found.passwordHash))) return found;
      throw new DomainError('BAD_USER_INPUT', 'The current password is wrong.', { field: 'current' });
    });
    assertPassword('next', next, [operator.email, operator.name]);
    const passwordHash = await hashPassword(next);
    const token = await this.changes.runPlain(call, 'changePassword', async (change) => {
      change.note.target = id;
      // Whoever was put out meanwhile, or whose password an ADMIN replaced, has no say any more.
      const isIn = visit.loginToken !== null && (await endLogin(change, visit.loginToken));
      if (!isIn || !(await replacePassword(change, operator, passwordHash))) throw ENDED;
      return beginLogin(change, id);
    });
    this.credentials.forgetAll();
    visit.setLogin(token);
    return true;
  }

  /** What proves that somebody who sets Foyer up has seen its console output. The same on all nodes and at each start. */
  setUpToken(): string {
    return this.setUpKey.toString('base64url');
  }

  /** Whether there is no operator yet. */
  async needsSetUp(): Promise<boolean> {
    return !(await hasOperators(this.changes.em));
  }

  /**
   * Makes the first operator, an ADMIN, and signs them in.
   *
   * @throws DomainError `FORBIDDEN` for a wrong token, and where there is an operator already: the link works once.
   */
  async setUp(call: BrowserCall, token: string, first: First): Promise<OperatorRecord> {
    const visit = visitOf(call);
    await this.limits.trySignIn('set-up', visit.address, async () => {
      if (!this.isSetUpToken(token) || !(await this.needsSetUp())) throw USED_UP;
    });
    assertOperator('', first);
    if (!(await this.createFirst(call, first))) throw USED_UP;
    return this.signIn(call, first.email, first.password);
  }

  /** Makes the first operator from the configuration, where there is none yet. */
  async ensureFirst(first: First): Promise<void> {
    if (await this.needsSetUp()) {
      assertConfigured(first);
      await this.createFirst({ actor: SYSTEM_ACTOR, requestId: 'start', environment: 'server' }, first);
    }
  }

  private async createFirst({ requestId, environment }: Call, first: First): Promise<OperatorRecord | null> {
    const passwordHash = await hashPassword(first.password);
    const call: Call = { actor: SYSTEM_ACTOR, requestId, environment };
    return this.changes.runPlain(call, 'setUp', (change) => insertFirstOperator(change, first, passwordHash));
  }

  private isSetUpToken(token: string): boolean {
    const [given, right] = [Buffer.from(token), Buffer.from(this.setUpToken())];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  private async enter(
    { requestId, environment }: Call,
    visit: Visit,
    { id, name, role, passwordHash }: Operator,
  ): Promise<OperatorRecord> {
    const call: Call = { actor: operatorActor({ id, name, role }), requestId, environment };
    const { operator, token } = await this.changes.runPlain(call, 'signIn', async (change) => {
      change.note.target = id;
      if (visit.loginToken !== null) await endLogin(change, visit.loginToken);
      const seen = await queryOne<OperatorRecord>(change.em, SEEN, [id, change.now, passwordHash]);
      if (!seen) throw WRONG;
      return { operator: seen, token: await beginLogin(change, id) };
    });
    // The login that the browser had before is over at once.
    if (visit.loginToken !== null) this.credentials.forgetAll();
    visit.setLogin(token);
    return operator;
  }
}

/** @throws Error that names the variables, for whoever starts Foyer. */
function assertConfigured(first: First): void {
  try {
    assertOperator('', first);
  } catch (err) {
    const why = err instanceof DomainError ? err.message : String(err);
    throw new Error(`FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD cannot be used. ${why}`, { cause: err });
  }
}

const USED_UP = new DomainError('FORBIDDEN', 'The set-up link is wrong, or was used before. Sign in instead.');

function visitOf({ visit }: BrowserCall): Visit {
  if (!visit) throw new DomainError('FORBIDDEN', 'Sign in and out over HTTP: a socket takes no cookie.');
  return visit;
}
