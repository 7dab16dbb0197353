import type { Changes } from '../core/change.js';
import { systemCall, type Call } from '../core/context.js';
import { query, queryOne, statement, type Statement } from '../core/database.js';
import { runAll } from '../core/run-all.js';
import { assertRange } from '../core/text.js';
import { endLocked, lockSession, settleIdle } from './session-head.service.js';
import { deleteLocked } from './session-life.service.js';

/*
 * What time does to sessions: those that went idle are paused or ended, those long paused end, those long ended are deleted.
 * Each in its own small transaction, so that any number of nodes may do it at once and no writer waits.
 */

/** How many sessions one look finds; the next look goes on where this one ended. */
const BATCH = 500;

// One short walk of session_idle for each time-out in use.
const FIND_IDLE = statement(
  'session.find-idle',
  `WITH RECURSIVE timeouts AS (
     SELECT min(idle_timeout_seconds) AS t FROM session WHERE status = 'active' AND idle_timeout_seconds > 0
     UNION ALL
     SELECT (SELECT min(idle_timeout_seconds) FROM session WHERE status = 'active' AND idle_timeout_seconds > 0 AND idle_timeout_seconds > t)
     FROM timeouts WHERE t IS NOT NULL
   )
   SELECT due.id FROM timeouts CROSS JOIN LATERAL (
     SELECT id FROM session
     WHERE status = 'active' AND idle_timeout_seconds > 0 AND idle_timeout_seconds = t
       AND last_activity_at < $1::timestamptz - t * interval '1 second'
     ORDER BY last_activity_at LIMIT ${BATCH}
   ) due
   WHERE t IS NOT NULL LIMIT ${BATCH}`,
);
const FIND_PAUSED = statement(
  'session.find-long-paused',
  `SELECT id FROM session WHERE status = 'paused' AND paused_at < $1 ORDER BY paused_at LIMIT ${BATCH}`,
);
const FIND_ENDED = statement(
  'session.find-long-ended',
  `SELECT id FROM session WHERE status = 'ended' AND ended_at < $1 ORDER BY ended_at LIMIT ${BATCH}`,
);
// By the clock, as FIND_ENDED finds them once the two before it have been written down. $2 is $1 without the days of a pause.
const COUNT_ENDED = statement(
  'session.count-long-ended',
  `SELECT count(*)::int AS n FROM session
   WHERE (status = 'ended' AND ended_at < $1) OR (status = 'paused' AND paused_at < $2)
     OR (status = 'active' AND idle_timeout_seconds > 0
       AND last_activity_at < CASE idle_action WHEN 'end' THEN $1 ELSE $2 END::timestamptz - idle_timeout_seconds * interval '1 second')`,
);

const DAY_MS = 86_400_000;

export class SessionRetentionService {
  constructor(
    private readonly changes: Changes,
    private readonly settings: { readonly pausedDays: number; readonly retentionDays: number },
  ) {}

  /**
   * Deletes sessions that ended longer ago than `olderThanDays`, or only counts them.
   *
   * @throws DomainError `BAD_USER_INPUT` for less than 0 or more than 36,500 days.
   */
  async cleanup(
    call: Call,
    olderThanDays: number,
    dryRun: boolean,
  ): Promise<{ deletedCount: number; dryRun: boolean }> {
    assertRange('olderThanDays', olderThanDays, 0, RETENTION_DAYS_MAX);
    const before = this.daysAgo(olderThanDays);
    if (!dryRun) await runAll([() => this.settleIdle(), () => this.expirePaused()]);
    const deletedCount = dryRun ? await this.countEnded(before) : await this.deleteEnded(call, before);
    return { deletedCount, dryRun };
  }

  /** One round of everything that fell due by itself. */
  async sweep(): Promise<void> {
    const endedBefore = this.daysAgo(this.settings.retentionDays);
    await runAll([
      () => this.settleIdle(),
      () => this.expirePaused(),
      () => this.deleteEnded(systemCall('retention'), endedBefore),
    ]);
  }

  private settleIdle(): Promise<void> {
    return this.eachDue(FIND_IDLE, this.changes.clock.now(), (id) => settleIdle(this.changes, id));
  }

  private async expirePaused(): Promise<void> {
    const before = this.daysAgo(this.settings.pausedDays);
    await this.eachDue(FIND_PAUSED, before, (id) =>
      this.changes.runPlain(systemCall('retention'), 'expirePaused', async (change) => {
        const head = await lockSession(change, id);
        if (head?.pausedAt && head.pausedAt < before) {
          const expiredAt = new Date(head.pausedAt.getTime() + this.settings.pausedDays * DAY_MS);
          await endLocked(change, head, { expiredAt });
        }
      }),
    );
  }

  private async deleteEnded(call: Call, before: Date): Promise<number> {
    let deleted = 0;
    await this.eachDue(FIND_ENDED, before, async (id) => {
      deleted += await this.changes.runPlain(
        call,
        call.actor.kind === 'system' ? 'retention' : 'cleanupSessions',
        async (change) => {
          const head = await lockSession(change, id);
          const due = head?.endedAt && head.endedAt < before;
          if (due) await deleteLocked(change, head);
          return due ? 1 : 0;
        },
      );
    });
    return deleted;
  }

  private async countEnded(before: Date): Promise<number> {
    const pausedBefore = new Date(before.getTime() - this.settings.pausedDays * DAY_MS);
    return (await queryOne<{ n: number }>(this.changes.em, COUNT_ENDED, [before, pausedBefore]))?.n ?? 0;
  }

  /** Does the work for each that is due. What fails stops no other, and is tried again with the next sweep. */
  private async eachDue(find: Statement, before: Date, work: (id: string) => Promise<unknown>): Promise<void> {
    for (;;) {
      const due = await query<{ id: string }>(this.changes.em, find, [before]);
      await runAll(
        due.map(
          ({ id }) =>
            () =>
              work(id),
        ),
      );
      if (due.length < BATCH) return;
    }
  }

  private daysAgo(days: number): Date {
    return new Date(this.changes.clock.now().getTime() - days * DAY_MS);
  }
}

const RETENTION_DAYS_MAX = 36_500;
