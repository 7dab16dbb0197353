import type { FoyerClient, Message, Session } from '@foyer/client';
import type { GetOrCreateSessionInput, NewMessage } from '@foyer/client/graphql';
import { randomUUID } from 'node:crypto';

type SessionInput = Partial<GetOrCreateSessionInput>;

/** Test data through the public API. Whatever is not given is made up, and belongs to this test alone. */
export class Seed {
  readonly #api: FoyerClient;

  constructor(api: FoyerClient) {
    this.#api = api;
  }

  /** A word that occurs nowhere else: for titles and texts that a test wants to find again. */
  word(prefix = 'w'): string {
    return `${prefix}${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  }

  /** A new session of a new user, with the given messages in it. */
  async session(input: SessionInput = {}, messages: readonly (string | NewMessage)[] = []): Promise<Session> {
    const externalId = this.word('user-');
    const { session } = await this.#api.getOrCreateSession({
      user: { identity: { platform: 'web', externalId, displayName: externalId } },
      platform: 'web',
      title: this.word('Session '),
      ...input,
    });
    if (messages.length > 0) await this.messages(session.id, messages);
    return session;
  }

  /** Texts alternate between the two speakers, the user first. */
  async messages(sessionId: string, messages: readonly (string | NewMessage)[]): Promise<readonly Message[]> {
    return await this.#api.addMessages({
      sessionId,
      messages: messages.map((message, at) =>
        typeof message === 'string' ? { role: at % 2 === 0 ? 'USER' : 'ASSISTANT', content: message } : message,
      ),
    });
  }
}
