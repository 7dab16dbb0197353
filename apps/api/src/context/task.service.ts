import { nameOf, TaskStatus } from '@foyer/types/enums';
import type { Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { appendToSession } from '../events/event.service.js';
import type { SessionRecord } from '../sessions/session.entity.js';
import { getSessionAgain, lockForWrite } from '../sessions/session-head.service.js';
import type { TaskRecord } from './context.entity.js';
import { encodeTask, type SetTask } from './context.rules.js';

/*
 * What a session is at work on: at most one task. Setting one with the same id updates it, with another id replaces it (V6).
 */

const COLUMNS =
  'session_id AS "sessionId", id, description, status, progress, data, started_at AS "startedAt", completed_at AS "completedAt"';
const FIND = statement('task.find', `SELECT ${COLUMNS} FROM task WHERE session_id = ANY($1)`);
const SET = statement(
  'task.set',
  `INSERT INTO task (session_id, id, description, status, progress, data, started_at, completed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (session_id) DO UPDATE SET id = excluded.id, description = excluded.description, status = excluded.status,
     progress = excluded.progress, data = excluded.data, started_at = excluded.started_at, completed_at = excluded.completed_at`,
);
const CLEAR = statement('task.clear', 'DELETE FROM task WHERE session_id = $1 RETURNING id');

export class TaskService {
  constructor(private readonly changes: Changes) {}

  /** The current tasks of sessions that have one. */
  findMany(_call: Call, sessionIds: readonly string[]): Promise<TaskRecord[]> {
    return query<TaskRecord>(this.changes.em, FIND, [sessionIds]);
  }

  /** Sets the current task: given as a whole, what is absent in an update of the same task stays as it was. */
  async set(call: Call, input: SetTask): Promise<SessionRecord> {
    const encoded = encodeTask(input);
    await this.changes.runForId(call, 'setCurrentTask', input, async (change) => {
      await lockForWrite(change, input.sessionId, { kind: 'results' });
      const current = await queryOne<TaskRecord>(change.em, FIND, [[input.sessionId]]);
      const same = current?.id === input.id ? current : null;
      const kept = {
        progress: keep(input.progress, same?.progress),
        data: input.data === undefined && same ? textOf(same.data) : encoded.data,
        startedAt: keep(input.startedAt, same?.startedAt),
        completedAt: keep(input.completedAt, same?.completedAt),
      };
      const { sessionId, id, description, status } = input;
      await query(change.em, SET, [
        sessionId,
        id,
        description,
        status,
        kept.progress,
        kept.data,
        kept.startedAt,
        kept.completedAt,
      ]);
      const payload = { taskId: id, description, status: nameOf(TaskStatus, status), progress: kept.progress };
      await appendToSession(change, sessionId, [{ type: 'TASK_SET', payload }]);
      return sessionId;
    });
    return getSessionAgain(this.changes, input.sessionId);
  }

  /** Clears the current task; where there is none, nothing changes. */
  async clear(call: Call, sessionId: string): Promise<SessionRecord> {
    await this.changes.runPlain(call, 'clearCurrentTask', async (change) => {
      await lockForWrite(change, sessionId, { kind: 'results' });
      const cleared = await queryOne<{ id: string }>(change.em, CLEAR, [sessionId]);
      if (cleared)
        await appendToSession(change, sessionId, [{ type: 'TASK_CLEARED', payload: { taskId: cleared.id } }]);
    });
    return getSessionAgain(this.changes, sessionId);
  }
}

/** What is given, null included; else what was there. */
const keep = <Value>(given: Value | null | undefined, before: Value | null | undefined): Value | null =>
  given === undefined ? (before ?? null) : given;

const textOf = (data: unknown): string | null => (data === null ? null : JSON.stringify(data));
