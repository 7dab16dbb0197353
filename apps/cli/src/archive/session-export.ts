import type { Context, FoyerClient, Message, Page, Session, Variable } from '@foyer/client';
import { pageSize, walkPages } from '../transfer/pages.js';
import type { UserIdentities } from './user-identities.js';
import { formatIdentity, formatLine, variableLines } from './write.js';

/** A session as read for its export, with the first page of its messages. */
export interface SessionSource {
  readonly session: Session;
  readonly context: Context;
  readonly variables: readonly Variable[];
  readonly messages: Page<Message>;
  readonly user: Awaited<ReturnType<UserIdentities['of']>>;
}

/** Reads the session as it is now, or `null` where it is gone. */
export async function readSession(
  client: FoyerClient,
  id: string,
  users: UserIdentities,
): Promise<SessionSource | null> {
  const [session, context, variables, messages] = await Promise.all([
    client.session({ id }),
    client.context({ sessionId: id, includeLeft: true }),
    client.variables({ sessionId: id, scope: 'SESSION' }),
    client.messages({ sessionId: id, first: pageSize }),
  ]);
  if (session === null || context === null || variables === null || messages === null) return null;
  return { session, context, variables, messages, user: await users.of(session.userId) };
}

/**
 * The lines of one session, of which only a page of messages is in memory at a time.
 *
 * @param viewsWritten - users' views of platforms that are in the file already; the session's is added.
 */
export async function* sessionLines(
  client: FoyerClient,
  source: SessionSource,
  users: UserIdentities,
  viewsWritten: Set<string>,
): AsyncGenerator<string, void> {
  const { session, context, variables, user } = source;
  const { slug } = session;
  yield headLine(source);
  const people = new PeopleWriter(slug, users);
  for (const participant of context.participants) yield await people.lineOf(participant);
  for await (const message of walkAllMessages(client, source)) {
    const { participant } = message;
    // Joined after the participants were read.
    if (participant !== null && !people.has(participant.id)) yield await people.lineOf(participant);
    yield messageLine(slug, message, participant && people.numberOf(participant.id));
  }
  yield* variableLines(variables, 'SESSION', { session: slug });
  // On platforms where the user has an identity, the view stands among the user's own lines.
  const view = `${session.userId} ${session.platform}`;
  if (!user.some(({ platform }) => platform === session.platform) && !viewsWritten.has(view)) {
    viewsWritten.add(view);
    yield* variableLines((await client.variables({ sessionId: session.id, scope: 'PLATFORM' })) ?? [], 'PLATFORM', {
      session: slug,
    });
  }
  if (context.currentTask !== null) yield formatLine({ type: 'task', session: slug, ...context.currentTask });
  yield formatLine({ type: 'status', session: slug, status: session.status, endReason: session.endReason });
}

function headLine({ session, context, user: [identity] }: SessionSource): string {
  return formatLine({
    type: 'session',
    session: session.slug,
    user: identity && formatIdentity(identity),
    platform: session.platform,
    key: session.key,
    environment: session.environment,
    kind: session.kind,
    title: session.title,
    metadata: session.metadata,
    idleTimeoutSeconds: session.idleTimeoutSeconds,
    idleAction: session.idleAction,
    ...(context.notebooks.length > 0 ? { notebooks: context.notebooks } : {}),
    ...(context.integrations.length > 0 ? { integrations: context.integrations } : {}),
  });
}

function walkAllMessages(client: FoyerClient, { session, messages }: SessionSource): AsyncGenerator<Message, void> {
  return walkPages((after) =>
    after === null ? Promise.resolve(messages) : client.messages({ sessionId: session.id, first: pageSize, after }),
  );
}

function messageLine(session: string, message: Message, participant: number | null): string {
  const { role, platform, externalId, createdAt: at } = message;
  const whose = { platform, externalId, participant };
  if (message.redactedAt !== null) return formatLine({ type: 'message', session, role, redacted: true, ...whose, at });
  const { content, parts, metadata } = message;
  return formatLine({ type: 'message', session, role, content, parts, ...whose, metadata, at });
}

/** Numbers the participants of a session in the order of their coming. */
class PeopleWriter {
  readonly #session: string;
  readonly #users: UserIdentities;
  readonly #numbers = new Map<string, number>();

  constructor(session: string, users: UserIdentities) {
    this.#session = session;
    this.#users = users;
  }

  has(id: string): boolean {
    return this.#numbers.has(id);
  }

  numberOf(id: string): number | null {
    return this.#numbers.get(id) ?? null;
  }

  async lineOf({ id, kind, name, userId, metadata, leftAt }: Context['participants'][number]): Promise<string> {
    const participant = this.#numbers.size + 1;
    this.#numbers.set(id, participant);
    const [identity] = userId === null ? [] : await this.#users.of(userId);
    const left = leftAt === null ? null : true;
    const user = identity && formatIdentity(identity);
    return formatLine({ type: 'participant', session: this.#session, participant, kind, name, user, metadata, left });
  }
}
