import type { Message } from '@foyer/client';
import type { MessageLine } from './lines.js';

/**
 * Finds lines among the messages that a session has already, each message once.
 *
 * Both come in the same order, so the session is read along with the file and little is kept: only messages that were
 * passed over because no line has asked for them yet.
 */
export class MessageMatcher {
  readonly #messages: AsyncIterator<Message>;
  /** By external id, or by role and time. */
  readonly #passed = new Map<string, Message[]>();

  constructor(messages: AsyncIterable<Message>) {
    this.#messages = messages[Symbol.asyncIterator]();
  }

  /** The message that the line describes, or `null` where it is not there. */
  async find(line: MessageLine): Promise<Message | null> {
    const passed = this.#takePassed(line);
    if (passed !== null) return passed;
    for (let next = await this.#messages.next(); next.done !== true; next = await this.#messages.next()) {
      const message = next.value;
      if (isSame(line, message)) return message;
      const key = keyOf(message, message.createdAt);
      this.#passed.set(key, [...(this.#passed.get(key) ?? []), message]);
    }
    return null;
  }

  #takePassed(line: MessageLine): Message | null {
    // A line without a time may be any message with its text; such lines are written by hand, and few.
    const keys =
      line.externalId === null && line.at === null ? [...this.#passed.keys()] : [keyOf(line, instantOf(line.at))];
    for (const key of keys) {
      const messages = this.#passed.get(key) ?? [];
      const index = messages.findIndex((message) => isSame(line, message));
      const [message] = index === -1 ? [] : messages.splice(index, 1);
      if (message !== undefined) return message;
    }
    return null;
  }
}

function keyOf({ externalId, role }: Pick<Message, 'externalId' | 'role'>, at: string | null): string {
  return externalId === null ? `${role} ${at}` : `id ${externalId}`;
}

function isSame(line: MessageLine, message: Message): boolean {
  if (line.externalId !== null || message.externalId !== null) return line.externalId === message.externalId;
  const isSameTime = line.at === null || instantOf(line.at) === message.createdAt;
  const isBlank = line.redacted || message.redactedAt !== null;
  return line.role === message.role && isSameTime && (isBlank || line.content === message.content);
}

/** The instant as the server writes it, whatever offset the line has. */
function instantOf(at: string | null): string | null {
  const time = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? at : new Date(time).toISOString();
}
