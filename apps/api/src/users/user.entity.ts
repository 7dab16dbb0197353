import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../core/json.js';

/** A person or agent. */
@Entity('user')
export class User {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('text', { name: 'display_name', nullable: true }) readonly displayName!: string | null;
  @Column('json') readonly metadata!: JsonObject;
  @Column('integer', { default: 0 }) readonly seq!: number;
  @Column('tsvector', { select: false }) readonly search!: string;
  @Column('timestamp with time zone', { name: 'created_at', precision: 3 }) readonly createdAt!: Date;
  @Column('timestamp with time zone', { name: 'last_seen_at', precision: 3, nullable: true })
  readonly lastSeenAt!: Date | null;
}

/** Who a user is on a platform. */
@Entity('identity')
export class Identity {
  @PrimaryColumn('text') readonly platform!: string;
  @PrimaryColumn('text', { name: 'external_id' }) readonly externalId!: string;
  @Column('uuid', { name: 'user_id' }) readonly userId!: string;
  @ManyToOne(() => User) @JoinColumn({ name: 'user_id' }) readonly user?: User;
  @Column('text', { name: 'display_name', nullable: true }) readonly displayName!: string | null;
  @Column('boolean') readonly verified!: boolean;
  @Column('boolean') readonly primary!: boolean;
  @Column('tsvector', { select: false }) readonly search!: string;
  @Column('timestamp with time zone', { name: 'linked_at', precision: 3 }) readonly linkedAt!: Date;
  @Column('integer', { name: 'linked_seq' }) readonly linkedSeq!: number;
}
