import { LIMITS } from '@foyer/types/limits';
import { badInput } from '../core/errors.js';
import { assertFilled, assertPattern, assertText } from '../core/text.js';

/*
 * What a reference to a user must look like. Whether there is such a user is the service's to say.
 */

/** A user by Foyer's id, or by who they are on a platform. */
export interface UserReference {
  readonly id?: string | null;
  readonly identity?: IdentityReference | null;
}

export interface IdentityReference {
  readonly platform: string;
  readonly externalId: string;
  readonly displayName?: string | null;
}

/** @throws DomainError `BAD_USER_INPUT` unless exactly one of the two is given, in good form. */
export function assertUserReference(field: string, { id, identity }: UserReference): void {
  const given = [id, identity].filter((one) => one !== null && one !== undefined);
  if (given.length !== 1) throw badInput(field, `${field} must have exactly one of id and identity.`);
  if (identity) assertIdentity(`${field}.identity`, identity);
}

export function assertIdentity(field: string, { platform, externalId, displayName }: IdentityReference): void {
  assertPattern(`${field}.platform`, platform, LIMITS.platformPattern);
  assertFilled(`${field}.externalId`, externalId);
  assertText(`${field}.displayName`, displayName);
}
