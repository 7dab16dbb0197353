import { nameOf, ParticipantKind } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { goneSince, type Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { badInput, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { appendToSession } from '../events/event.service.js';
import { lockForWrite } from '../sessions/session-head.service.js';
import { getUserId } from '../users/user.service.js';
import type { ParticipantRecord } from './context.entity.js';
import { encodeParticipant, type JoinSession } from './context.rules.js';

/*
 * Who takes part in a session. Nobody is removed: who leaves stays known to the messages that they wrote.
 */

const COLUMNS =
  'id, session_id AS "sessionId", kind, name, user_id AS "userId", metadata, joined_at AS "joinedAt", left_at AS "leftAt"';
const FIND = statement(
  'participant.find',
  `SELECT ${COLUMNS} FROM participant p WHERE id = ANY($1)
     AND ($2::uuid IS NULL OR EXISTS (SELECT FROM session s WHERE s.id = p.session_id AND s.user_id = $2))`,
);
// In the order of their coming.
const LIST = statement(
  'participant.list',
  `SELECT ${COLUMNS} FROM participant WHERE session_id = ANY($1) AND ($2 OR left_at IS NULL) ORDER BY session_id, joined_seq`,
);
const COUNT_PRESENT = statement(
  'participant.count-present',
  'SELECT count(*)::int AS n FROM participant WHERE session_id = $1 AND left_at IS NULL',
);
const INSERT = statement(
  'participant.insert',
  `INSERT INTO participant (id, session_id, kind, name, user_id, metadata, joined_at, joined_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const LEAVE = statement('participant.leave', 'UPDATE participant SET left_at = $2 WHERE id = $1');

export class ParticipantService {
  constructor(private readonly changes: Changes) {}

  findMany({ actor }: Call, ids: readonly string[]): Promise<ParticipantRecord[]> {
    return query<ParticipantRecord>(this.changes.em, FIND, [ids, actor.userId]);
  }

  /** Participants of each session; those who left only `withLeft`. */
  listMany(_call: Call, sessionIds: readonly string[], withLeft: 'present' | 'all'): Promise<ParticipantRecord[]> {
    return query<ParticipantRecord>(this.changes.em, LIST, [sessionIds, withLeft === 'all']);
  }

  /** @throws DomainError `NOT_FOUND` for the session or the user; `SESSION_ENDED`; `BAD_USER_INPUT` where 1,000 are present. */
  async join(call: Call, input: JoinSession): Promise<ParticipantRecord> {
    const { metadata } = encodeParticipant(input);
    const id = await this.changes.runForId(call, 'joinSession', input, async (change) => {
      await lockForWrite(change, input.sessionId, { kind: 'results' });
      const isUser = input.userId !== null && input.userId !== undefined;
      const userId = isUser ? await getUserId(change, 'input.userId', { id: input.userId }) : null;
      const present = await queryOne<{ n: number }>(change.em, COUNT_PRESENT, [input.sessionId]);
      if ((present?.n ?? 0) >= LIMITS.participantsPresentMax) {
        throw badInput('input.sessionId', `At most ${LIMITS.participantsPresentMax} participants at a time.`);
      }
      const made = change.ids.next();
      const payload = { participantId: made, kind: nameOf(ParticipantKind, input.kind), name: input.name, userId };
      const seq = await appendToSession(change, input.sessionId, [{ type: 'PARTICIPANT_JOINED', payload }]);
      await query(change.em, INSERT, [
        made,
        input.sessionId,
        input.kind,
        input.name,
        userId,
        metadata,
        change.now,
        seq,
      ]);
      return made;
    });
    return this.getAgain(id);
  }

  /** A participant leaves; who has left already stays as they are. `NOT_FOUND`, `SESSION_ENDED`. */
  async leave(call: Call, id: string): Promise<ParticipantRecord> {
    const found = isId(id) ? await queryOne<ParticipantRecord>(this.changes.em, FIND, [[id], call.actor.userId]) : null;
    if (!found) throw notFound('Participant', id);
    await this.changes.runPlain(call, 'leaveSession', async (change) => {
      await lockForWrite(change, found.sessionId, { kind: 'results' });
      const now = await queryOne<ParticipantRecord>(change.em, FIND, [[id], null]);
      if (now?.leftAt !== null) return;
      await query(change.em, LEAVE, [id, change.now]);
      await appendToSession(change, found.sessionId, [
        { type: 'PARTICIPANT_LEFT', payload: { participantId: found.id } },
      ]);
    });
    return this.getAgain(id);
  }

  private async getAgain(id: string): Promise<ParticipantRecord> {
    const participant = await queryOne<ParticipantRecord>(this.changes.em, FIND, [[id], null]);
    if (!participant) throw goneSince('Participant', id);
    return participant;
  }
}
