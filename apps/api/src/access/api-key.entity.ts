import type { ApiKeyScope } from '@foyer/types/enums';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A secret with which an app asks; of the secret itself only the hash is kept. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('text') readonly name!: string;
  @Column('text') readonly prefix!: string;
  @Column('bytea') readonly hash!: Buffer;
  @Column('text', { array: true }) readonly scopes!: ApiKeyScope[];
  @Column('timestamp with time zone', { name: 'created_at', precision: 3 }) readonly createdAt!: Date;
  @Column('timestamp with time zone', { name: 'last_used_at', precision: 3, nullable: true })
  readonly lastUsedAt!: Date | null;
  @Column('timestamp with time zone', { name: 'expires_at', precision: 3, nullable: true })
  readonly expiresAt!: Date | null;
  @Column('timestamp with time zone', { name: 'revoked_at', precision: 3, nullable: true })
  readonly revokedAt!: Date | null;
}

/** A key as read. */
export type ApiKeyRecord = Omit<ApiKey, 'hash'>;

export const API_KEY_COLUMNS =
  'id, name, prefix, scopes, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"';
