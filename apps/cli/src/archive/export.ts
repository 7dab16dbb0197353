// Writes everything that the public API can restore, in lines as docs/format.md describes them. The order is that of making,
// oldest first, so that an import which makes things in the order of the lines leads to the same file again. The order
// of fields within a line is fixed for the same reason.
import type { FoyerClient, Page, User, Variable } from '@foyer/client';
import { AppVariablesDocument, UserVariablesDocument } from '@foyer/client/graphql';
import { pageSize, walkPages } from '../transfer/pages.js';
import { formatVersion } from './lines.js';
import { mapOrdered } from './ordered.js';
import { readSession, sessionLines } from './session-export.js';
import { UserIdentities } from './user-identities.js';
import { formatIdentity, formatLine, variableLines } from './write.js';

/** Counts what has been written, for whoever shows progress. */
export interface ExportWatch {
  readonly onUser: () => void;
  readonly onSession: () => void;
}

/** How many users or sessions are read at once. */
const atOnce = 8;

/** All lines of an export, without their line ends. */
export async function* exportLines(client: FoyerClient, watch: ExportWatch): AsyncGenerator<string, void> {
  const identities = new UserIdentities(client);
  yield formatLine({ type: 'foyer', version: formatVersion });
  const { appVariables } = await client.query(AppVariablesDocument, {});
  yield* variableLines(appVariables, 'APP', {});
  for await (const lines of mapOrdered(walkUsersOldestFirst(client), atOnce, (user) =>
    userLines(client, user, identities),
  )) {
    yield* lines;
    watch.onUser();
  }
  const sessions = walkPages((after) => client.sessions({ sort: 'STARTED_ASC', first: pageSize, after }));
  const viewsWritten = new Set<string>();
  for await (const source of mapOrdered(sessions, atOnce, ({ id }) => readSession(client, id, identities))) {
    // Deleted since it was listed.
    if (source === null) continue;
    yield* sessionLines(client, source, identities, viewsWritten);
    watch.onSession();
  }
}

/**
 * Users in the order in which they were made. The API lists the newest first, so the pages are walked to the end for their
 * cursors, and then read backwards; who comes in meanwhile is in front of the first page and not seen.
 */
export async function* walkUsersOldestFirst(client: FoyerClient, first = pageSize): AsyncGenerator<User, void> {
  const newest = await client.users({ first });
  const starts: (string | null)[] = [];
  let info = newest.pageInfo;
  while (info.hasNextPage) {
    starts.push(info.endCursor);
    info = (await client.query<UserPage>(USER_PAGE, { first, after: info.endCursor })).users.pageInfo;
  }
  for (const after of starts.toReversed()) {
    yield* (await client.users({ first, after })).nodes.toReversed();
  }
  yield* newest.nodes.toReversed();
}

interface UserPage {
  readonly users: Pick<Page<User>, 'pageInfo'>;
}
const USER_PAGE = `query UserPage($first: Int, $after: Cursor) {
  users(first: $first, after: $after) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
}`;

async function userLines(client: FoyerClient, user: User, known: UserIdentities): Promise<string[]> {
  const identities = known.remember(user);
  const platforms = [...new Set(identities.map(({ platform }) => platform))].toSorted();
  const views = await Promise.all(platforms.map((platform) => readVariables(client, user.id, platform)));
  const [identity] = identities;
  const holder = { user: identity && formatIdentity(identity) };
  return [
    formatLine({
      type: 'user',
      identities: identities.map((one) => ({
        ...formatIdentity(one),
        ...(one.displayName === null ? {} : { displayName: one.displayName }),
        ...(one.verified ? { verified: true } : {}),
        ...(one.primary ? { primary: true } : {}),
      })),
      displayName: user.displayName,
      metadata: user.metadata,
    }),
    ...variableLines(views[0] ?? [], 'USER', holder),
    ...platforms.flatMap((platform, index) => variableLines(views[index] ?? [], 'PLATFORM', { ...holder, platform })),
  ];
}

/** The user's variables, and their view of the platform. */
async function readVariables(client: FoyerClient, id: string, platform: string): Promise<readonly Variable[]> {
  const data = await client.query(UserVariablesDocument, { user: { id }, platform });
  return data.user?.variables ?? [];
}
