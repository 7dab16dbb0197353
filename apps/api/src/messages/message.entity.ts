import type { MessageRole } from '@foyer/types/enums';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Json, JsonObject } from '../core/json.js';
import { Session } from '../sessions/session.entity.js';

/** What was said. Never rewritten; redaction blanks it in its place. */
@Entity('message')
export class Message {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('uuid', { name: 'session_id' }) readonly sessionId!: string;
  @ManyToOne(() => Session, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'session_id' }) readonly session?: Session;
  @Column('integer') readonly seq!: number;
  @Column('text') readonly role!: MessageRole;
  @Column('text') readonly content!: string;
  @Column('json', { nullable: true }) readonly parts!: Json;
  @Column('text') readonly platform!: string;
  @Column('text', { name: 'external_id', nullable: true }) readonly externalId!: string | null;
  @Column('uuid', { name: 'participant_id', nullable: true }) readonly participantId!: string | null;
  @Column('json') readonly metadata!: JsonObject;
  @Column('timestamp with time zone', { name: 'created_at', precision: 3 }) readonly createdAt!: Date;
  @Column('timestamp with time zone', { name: 'redacted_at', precision: 3, nullable: true })
  readonly redactedAt!: Date | null;
}

/** A message as read. */
export type MessageRecord = Omit<Message, 'session'>;

/** The columns of `MessageRecord`, from `message m`. */
export const MESSAGE_COLUMNS = `m.id, m.session_id AS "sessionId", m.seq, m.role, m.content, m.parts, m.platform, m.external_id AS "externalId",
  m.participant_id AS "participantId", m.metadata, m.created_at AS "createdAt", m.redacted_at AS "redactedAt"`;
