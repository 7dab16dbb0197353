import type { ParticipantKind, TaskStatus } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { badInput } from '../core/errors.js';
import type { Json } from '../core/json.js';
import { assertFilled, assertText, encodeJson, encodeObject } from '../core/text.js';

/*
 * What tasks and participants must look like.
 */

export interface SetTask {
  readonly sessionId: string;
  readonly id: string;
  readonly description: string;
  readonly status: TaskStatus;
  readonly progress?: number | null;
  readonly data?: Json | null;
  readonly startedAt?: Date | null;
  readonly completedAt?: Date | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Checks a task and gives its data in the form in which it is stored.
 *
 * @throws DomainError `BAD_USER_INPUT`, `PAYLOAD_TOO_LARGE`.
 */
export function encodeTask({ id, description, progress, data, startedAt, completedAt }: SetTask): {
  readonly data: string | null;
} {
  assertFilled('input.id', id);
  assertText('input.description', description, LIMITS.descriptionCharsMax);
  if (isGiven(progress) && !(progress >= 0 && progress <= 1))
    throw badInput('input.progress', 'progress must be from 0 to 1.');
  if (isGiven(startedAt) && isGiven(completedAt) && completedAt < startedAt) {
    throw badInput('input.completedAt', 'completedAt must not be before startedAt.');
  }
  return { data: isGiven(data) ? encodeJson('input.data', data) : null };
}

export interface JoinSession {
  readonly sessionId: string;
  readonly kind: ParticipantKind;
  readonly name: string;
  readonly userId?: string | null;
  readonly metadata?: Json | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Checks a participant and gives their metadata in the form in which it is stored.
 *
 * @throws DomainError `BAD_USER_INPUT`, `PAYLOAD_TOO_LARGE`.
 */
export function encodeParticipant({ name, metadata }: JoinSession): { readonly metadata: string } {
  assertFilled('input.name', name);
  return { metadata: encodeObject('input.metadata', metadata) };
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
