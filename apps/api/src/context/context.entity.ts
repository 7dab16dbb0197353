import type { ParticipantKind, TaskStatus } from '@foyer/types/enums';
import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import type { Json, JsonObject } from '../core/json.js';
import { Session } from '../sessions/session.entity.js';
import { User } from '../users/user.entity.js';

/** Who takes part in a session. */
@Entity('participant')
export class Participant {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('uuid', { name: 'session_id' }) readonly sessionId!: string;
  @ManyToOne(() => Session, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'session_id' }) readonly session?: Session;
  @Column('text') readonly kind!: ParticipantKind;
  @Column('text') readonly name!: string;
  @Column('uuid', { name: 'user_id', nullable: true }) readonly userId!: string | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'user_id' }) readonly user?: User;
  @Column('json') readonly metadata!: JsonObject;
  @Column('timestamp with time zone', { name: 'joined_at', precision: 3 }) readonly joinedAt!: Date;
  @Column('timestamp with time zone', { name: 'left_at', precision: 3, nullable: true }) readonly leftAt!: Date | null;
  @Column('integer', { name: 'joined_seq' }) readonly joinedSeq!: number;
}

/** What a session is at work on; at most one. */
@Entity('task')
export class Task {
  @PrimaryColumn('uuid', { name: 'session_id' }) readonly sessionId!: string;
  @OneToOne(() => Session, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'session_id' }) readonly session?: Session;
  @Column('text') readonly id!: string;
  @Column('text') readonly description!: string;
  @Column('text') readonly status!: TaskStatus;
  @Column('double precision', { nullable: true }) readonly progress!: number | null;
  @Column('json', { nullable: true }) readonly data!: Json;
  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  readonly startedAt!: Date | null;
  @Column('timestamp with time zone', { name: 'completed_at', precision: 3, nullable: true })
  readonly completedAt!: Date | null;
}

/** A participant as read. */
export type ParticipantRecord = Omit<Participant, 'session' | 'user' | 'joinedSeq'>;

/** A task as read. */
export type TaskRecord = Omit<Task, 'session'>;
