import { randomUUID } from 'node:crypto';
import { FoyerError, type Session } from '@foyer/client';
import type { NewMessage } from '@foyer/client/graphql';
import { Chunker } from '../transfer/chunks.js';
import type { ImportContext } from '../transfer/import-context.js';
import { walkMessages } from '../transfer/pages.js';
import { assertGoing } from '../transfer/run.js';
import type { MessageLine } from './lines.js';
import { MessageMatcher } from './message-matcher.js';
import type { OpenSession } from './open-session.js';
import { PartRefused, sendItems, type Placed, type RunningPart } from './part.js';
import type { SessionPeople } from './session-people.js';

/** Stands in a redacted message for the moment between its adding and its redaction: a message cannot be added empty. */
const placeholder = '[redacted]';

interface Entry extends Placed<MessageLine> {
  readonly message: NewMessage;
}

/** Asks for no more than is needed: the messages themselves are known. */
const ADD_MESSAGES = 'mutation ImportMessages($input: AddMessagesInput!) { addMessages(input: $input) { id seq } }';
interface Added {
  readonly addMessages: readonly { readonly id: string; readonly seq: number }[];
}

export interface MessagesOptions {
  readonly context: ImportContext;
  readonly part: RunningPart;
  readonly session: OpenSession;
  readonly people: SessionPeople;
  /** Makes the session active by the given request, also where another has its place. */
  readonly claim: (open: () => Promise<Session>) => Promise<Session>;
}

/** Refusals of the session rather than of a message in it. */
const SESSION_CODES: ReadonlySet<string> = new Set([
  'SESSION_ENDED',
  'SESSION_PAUSED',
  'NOT_FOUND',
  'VERSION_CONFLICT',
]);

/** Brings in a session's messages in their order, those that are not there yet. */
export class SessionMessages {
  readonly #context: ImportContext;
  readonly #part: RunningPart;
  readonly #session: OpenSession;
  readonly #people: SessionPeople;
  readonly #claim: MessagesOptions['claim'];
  readonly #matcher: MessageMatcher | null;
  readonly #chunker = new Chunker<Entry>();

  constructor({ context, part, session, people, claim }: MessagesOptions) {
    this.#context = context;
    this.#part = part;
    this.#session = session;
    this.#people = people;
    this.#claim = claim;
    this.#matcher = session.isNew ? null : new MessageMatcher(walkMessages(context.client, session.id));
  }

  async take({ line, place }: Placed<MessageLine>): Promise<void> {
    const found = (await this.#matcher?.find(line)) ?? null;
    if (found === null) return this.#send(this.#chunker.add({ line, place, message: this.#messageOf(line) }));
    this.#context.report.existing('messages');
    if (line.redacted && found.redactedAt === null) await this.#redact(found.id);
  }

  /** Writes what has been gathered. */
  flush(): Promise<void> {
    return this.#send(this.#chunker.take());
  }

  #messageOf(line: MessageLine): NewMessage {
    const { role, content, parts, platform, externalId, participant, metadata, at, redacted } = line;
    return {
      role,
      content: redacted ? placeholder : content,
      ...(parts === null ? {} : { parts }),
      ...(platform === null ? {} : { platform }),
      ...(externalId === null ? {} : { externalId }),
      ...(participant === null ? {} : { participantId: this.#people.idOf(participant) }),
      ...(metadata === null ? {} : { metadata }),
      ...(at === null ? {} : { at }),
    };
  }

  async #send(entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) await this.#makeActive();
    await sendItems(
      entries,
      (some) => this.#append(some),
      (entry, error) => {
        if (!(error instanceof FoyerError && SESSION_CODES.has(error.code)))
          return this.#part.refuse(entry.place, error);
        const lines = entries.length - entries.indexOf(entry) + this.#chunker.size;
        throw new PartRefused(entry.place, error, lines);
      },
    );
  }

  async #makeActive(): Promise<void> {
    const { id, status } = this.#session;
    if (status !== 'PAUSED') return;
    const session = await this.#claim(() => this.#context.client.resumeSession({ id }));
    this.#session.status = session.status;
    this.#session.wasResumed = true;
    this.#session.seq = session.seq;
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const { client, report, stop } = this.#context;
    assertGoing(stop);
    const sessionId = this.#session.id;
    // Keeps out messages without an id of their own that a second import of the same file would add beside these.
    const expectedSeq = this.#session.seq ?? (await client.session({ id: sessionId }))?.seq ?? null;
    const idempotencyKey = randomUUID();
    const input = { sessionId, expectedSeq, idempotencyKey, messages: entries.map(({ message }) => message) };
    const { addMessages: messages } = await client.mutate<Added>(ADD_MESSAGES, { input });
    this.#session.seq = Math.max(expectedSeq ?? 0, ...messages.map(({ seq }) => seq));
    report.created('messages', entries.length);
    for (const [index, { line }] of entries.entries()) {
      const id = messages[index]?.id;
      if (line.redacted && id !== undefined) await this.#redact(id);
    }
  }

  async #redact(id: string): Promise<void> {
    await this.#context.client.redactMessage({ id });
    this.#session.seq = null;
  }
}
