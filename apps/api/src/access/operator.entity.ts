import type { OperatorRole } from '@foyer/types/enums';
import { Column, Entity, ManyToOne, JoinColumn, PrimaryColumn } from 'typeorm';

/** A person who uses the console. */
@Entity('operator')
export class Operator {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('text') readonly email!: string;
  @Column('text') readonly name!: string;
  @Column('text') readonly role!: OperatorRole;
  @Column('text', { name: 'password_hash' }) readonly passwordHash!: string;
  @Column('timestamp with time zone', { name: 'created_at', precision: 3 }) readonly createdAt!: Date;
  @Column('timestamp with time zone', { name: 'last_sign_in_at', precision: 3, nullable: true })
  readonly lastSignInAt!: Date | null;
  @Column('timestamp with time zone', { name: 'disabled_at', precision: 3, nullable: true })
  readonly disabledAt!: Date | null;
}

/** An operator as read: without what a password is checked against. */
export type OperatorRecord = Omit<Operator, 'passwordHash'>;

export const OPERATOR_COLUMNS =
  'o.id, o.email, o.name, o.role, o.created_at AS "createdAt", o.last_sign_in_at AS "lastSignInAt", o.disabled_at AS "disabledAt"';

/** An operator signed in to the console, in one browser. */
@Entity('login')
export class Login {
  @PrimaryColumn('bytea') readonly hash!: Buffer;
  @ManyToOne(() => Operator, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'operator_id' })
  readonly operator?: Operator;
  @Column('uuid', { name: 'operator_id' }) readonly operatorId!: string;
  @Column('timestamp with time zone', { name: 'created_at', precision: 3 }) readonly createdAt!: Date;
  @Column('timestamp with time zone', { name: 'last_seen_at', precision: 3 }) readonly lastSeenAt!: Date;
}
