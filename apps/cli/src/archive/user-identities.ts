import type { FoyerClient, User } from '@foyer/client';
import type { UserLine } from './lines.js';

type Identity = UserLine['identities'][number];

/** How many users are remembered; a hundred thousand take some ten megabytes. */
const remembered = 100_000;

/**
 * The identities of a user as an export writes them; the first is the one by which other lines name the user.
 *
 * A user without any is given one on the platform `foyer`, with the id as the external id: the only name that they have, and
 * what an import later finds them by.
 */
function identitiesOf({ id, identities }: User): readonly Identity[] {
  if (identities.length > 0) return identities;
  return [{ platform: 'foyer', externalId: id, displayName: null, verified: false, primary: false }];
}

/** Knows the identities of users by their ids, asking for those that it has not seen or has forgotten. */
export class UserIdentities {
  readonly #client: FoyerClient;
  readonly #known = new Map<string, readonly Identity[]>();

  constructor(client: FoyerClient) {
    this.#client = client;
  }

  remember(user: User): readonly Identity[] {
    const identities = identitiesOf(user);
    const oldest = this.#known.size >= remembered ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(user.id, identities);
    return identities;
  }

  /** @throws Error where the user is gone. */
  async of(userId: string): Promise<readonly Identity[]> {
    const known = this.#known.get(userId);
    if (known !== undefined) return known;
    const user = await this.#client.user({ id: userId });
    if (user === null) throw new Error(`User ${userId} is gone.`);
    return this.remember(user);
  }
}
