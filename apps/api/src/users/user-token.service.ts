import { assertTtl, type UserTokenService } from '../access/user-token.service.js';
import type { Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import type { UserReference } from './user.rules.js';
import { getUserId } from './user.service.js';

/*
 * Giving users tokens of their own.
 */

export class UserTokenIssuer {
  constructor(
    private readonly changes: Changes,
    private readonly tokens: UserTokenService,
  ) {}

  /** @throws DomainError `NOT_FOUND` where there is no such user; `BAD_USER_INPUT`. */
  async issue(call: Call, user: UserReference, ttlSeconds: number): Promise<{ token: string; expiresAt: Date }> {
    assertTtl(ttlSeconds);
    // Nothing is written but the audit log: that somebody may speak for a user is an act.
    return this.changes.runPlain(call, 'createUserToken', async (change) => {
      const userId = await getUserId(change, 'user', user);
      const made = await this.tokens.sign(userId, ttlSeconds);
      change.note.target = userId;
      change.note.after = { expiresAt: made.expiresAt.toISOString() };
      return made;
    });
  }
}
