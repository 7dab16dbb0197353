import { LIMITS } from '@foyer/types/limits';
import { badInput, DomainError, tooLarge } from '../core/errors.js';
import { byteLength, type Json } from '../core/json.js';
import { assertName, assertRange, encodeJson } from '../core/text.js';

/*
 * What variables may be called and hold, how versions count, and how much one holder may have.
 */

export interface NewVariable {
  readonly name: string;
  readonly value: Json;
  readonly ttlSeconds?: number | null;
  readonly expiresAt?: Date | null;
  /** 0 means: must not exist yet. */
  readonly expectedVersion?: number | null;
}

/** A variable in the form in which it is stored. */
export interface EncodedVariable {
  readonly name: string;
  readonly value: Json;
  readonly text: string;
  readonly sizeBytes: number;
  readonly expiresAt: Date | null;
  readonly expectedVersion: number | null;
}

/**
 * Checks and encodes a variable (V4). `field` is its place in the input.
 *
 * @throws DomainError `BAD_USER_INPUT`, `PAYLOAD_TOO_LARGE`.
 */
export function encodeVariable(field: string, variable: NewVariable, now: Date): EncodedVariable {
  const { name, value, expectedVersion = null } = variable;
  assertName(`${field}.name`, name);
  if (value === null) throw badInput(`${field}.value`, 'A variable cannot be null; delete it instead.');
  assertExpected(`${field}.expectedVersion`, expectedVersion);
  const text = encodeJson(`${field}.value`, value);
  return { name, value, text, sizeBytes: byteLength(text), expiresAt: expiryOf(field, variable, now), expectedVersion };
}

function expiryOf(field: string, { ttlSeconds = null, expiresAt = null }: NewVariable, now: Date): Date | null {
  if (ttlSeconds !== null && expiresAt !== null)
    throw badInput(`${field}.ttlSeconds`, 'Give either ttlSeconds or expiresAt, not both.');
  assertRange(`${field}.ttlSeconds`, ttlSeconds, 1, LIMITS.variableTtlSecondsMax);
  if (expiresAt !== null && expiresAt <= now) throw badInput(`${field}.expiresAt`, 'expiresAt must be in the future.');
  return ttlSeconds === null ? expiresAt : new Date(now.getTime() + ttlSeconds * 1_000);
}

/** @throws DomainError `BAD_USER_INPUT` for what can be no version; 0 is that of what does not exist. */
export function assertExpected(field: string, version: number | null | undefined): void {
  assertRange(field, version, 0, VERSION_MAX);
}

/** @throws DomainError `VERSION_CONFLICT` where `expected` is given and is not `current` (0 where there is none). */
export function assertVersion(name: string, current: number, expected: number | null | undefined): void {
  if (expected === null || expected === undefined || expected === current) return;
  throw new DomainError('VERSION_CONFLICT', `Variable ${name} is at version ${current}, not ${expected}.`, {
    currentVersion: current,
  });
}

/** The holder of the app's variables: the nil UUID (RFC 9562 §5.9). */
export const APP_HOLDER_ID = '00000000-0000-0000-0000-000000000000';

/** What a holder has. */
export interface Holding {
  readonly count: number;
  readonly bytes: number;
}

/** @throws DomainError where a holder would have more than it may: `BAD_USER_INPUT` by number, `PAYLOAD_TOO_LARGE` by size. */
export function assertHolding({ count, bytes }: Holding): void {
  if (count > LIMITS.variablesPerHolderMax) {
    throw badInput('input', `At most ${LIMITS.variablesPerHolderMax} variables in one place.`);
  }
  if (bytes > LIMITS.variableBytesPerHolderMax)
    throw tooLarge('input', 'The variables of one place may have at most 4 MiB in all.');
}

const VERSION_MAX = 2_147_483_647;
