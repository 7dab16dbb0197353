import { LIMITS } from '@foyer/types/limits';
import type { EventType } from '@foyer/types/enums';
import type { Change, Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, statement, type Statement } from '../core/database.js';
import { badInput } from '../core/errors.js';
import { assertName } from '../core/text.js';
import { appendToSession } from '../events/event.service.js';
import type { SessionRecord } from '../sessions/session.entity.js';
import { getSessionAgain, lockForWrite } from '../sessions/session-head.service.js';

/*
 * Notebooks and integrations: sets of names in the order of adding. Adding twice or removing what is absent changes nothing and
 * writes no event (V5).
 */

/** One of the sets that a session has. */
export interface SetOfSession {
  readonly member: 'notebook' | 'integration';
  readonly added: EventType;
  readonly removed: EventType;
  readonly addOperation: string;
  readonly removeOperation: string;
  readonly find: Statement;
  readonly write: Statement;
}

type Names = Pick<SetOfSession, 'member' | 'added' | 'removed' | 'addOperation' | 'removeOperation'>;

const setOf = (column: 'notebooks' | 'integrations', names: Names): SetOfSession => ({
  ...names,
  find: statement(`${column}.find`, `SELECT ${column} AS members FROM session_detail WHERE session_id = $1`),
  write: statement(`${column}.write`, `UPDATE session_detail SET ${column} = $2 WHERE session_id = $1`),
});

export const NOTEBOOKS = setOf('notebooks', {
  member: 'notebook',
  added: 'NOTEBOOK_ADDED',
  removed: 'NOTEBOOK_REMOVED',
  addOperation: 'addNotebook',
  removeOperation: 'removeNotebook',
});

export const INTEGRATIONS = setOf('integrations', {
  member: 'integration',
  added: 'INTEGRATION_ADDED',
  removed: 'INTEGRATION_REMOVED',
  addOperation: 'addIntegration',
  removeOperation: 'removeIntegration',
});

/** A change of one set: by which name, what its event is, and what the set is afterwards; null where it stays. */
interface Step {
  readonly name: string;
  readonly type: EventType;
  readonly after: (members: readonly string[]) => readonly string[] | null;
}

export class SetService {
  constructor(private readonly changes: Changes) {}

  /** @throws DomainError `BAD_USER_INPUT` for a name that is none, or a set that is full; `NOT_FOUND`; `SESSION_ENDED`. */
  async add(call: Call, set: SetOfSession, sessionId: string, name: string): Promise<SessionRecord> {
    const { member, added: type, addOperation: operation } = set;
    assertName(member, name);
    const after = (members: readonly string[]): readonly string[] | null => {
      if (members.includes(name)) return null;
      if (members.length < LIMITS.setMembersMax) return [...members, name];
      throw badInput(member, `A session has at most ${LIMITS.setMembersMax} ${member}s.`);
    };
    await this.changes.runPlain(call, operation, (change) => apply(change, set, sessionId, { name, type, after }));
    return getSessionAgain(this.changes, sessionId);
  }

  /** @throws DomainError `NOT_FOUND`; `SESSION_ENDED`. */
  async remove(call: Call, set: SetOfSession, sessionId: string, name: string): Promise<SessionRecord> {
    const { removed: type, removeOperation: operation } = set;
    const after = (members: readonly string[]): readonly string[] | null =>
      members.includes(name) ? members.filter((member) => member !== name) : null;
    await this.changes.runPlain(call, operation, (change) => apply(change, set, sessionId, { name, type, after }));
    return getSessionAgain(this.changes, sessionId);
  }
}

async function apply(change: Change, set: SetOfSession, sessionId: string, { name, type, after }: Step): Promise<void> {
  await lockForWrite(change, sessionId, { kind: 'results' });
  const row = await queryOne<{ members: string[] }>(change.em, set.find, [sessionId]);
  const members = after(row?.members ?? []);
  if (members === null) return;
  await query(change.em, set.write, [sessionId, members]);
  await appendToSession(change, sessionId, [{ type, payload: { [set.member]: name } }]);
}
