import { nameOf, OperatorRole } from '@foyer/types/enums';
import type { EntityManager } from 'typeorm';
import type { Change, Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { isUniqueViolation, query, queryOne, statement } from '../core/database.js';
import { badInput, DomainError, invariant, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import type { JsonObject } from '../core/json.js';
import { assertName } from '../core/text.js';
import type { CredentialService } from './credential.service.js';
import { endLoginsOf } from './login.service.js';
import { OPERATOR_COLUMNS, type Operator, type OperatorRecord } from './operator.entity.js';
import { assertPassword, hashPassword } from './password.service.js';

/*
 * The people who use the console. There is always one ADMIN left who can sign in.
 */

export interface NewOperator {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: OperatorRole;
}

export interface UpdateOperator {
  readonly id: string;
  readonly name?: string | null;
  readonly role?: OperatorRole | null;
  readonly disabled?: boolean | null;
  readonly password?: string | null;
}

const INSERT = statement(
  'operator.insert',
  `INSERT INTO operator AS o (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${OPERATOR_COLUMNS}`,
);
const LIST = statement('operator.list', `SELECT ${OPERATOR_COLUMNS} FROM operator o ORDER BY o.id DESC`);
const FIND_BY_EMAIL = statement(
  'operator.find-by-email',
  `SELECT ${OPERATOR_COLUMNS}, o.password_hash AS "passwordHash" FROM operator o WHERE lower(o.email) = lower($1)`,
);
const FIND = statement(
  'operator.find',
  `SELECT ${OPERATOR_COLUMNS}, o.password_hash AS "passwordHash" FROM operator o WHERE o.id = $1`,
);
// In the order of their ids, so that two who take each other's rights wait for each other and do not lock each other out.
const LOCK_ADMINS = statement(
  'operator.lock-admins',
  "SELECT id FROM operator WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE",
);
const LOCK = statement('operator.lock', `SELECT ${OPERATOR_COLUMNS} FROM operator o WHERE o.id = $1 FOR UPDATE`);
const UPDATE = statement(
  'operator.update',
  `UPDATE operator o SET name = $2, role = $3, disabled_at = $4 WHERE o.id = $1 RETURNING ${OPERATOR_COLUMNS}`,
);
const SET_PASSWORD = statement('operator.set-password', 'UPDATE operator SET password_hash = $2 WHERE id = $1');
const REPLACE_PASSWORD = statement(
  'operator.replace-password',
  'UPDATE operator SET password_hash = $2 WHERE id = $1 AND password_hash = $3 AND disabled_at IS NULL RETURNING id',
);
const LOCK_ALL = statement('operator.lock-all', "SELECT pg_advisory_xact_lock(hashtextextended('operators', 0))");
const ANY = statement('operator.any', 'SELECT 1 AS there FROM operator LIMIT 1');

const EMAIL_CHARS_MAX = 254;
/** Something, an at sign, something: whether mail arrives there no pattern can tell. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/**
 * Who has this e-mail, with what their password is checked against. Lower case first as failures are counted: what PostgreSQL takes
 * for the same letter and JavaScript does not would be another account to the count, and the same one here.
 */
export const findByEmail = (em: EntityManager, email: string): Promise<Operator | null> =>
  queryOne<Operator>(em, FIND_BY_EMAIL, [email.toLowerCase()]);

/** An operator with what their password is checked against. */
export const findOperator = (em: EntityManager, id: string): Promise<Operator | null> =>
  queryOne<Operator>(em, FIND, [id]);

/**
 * Gives an operator another password in the place of the one that was checked, and ends all their logins; false where they have
 * another one by now, or were disabled.
 */
export async function replacePassword(change: Change, checked: Operator, passwordHash: string): Promise<boolean> {
  const values = [checked.id, passwordHash, checked.passwordHash];
  const replaced = (await queryOne(change.em, REPLACE_PASSWORD, values)) !== null;
  if (replaced) await endLoginsOf(change, checked.id);
  return replaced;
}

/** @throws DomainError `BAD_USER_INPUT`. */
export function assertOperator(field: string, { email, name, password }: Omit<NewOperator, 'role'>): void {
  if (email.length > EMAIL_CHARS_MAX || !EMAIL.test(email)) {
    throw badInput(
      `${field}email`,
      `An e-mail address has the form name@host, and at most ${EMAIL_CHARS_MAX} characters.`,
    );
  }
  assertName(`${field}name`, name);
  assertPassword(`${field}password`, password, [email, name]);
}

/** Enters a new operator in the caller's transaction. */
async function insertOperator(
  change: Change,
  { email, name, role }: NewOperator,
  passwordHash: string,
): Promise<OperatorRecord> {
  try {
    const values = [change.ids.next(), email, name, role, passwordHash, change.now];
    const operator = await queryOne<OperatorRecord>(change.em, INSERT, values);
    invariant(operator, 'the statement gives what it inserted');
    change.note.target = operator.id;
    change.note.after = wordsOf(operator);
    return operator;
  } catch (err) {
    if (isUniqueViolation(err, 'operator_email')) {
      throw badInput('input.email', `Another operator has the e-mail address ${email}.`);
    }
    throw err;
  }
}

/** As `insertOperator` with the role ADMIN, where there is nobody yet; null otherwise, however many try at once. */
export async function insertFirstOperator(
  change: Change,
  operator: Omit<NewOperator, 'role'>,
  passwordHash: string,
): Promise<OperatorRecord | null> {
  await query(change.em, LOCK_ALL);
  if (await hasOperators(change.em)) return null;
  return insertOperator(change, { ...operator, role: 'admin' }, passwordHash);
}

export const hasOperators = async (em: EntityManager): Promise<boolean> => (await queryOne(em, ANY)) !== null;

export class OperatorService {
  constructor(
    private readonly changes: Changes,
    private readonly credentials: CredentialService,
  ) {}

  /** All operators, newest first, the disabled among them. */
  list(_call: Call): Promise<OperatorRecord[]> {
    return query<OperatorRecord>(this.changes.em, LIST);
  }

  /** @throws DomainError `BAD_USER_INPUT`, also where another operator has the e-mail address. */
  async create(call: Call, input: NewOperator): Promise<OperatorRecord> {
    assertOperator('input.', input);
    const passwordHash = await hashPassword(input.password);
    return this.changes.runPlain(call, 'createOperator', (change) => insertOperator(change, input, passwordHash));
  }

  /**
   * Changes what is given. Disabling or enabling an operator, or giving another password, ends all their logins.
   *
   * @throws DomainError `NOT_FOUND`; `BAD_USER_INPUT` where nobody would be left who can administer.
   */
  async update(call: Call, input: UpdateOperator): Promise<OperatorRecord> {
    const { id, name, password } = input;
    if (isGiven(name)) assertName('input.name', name);
    if (isGiven(password)) assertPassword('input.password', password, isGiven(name) ? [name] : []);
    const passwordHash = isGiven(password) ? await hashPassword(password) : null;
    const updated = await this.changes.runPlain(call, 'updateOperator', async (change) => {
      const admins = await query<{ id: string }>(change.em, LOCK_ADMINS);
      const before = isId(id) ? await queryOne<OperatorRecord>(change.em, LOCK, [id]) : null;
      if (!before) throw notFound('Operator', id);
      const after = await updateLocked(change, before, input);
      assertAdminLeft(admins, after);
      // Also when enabled again: none of before may come back with them.
      if (isGiven(input.disabled)) await endLoginsOf(change, before.id);
      if (passwordHash !== null) await setPassword(change, after, password ?? '', passwordHash);
      noteUpdate(change, before, after, passwordHash !== null);
      return after;
    });
    this.credentials.forgetAll();
    return updated;
  }
}

/** @throws DomainError `BAD_USER_INPUT` where the password is who they are. */
async function setPassword(
  change: Change,
  { id, email, name }: OperatorRecord,
  password: string,
  passwordHash: string,
): Promise<void> {
  assertPassword('input.password', password, [email, name]);
  await query(change.em, SET_PASSWORD, [id, passwordHash]);
  await endLoginsOf(change, id);
}

async function updateLocked(change: Change, before: OperatorRecord, input: UpdateOperator): Promise<OperatorRecord> {
  const disabledAt = isGiven(input.disabled)
    ? input.disabled
      ? (before.disabledAt ?? change.now)
      : null
    : before.disabledAt;
  const values = [before.id, input.name ?? before.name, input.role ?? before.role, disabledAt];
  const after = await queryOne<OperatorRecord>(change.em, UPDATE, values);
  invariant(after, 'an operator who is locked is there');
  return after;
}

/** @param admins those who could administer before. */
function assertAdminLeft(admins: readonly { readonly id: string }[], after: OperatorRecord): void {
  const others = admins.filter(({ id }) => id !== after.id);
  const was = others.length < admins.length;
  if (was && others.length === 0 && (after.role !== 'admin' || after.disabledAt)) {
    throw new DomainError('BAD_USER_INPUT', 'The last ADMIN cannot be disabled or demoted.', {
      field: after.role === 'admin' ? 'input.disabled' : 'input.role',
    });
  }
}

function noteUpdate({ note }: Change, before: OperatorRecord, after: OperatorRecord, hasNewPassword: boolean): void {
  note.target = before.id;
  note.before = wordsOf(before);
  note.after = { ...wordsOf(after), ...(hasNewPassword ? { password: 'changed' } : {}) };
}

const wordsOf = ({ email, name, role, disabledAt }: OperatorRecord): JsonObject => ({
  email,
  name,
  role: nameOf(OperatorRole, role),
  disabled: disabledAt !== null,
});

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
