import type { EntityManager } from 'typeorm';
import type { Change, Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { DomainError, notFound } from '../core/errors.js';
import { searchWords } from '../core/text.js';
import { appendToUser } from '../events/event.service.js';
import type { Identity } from './user.entity.js';
import { assertIdentity, type IdentityReference } from './user.rules.js';
import { insertIdentity, lockIdentity, lockUser, type UserRecord, type UserService } from './user.service.js';

/*
 * Who users are elsewhere. (platform, externalId) belongs to one user, by the table's primary key; at most one identity per user
 * and platform is primary, by a partial unique index.
 */

export type IdentityRecord = Omit<Identity, 'user' | 'search' | 'linkedSeq'>;

const COLUMNS =
  'platform, external_id AS "externalId", user_id AS "userId", display_name AS "displayName", verified, "primary", linked_at AS "linkedAt"';

const LIST = statement(
  'identity.list',
  `SELECT ${COLUMNS} FROM identity WHERE user_id = ANY($1) ORDER BY user_id, linked_seq`,
);
const FIND = statement('identity.find', `SELECT ${COLUMNS} FROM identity WHERE platform = $1 AND external_id = $2`);
const REMOVE = statement('identity.remove', 'DELETE FROM identity WHERE platform = $1 AND external_id = $2');
const DEMOTE = statement(
  'identity.demote',
  `UPDATE identity SET "primary" = false WHERE user_id = $1 AND platform = $2 AND "primary" RETURNING ${COLUMNS}`,
);
const UPDATE = statement(
  'identity.update',
  `UPDATE identity SET display_name = $3, verified = $4, "primary" = $5, search = array_to_tsvector($6)
   WHERE platform = $1 AND external_id = $2`,
);

/** Identities of each user, in the order of linking. */
const listIdentities = (em: EntityManager, userIds: readonly string[]): Promise<IdentityRecord[]> =>
  query<IdentityRecord>(em, LIST, [userIds]);

export interface LinkIdentity extends IdentityReference {
  readonly userId: string;
  readonly verified?: boolean | null;
  readonly primary?: boolean | null;
  readonly move?: boolean | null;
  readonly idempotencyKey?: string | null;
}

export interface UnlinkIdentity {
  readonly platform: string;
  readonly externalId: string;
  readonly idempotencyKey?: string | null;
}

export class IdentityService {
  constructor(
    private readonly changes: Changes,
    private readonly users: UserService,
  ) {}

  async listMany(_call: Call, userIds: readonly string[]): Promise<IdentityRecord[]> {
    return listIdentities(this.changes.em, userIds);
  }

  /**
   * Links an identity to a user. Linking one that the user has already updates it: a name that is given replaces the old one;
   * `verified` and `primary` can only be gained, since an absent `false` cannot be told from one that is meant.
   *
   * @throws DomainError `NOT_FOUND`; `IDENTITY_TAKEN` where another user has it, unless `move`.
   */
  async link(call: Call, input: LinkIdentity): Promise<UserRecord> {
    assertIdentity('input', input);
    const id = await this.changes.runForId(call, 'linkIdentity', input, async (change) => {
      await lockIdentity(change, input);
      const existing = await queryOne<IdentityRecord>(change.em, FIND, [input.platform, input.externalId]);
      // The id as it is stored: an id is the same in any case, a text is not.
      const userId = input.userId.toLowerCase();
      change.note.target = userId;
      if (existing) change.note.before = { userId: existing.userId };
      await this.lockOwners(change, userId, existing?.userId);
      if (existing?.userId === userId) await this.refresh(change, existing, input);
      else await this.take(change, existing, { ...input, userId });
      return userId;
    });
    return this.users.getAgain(id);
  }

  /**
   * Takes an identity from its user, and gives the user.
   *
   * @throws DomainError `NOT_FOUND` where nobody has it.
   */
  async unlink(call: Call, input: UnlinkIdentity): Promise<UserRecord> {
    assertIdentity('input', input);
    const id = await this.changes.runForId(call, 'unlinkIdentity', input, async (change) => {
      await lockIdentity(change, input);
      const existing = await queryOne<IdentityRecord>(change.em, FIND, [input.platform, input.externalId]);
      if (!existing) throw notFound('Identity', `${input.platform}/${input.externalId}`);
      // The user before the identity, as everybody who writes in the user's stream.
      await lockUser(change, existing.userId);
      await this.remove(change, existing);
      return existing.userId;
    });
    return this.users.getAgain(id);
  }

  /** By id, so that two moves the opposite way do not wait for each other. */
  private async lockOwners(change: Change, userId: string, ownerId: string | undefined): Promise<void> {
    for (const id of [...new Set([userId, ownerId ?? userId])].sort()) {
      if (!(await lockUser(change, id))) throw notFound('User', userId);
    }
  }

  private async take(change: Change, existing: IdentityRecord | null, input: LinkIdentity): Promise<void> {
    if (existing && input.move !== true) {
      throw new DomainError(
        'IDENTITY_TAKEN',
        `Identity ${input.platform}/${input.externalId} belongs to another user.`,
      );
    }
    if (existing) await this.remove(change, existing);
    const primary = input.primary ?? false;
    if (primary) await this.demote(change, input.userId, input.platform);
    await insertIdentity(change, {
      ...input,
      displayName: input.displayName ?? existing?.displayName ?? null,
      verified: input.verified ?? false,
      primary,
    });
  }

  /** Takes the mark from the identity that is primary on this platform, and says so to those who follow the events. */
  private async demote(change: Change, userId: string, platform: string): Promise<void> {
    const before = await queryOne<IdentityRecord>(change.em, DEMOTE, [userId, platform]);
    if (before) await this.appendLinked(change, before);
  }

  private async appendLinked(change: Change, identity: IdentityRecord): Promise<void> {
    const { platform, externalId, displayName, verified, primary, userId } = identity;
    const payload = { platform, externalId, displayName, verified, primary };
    await appendToUser(change, userId, platform, [{ type: 'IDENTITY_LINKED', payload }]);
  }

  private async remove(change: Change, { platform, externalId, userId }: IdentityRecord): Promise<void> {
    await query(change.em, REMOVE, [platform, externalId]);
    await appendToUser(change, userId, platform, [{ type: 'IDENTITY_UNLINKED', payload: { platform, externalId } }]);
  }

  private async refresh(change: Change, existing: IdentityRecord, input: LinkIdentity): Promise<void> {
    const { platform, externalId, userId } = existing;
    const displayName = input.displayName ?? existing.displayName;
    const verified = existing.verified || input.verified === true;
    const primary = existing.primary || input.primary === true;
    if (displayName === existing.displayName && verified === existing.verified && primary === existing.primary) return;
    if (primary && !existing.primary) await this.demote(change, userId, platform);
    await query(change.em, UPDATE, [
      platform,
      externalId,
      displayName,
      verified,
      primary,
      searchWords(externalId, displayName),
    ]);
    await this.appendLinked(change, { ...existing, displayName, verified, primary });
  }
}
