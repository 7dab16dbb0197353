// Making a user and linking the first identity are two requests, and an import may be killed between them. Until it is
// linked the user is therefore called by a name that follows from the identity, under which a later import finds it.
import type { FoyerClient, User } from '@foyer/client';
import { pageSize, walkPages } from '../transfer/pages.js';
import { hashOf } from './hash.js';
import type { UserIdentity, UserLine } from './lines.js';

/** One word, so that the search for users finds it. */
const prefix = 'foyerimport';

/** Finds users, also those whom an earlier import has left without identities, and makes those who are missing. */
export class UserMaking {
  readonly #client: FoyerClient;
  #leftovers: Promise<ReadonlyMap<string, User>> | null = null;

  constructor(client: FoyerClient) {
    this.#client = client;
  }

  /** The first user whom one of the identities means. */
  async find(identities: readonly UserIdentity[]): Promise<User | null> {
    for (const { platform, externalId } of identities) {
      const user = await this.#client.user({ identity: { platform, externalId } });
      if (user !== null) return user;
    }
    return null;
  }

  /** A user with the line's metadata and, for now, no identity and a working name. */
  async begin(line: UserLine): Promise<User> {
    this.#leftovers ??= findLeftovers(this.#client);
    const name = workingName(line);
    const leftover = (await this.#leftovers).get(name);
    if (leftover !== undefined) return leftover;
    const metadata = line.metadata ?? {};
    // Of two imports that come here in the same moment, the second is answered with the first one's user.
    const idempotencyKey = `import ${hashOf([name, metadata])}`;
    return this.#client.upsertUser({ displayName: name, metadata, idempotencyKey });
  }

  async link(user: User, { identities }: UserLine): Promise<void> {
    const missing = identities.filter((one) => !user.identities.some((other) => isSame(one, other)));
    for (const identity of missing) await this.#client.linkIdentity({ userId: user.id, ...identity });
  }

  /** Gives the user their own name instead of the working one. */
  async finish({ id }: User, { displayName }: UserLine): Promise<void> {
    await this.#client.upsertUser({ id, displayName });
  }
}

/** True from `begin` to `finish`. */
export function isUnfinished(user: User, line: UserLine): boolean {
  return user.displayName === workingName(line);
}

function workingName({ identities: [identity] }: UserLine): string {
  return `${prefix}-${hashOf([identity?.platform, identity?.externalId])}`;
}

/** Killed imports leave one each, so there is hardly ever any. */
async function findLeftovers(client: FoyerClient): Promise<ReadonlyMap<string, User>> {
  const leftovers = new Map<string, User>();
  for await (const user of walkPages((after) => client.users({ search: prefix, first: pageSize, after }))) {
    if (user.displayName !== null) leftovers.set(user.displayName, user);
  }
  return leftovers;
}

function isSame(one: UserIdentity, other: UserIdentity): boolean {
  return one.platform === other.platform && one.externalId === other.externalId;
}
