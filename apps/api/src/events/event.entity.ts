import type { ActorKind, Environment, EventType } from '@foyer/types/enums';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Json } from '../core/json.js';

/** The record of one change. Written once, in the transaction that made the change. */
@Entity('event')
export class Event {
  // xid8 in the table, a type that TypeORM does not know.
  @PrimaryColumn('bigint', { default: () => 'pg_current_xact_id()' }) readonly tx!: string;
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) readonly position!: string;
  @Column('uuid', { name: 'session_id', nullable: true }) readonly sessionId!: string | null;
  @Column('uuid', { name: 'user_id' }) readonly userId!: string;
  @Column('integer') readonly seq!: number;
  @Column('text') readonly type!: EventType;
  @Column('text', { nullable: true }) readonly platform!: string | null;
  @Column('timestamp with time zone', { precision: 3 }) readonly at!: Date;
  @Column('text', { name: 'actor_kind' }) readonly actorKind!: ActorKind;
  @Column('text', { name: 'actor_id' }) readonly actorId!: string;
  @Column('text', { name: 'actor_name', nullable: true }) readonly actorName!: string | null;
  @Column('text', { name: 'request_id' }) readonly requestId!: string;
  @Column('text') readonly environment!: Environment;
  @Column('text', { array: true }) readonly stack!: string[];
  @Column('json') readonly payload!: Json;
}
