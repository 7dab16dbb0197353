import type { Context, Session } from '@foyer/client';
import type { ImportContext } from '../transfer/import-context.js';
import { assertGoing, isRefusal, type Place } from '../transfer/run.js';
import {
  beginSession,
  findSession,
  finishSession,
  isUnfinished,
  type SessionSpec,
} from '../transfer/session-target.js';
import { BadLine } from '../transfer/shape.js';
import type { ArchiveLine, SessionLine, StatusLine, TaskLine, VariableLine } from './lines.js';
import type { OpenSession } from './open-session.js';
import type { OrderPlace } from './order.js';
import { PartRefused, type PartWork, type Placed, type RunningPart } from './part.js';
import type { Seats } from './seats.js';
import { SessionMessages } from './session-messages.js';
import { SessionPeople } from './session-people.js';
import { VariableWriter } from './variable-writer.js';

/** What is being done with one session's lines. */
interface Course {
  readonly session: OpenSession;
  readonly people: SessionPeople;
  readonly messages: SessionMessages;
  readonly task: Context['currentTask'];
  readonly writers: Map<string, VariableWriter>;
  isClosed: boolean;
}

/**
 * Brings in a session and all that is in it, or what is missing of it.
 *
 * In a session that was finished before, only messages and participants are looked for: what else is missing there was
 * changed by others since, and is theirs.
 */
export class SessionWork implements PartWork {
  readonly #context: ImportContext;
  readonly #line: SessionLine;
  readonly #seats: Seats;
  /** Sessions that had to step aside while this one is being filled. */
  readonly #displaced = new Set<string>();

  constructor(line: SessionLine, context: ImportContext, seats: Seats) {
    this.#line = line;
    this.#context = context;
    this.#seats = seats;
  }

  accepts(line: ArchiveLine): boolean {
    return 'session' in line && line.type !== 'session' && line.session === this.#line.session;
  }

  async run(part: RunningPart): Promise<void> {
    try {
      await this.#takeAll(part);
    } finally {
      await this.#seats.restore(this.#displaced);
    }
  }

  async #takeAll(part: RunningPart): Promise<void> {
    let course: Course | null = null;
    let first: Place | null = null;
    for await (const entry of part.lines) {
      first ??= entry.place;
      assertGoing(this.#context.stop);
      try {
        course ??= await this.#open(part);
        await this.#take(entry, course, part);
      } catch (error) {
        if (course === null && isRefusal(error)) throw new PartRefused(entry.place, error);
        if (error instanceof PartRefused) throw withLine(error, entry);
        part.refuse(entry.place, error);
      }
    }
    assertGoing(this.#context.stop);
    if (course === null || first === null || course.isClosed) return;
    await flush(course);
    part.refuse(
      first,
      new BadLine(`Session ${this.#line.session} has no status line at its end, and stays unfinished.`),
    );
  }

  async #open(part: RunningPart): Promise<Course> {
    const { client, report } = this.#context;
    const found = await this.#find(part.order);
    const isNew = found === null;
    const claim = (open: () => Promise<Session>): Promise<Session> =>
      this.#seats.claim(open, part.order.earlierDone, (id) => this.#displaced.add(id));
    const source = found ?? (await claim(() => beginSession(client, specOf(this.#line))));
    part.order.made();
    if (isNew) report.created('sessions');
    else report.existing('sessions');
    const { id, slug, status, seq } = source;
    const session: OpenSession = {
      id,
      slug,
      isNew,
      isUnfinished: isUnfinished(source),
      status,
      wasResumed: false,
      seq,
    };
    const there = isNew ? null : await client.context({ sessionId: id, includeLeft: true });
    await this.#addSets(session, there);
    const people = new SessionPeople(this.#context, session, there?.participants ?? []);
    const messages = new SessionMessages({ context: this.#context, part, session, people, claim });
    return { session, people, messages, task: there?.currentTask ?? null, writers: new Map(), isClosed: false };
  }

  async #find(order: OrderPlace): Promise<Session | null> {
    const spec = specOf(this.#line);
    await order.earlierMade;
    const found = await findSession(this.#context.client, spec);
    if (found === null || !isUnfinished(found)) return found;
    // An earlier part of this file may be at work on it.
    await order.earlierDone;
    return findSession(this.#context.client, spec);
  }

  async #addSets(session: OpenSession, there: Context | null): Promise<void> {
    if (!session.isUnfinished) return;
    const { client } = this.#context;
    const { id: sessionId } = session;
    const notebooks = this.#line.notebooks.filter((one) => there?.notebooks.includes(one) !== true);
    const integrations = this.#line.integrations.filter((one) => there?.integrations.includes(one) !== true);
    for (const notebook of notebooks) await client.addNotebook({ sessionId, notebook });
    for (const integration of integrations) await client.addIntegration({ sessionId, integration });
    if (notebooks.length + integrations.length > 0) session.seq = null;
  }

  async #take({ line, place }: Placed, course: Course, part: RunningPart): Promise<void> {
    switch (line.type) {
      case 'participant':
        return course.people.take(line);
      case 'message':
        return course.messages.take({ line, place });
      case 'variable':
        return this.#takeVariable({ line, place }, course, part);
      case 'task':
        return this.#takeTask(line, course);
      case 'status':
        return this.#close(line, course, part);
      default:
    }
  }

  async #takeVariable(entry: Placed<VariableLine>, course: Course, part: RunningPart): Promise<void> {
    const { client, report } = this.#context;
    const { session, writers } = course;
    const { scope } = entry.line;
    // A view of the platform is the user's, and carries no mark: what is missing of it is always brought in.
    if (scope === 'SESSION' && !session.isUnfinished) return report.existing('variables');
    await course.messages.flush();
    let writer = writers.get(scope);
    if (writer === undefined) {
      const isEmpty = session.isNew && scope === 'SESSION';
      const there = isEmpty ? null : await client.variables({ sessionId: session.id, scope });
      const names = new Set(there?.map(({ name }) => name));
      writer = new VariableWriter(this.#context, part, { target: { scope, sessionId: session.id }, names });
      writers.set(scope, writer);
    }
    session.seq = null;
    await writer.add(entry);
  }

  async #takeTask(line: TaskLine, course: Course): Promise<void> {
    const { client, report } = this.#context;
    const { id, description, status, progress, data, startedAt, completedAt } = line;
    const task = { id, description, status, progress, data, startedAt, completedAt };
    if (!course.session.isUnfinished || course.task?.id === task.id) return report.existing('tasks');
    await course.messages.flush();
    await client.setCurrentTask({ ...task, sessionId: course.session.id });
    course.session.seq = null;
    report.created('tasks');
  }

  async #close(line: StatusLine, course: Course, part: RunningPart): Promise<void> {
    course.isClosed = true;
    await flush(course);
    const { session } = course;
    if (session.isUnfinished && !part.isWhole()) {
      throw new BadLine(
        `Session ${session.slug} stays unfinished, since lines of it were refused: mend or remove them, and import again.`,
      );
    }
    await this.#settle(line, session);
  }

  /** Gives the session its status; where it has it already, nothing changes. Ending comes last: nothing is written after it. */
  async #settle({ status, endReason }: StatusLine, session: OpenSession): Promise<void> {
    const { client } = this.#context;
    const { id, isUnfinished: unfinished } = session;
    if (status === 'PAUSED' && (unfinished || session.wasResumed)) await client.pauseSession({ id });
    if (status === 'ACTIVE') return unfinished ? this.#seats.activate(id, this.#line) : this.#seats.know(id);
    if (unfinished) await finishSession(client, id, this.#line);
    if (status === 'ENDED' && session.status !== 'ENDED') await client.endSession({ id, reason: endReason });
  }
}

/** Counts the line in at which messages before it were refused, unless it is one of them. */
function withLine(error: PartRefused, { line }: Placed): PartRefused {
  return new PartRefused(error.place, error.cause, error.lines + (line.type === 'message' ? 0 : 1));
}

async function flush({ messages, writers }: Course): Promise<void> {
  await messages.flush();
  for (const writer of writers.values()) await writer.flush();
}

function specOf({ session, user, platform, key, environment, kind, title }: SessionLine): SessionSpec {
  return { slug: session, user: { identity: user }, platform, key, environment, kind, title };
}
