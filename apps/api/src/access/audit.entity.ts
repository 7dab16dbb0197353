import type { ActorKind } from '@foyer/types/enums';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../core/json.js';

/** One act of an operator or of an ADMIN key. Written once, in the transaction of the act. */
@Entity('audit_entry')
export class AuditEntry {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('timestamp with time zone', { precision: 3 }) readonly at!: Date;
  @Column('text', { name: 'actor_kind' }) readonly actorKind!: ActorKind;
  @Column('text', { name: 'actor_id' }) readonly actorId!: string;
  @Column('text', { name: 'actor_name', nullable: true }) readonly actorName!: string | null;
  @Column('text') readonly action!: string;
  @Column('text', { nullable: true }) readonly target!: string | null;
  @Column('json') readonly details!: JsonObject;
  @Column('text', { name: 'request_id' }) readonly requestId!: string;
}
