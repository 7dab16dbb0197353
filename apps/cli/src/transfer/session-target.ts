// How an import finds or begins a session. A session that is being imported carries a mark in its metadata until all of it
// is there: the one fact that a later run needs and cannot see otherwise, written with the session itself, so that no crash
// can fall between them.
import type { FoyerClient, Session } from '@foyer/client';
import type { CreateSessionInput, IdleAction } from '@foyer/client/graphql';
import { BadLine } from './shape.js';

const mark = 'foyer:importing';
/** It does not go idle meanwhile, however long the import rests. */
const UNFINISHED = { metadata: { [mark]: true }, idleTimeoutSeconds: 0 };

export interface SessionSpec {
  readonly slug: string;
  readonly user: CreateSessionInput['user'];
  readonly platform: string;
  readonly key: string;
  readonly environment?: CreateSessionInput['environment'];
  readonly kind?: string;
  readonly title: string | null;
}

export interface SessionSettings {
  readonly metadata: unknown;
  readonly idleTimeoutSeconds: number;
  readonly idleAction?: IdleAction;
}

/** True from `beginSession` to `finishSession`. */
export function isUnfinished({ metadata }: Session): boolean {
  return typeof metadata === 'object' && metadata !== null && Object.hasOwn(metadata, mark);
}

/**
 * The session with this slug, or `null`.
 *
 * @throws BadLine where the slug belongs to something else.
 */
export async function findSession(client: FoyerClient, { slug, platform, key }: SessionSpec): Promise<Session | null> {
  const session = await client.session({ slug });
  if (session !== null && (session.platform !== platform || session.key !== key)) {
    throw new BadLine(
      `The slug ${slug} belongs to another session (platform ${session.platform}, key ${session.key}).`,
    );
  }
  return session;
}

/** Makes the session, marked as unfinished. */
export function beginSession(client: FoyerClient, spec: SessionSpec): Promise<Session> {
  return client.createSession({ ...spec, ...UNFINISHED });
}

/** Marks a session as unfinished again. */
export async function markUnfinished(client: FoyerClient, id: string): Promise<void> {
  await client.updateSession({ id, ...UNFINISHED });
}

/** Gives the session its own metadata and idle settings, and so takes the mark away. */
export async function finishSession(client: FoyerClient, id: string, settings: SessionSettings): Promise<void> {
  const { metadata, idleTimeoutSeconds, idleAction } = settings;
  await client.updateSession({ id, metadata, idleTimeoutSeconds, ...(idleAction === undefined ? {} : { idleAction }) });
}
