import { isDeepStrictEqual } from 'node:util';
import type { Participant } from '@foyer/client';
import type { ImportContext } from '../transfer/import-context.js';
import { BadLine } from '../transfer/shape.js';
import { hashOf } from './hash.js';
import type { OpenSession } from './open-session.js';
import type { ParticipantLine, UserIdentity } from './lines.js';

/** Brings in a session's participants, and knows afterwards who is meant by which number. */
export class SessionPeople {
  readonly #context: ImportContext;
  readonly #session: OpenSession;
  readonly #ids = new Map<number, string>();
  /** Those of the session for whom no line has come yet, in the order of their coming. */
  #others: readonly Participant[];

  constructor(context: ImportContext, session: OpenSession, there: readonly Participant[]) {
    this.#context = context;
    this.#session = session;
    this.#others = there;
  }

  /** @throws BadLine where no line before told of this participant. */
  idOf(participant: number): string {
    const id = this.#ids.get(participant);
    if (id === undefined) throw new BadLine(`No line before this one tells of participant ${participant}.`);
    return id;
  }

  async take(line: ParticipantLine): Promise<void> {
    const { client, report } = this.#context;
    if (this.#ids.has(line.participant)) throw new BadLine(`Participant ${line.participant} has a line already.`);
    const userId = line.user === null ? null : await this.#userIdOf(line.user);
    const found = this.#others.find((one) => isSame(one, line, userId));
    if (found !== undefined) {
      this.#others = this.#others.filter((one) => one !== found);
      report.existing('participants');
    }
    const participant = found ?? (await this.#join(line, userId));
    this.#ids.set(line.participant, participant.id);
    if (!line.left || participant.leftAt !== null) return;
    await client.leaveSession(participant.id);
    this.#session.seq = null;
  }

  async #join(
    { participant: number, kind, name, metadata }: ParticipantLine,
    userId: string | null,
  ): Promise<Participant> {
    const { client, report } = this.#context;
    const sessionId = this.#session.id;
    // Of two imports that come here in the same moment, the second is answered with the first one's participant.
    const idempotencyKey = `import ${hashOf([sessionId, number, kind, name, userId, metadata])}`;
    const participant = await client.joinSession({ sessionId, kind, name, userId, metadata, idempotencyKey });
    this.#session.seq = null;
    report.created('participants');
    return participant;
  }

  async #userIdOf({ platform, externalId }: UserIdentity): Promise<string> {
    const user = await this.#context.client.user({ identity: { platform, externalId } });
    if (user === null) throw new BadLine(`There is no user ${platform}/${externalId}.`);
    return user.id;
  }
}

function isSame(one: Participant, { kind, name, metadata }: ParticipantLine, userId: string | null): boolean {
  return one.kind === kind && one.name === name && one.userId === userId && isDeepStrictEqual(one.metadata, metadata);
}
