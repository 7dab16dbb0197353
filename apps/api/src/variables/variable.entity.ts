import type { VariableScope } from '@foyer/types/enums';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Json } from '../core/json.js';
import { Session } from '../sessions/session.entity.js';
import { User } from '../users/user.entity.js';

/** A named JSON value of one holder. */
@Entity('variable')
export class Variable {
  @PrimaryColumn('uuid', { name: 'holder_id' }) readonly holderId!: string;
  @PrimaryColumn('text') readonly scope!: VariableScope;
  @PrimaryColumn('text') readonly platform!: string;
  @PrimaryColumn('text') readonly name!: string;
  @Column('json') readonly value!: Json;
  @Column('integer', { name: 'size_bytes' }) readonly sizeBytes!: number;
  @Column('integer') readonly version!: number;
  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 }) readonly updatedAt!: Date;
  @Column('timestamp with time zone', { name: 'expires_at', precision: 3, nullable: true })
  readonly expiresAt!: Date | null;
  // Both are made by PostgreSQL from scope and holder, for the sake of their foreign keys.
  @Column({ type: 'uuid', name: 'session_id', nullable: true, insert: false, update: false }) readonly sessionId!:
    | string
    | null;
  @ManyToOne(() => Session, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'session_id' }) readonly session?: Session;
  @Column({ type: 'uuid', name: 'user_id', nullable: true, insert: false, update: false }) readonly userId!:
    | string
    | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'user_id' }) readonly user?: User;
}

/** A variable as read. */
export type VariableRecord = Pick<Variable, 'name' | 'value' | 'scope' | 'version' | 'updatedAt' | 'expiresAt'>;
