import type { EndReason, Environment, IdleAction, SessionStatus } from '@foyer/types/enums';
import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../core/json.js';
import { User } from '../users/user.entity.js';

/** The head of a session: what every write in it locks and moves. */
@Entity('session')
export class Session {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('uuid', { name: 'user_id' }) readonly userId!: string;
  @ManyToOne(() => User) @JoinColumn({ name: 'user_id' }) readonly user?: User;
  @Column('text') readonly platform!: string;
  @Column('text') readonly key!: string;
  @Column('text') readonly environment!: Environment;
  @Column('text') readonly kind!: string;
  @Column('text') readonly status!: SessionStatus;
  @Column('integer') readonly seq!: number;
  @Column('integer', { name: 'message_count' }) readonly messageCount!: number;
  @Column('timestamp with time zone', { name: 'started_at', precision: 3 }) readonly startedAt!: Date;
  @Column('timestamp with time zone', { name: 'last_activity_at', precision: 3 }) readonly lastActivityAt!: Date;
  @Column('timestamp with time zone', { name: 'paused_at', precision: 3, nullable: true })
  readonly pausedAt!: Date | null;
  @Column('timestamp with time zone', { name: 'ended_at', precision: 3, nullable: true })
  readonly endedAt!: Date | null;
  @Column('text', { name: 'end_reason', nullable: true }) readonly endReason!: EndReason | null;
  @Column('integer', { name: 'idle_timeout_seconds' }) readonly idleTimeoutSeconds!: number;
  @Column('text', { name: 'idle_action' }) readonly idleAction!: IdleAction;
}

/** The rest of a session: what changes rarely and is costly to index. */
@Entity('session_detail')
export class SessionDetail {
  @PrimaryColumn('uuid', { name: 'session_id' }) readonly sessionId!: string;
  @OneToOne(() => Session, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'session_id' }) readonly session?: Session;
  @Column('text') readonly slug!: string;
  @Column('text', { nullable: true }) readonly title!: string | null;
  @Column('json') readonly metadata!: JsonObject;
  @Column('text', { array: true, default: [] }) readonly notebooks!: string[];
  @Column('text', { array: true, default: [] }) readonly integrations!: string[];
  @Column('tsvector', { select: false }) readonly search!: string;
}

/** The head as read. */
export type SessionHead = Omit<Session, 'user'>;

/** A session as read: head and detail in one row. */
export type SessionRecord = SessionHead & Omit<SessionDetail, 'sessionId' | 'session' | 'search'>;

/** The columns of `SessionHead`, from `session s`. */
export const HEAD_COLUMNS = `s.id, s.user_id AS "userId", s.platform, s.key, s.environment, s.kind, s.status, s.seq,
  s.message_count AS "messageCount", s.started_at AS "startedAt", s.last_activity_at AS "lastActivityAt", s.paused_at AS "pausedAt",
  s.ended_at AS "endedAt", s.end_reason AS "endReason", s.idle_timeout_seconds AS "idleTimeoutSeconds", s.idle_action AS "idleAction"`;

/** The columns of `SessionRecord`, from `session s` joined with `session_detail d`. */
export const RECORD_COLUMNS = `${HEAD_COLUMNS}, d.slug, d.title, d.metadata, d.notebooks, d.integrations`;
