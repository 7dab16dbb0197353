// Imports a conversation whose messages all have ids of their own. What is there already is seen from the session itself:
// messages by their ids, variables by their versions, the task by its id, and the whole by the mark of session-target. So a
// crash at any point, or a second run a year later, doubles nothing and leaves nothing out.
import { FoyerError, type FoyerClient, type Session } from '@foyer/client';
import type { NewMessage, SetTaskInput } from '@foyer/client/graphql';
import { chunksOf } from './chunks.js';
import type { ImportContext } from './import-context.js';
import { walkMessages } from './pages.js';
import { assertGoing } from './run.js';
import { beginSession, findSession, finishSession, isUnfinished } from './session-target.js';
import type { SessionSettings, SessionSpec } from './session-target.js';
import { BadLine } from './shape.js';

export interface Conversation {
  readonly session: SessionSpec;
  readonly settings: SessionSettings;
  /** In the order in which they happened, and will stand in the session's events. */
  readonly steps: readonly Step[];
}

export type Step = MessagesStep | VariablesStep | TaskStep;

interface MessagesStep {
  readonly kind: 'messages';
  readonly messages: readonly IdentifiedMessage[];
}

export interface IdentifiedMessage extends NewMessage {
  readonly externalId: string;
}

/** Set together, or not at all. */
interface VariablesStep {
  readonly kind: 'variables';
  readonly variables: readonly {
    readonly name: string;
    readonly value: unknown;
    /** The version that it gets: how often the conversation has set it by then. */
    readonly version: number;
  }[];
}

interface TaskStep {
  readonly kind: 'task';
  readonly task: Omit<SetTaskInput, 'sessionId' | 'idempotencyKey'>;
}

/** What of a conversation a session holds. */
interface Progress {
  readonly messageIds: ReadonlySet<string>;
  readonly versions: ReadonlyMap<string, number>;
  readonly taskId: string | null;
}

/**
 * Brings the conversation in, or what is missing of it.
 *
 * @throws BadLine or FoyerError where it cannot be taken (see `isRefusal`); Stopped where the user asked to stop.
 */
export async function importConversation(conversation: Conversation, context: ImportContext): Promise<void> {
  const { client, report } = context;
  const found = await findSession(client, conversation.session);
  if (found === null) report.created('sessions');
  else report.existing('sessions');
  const session = found ?? (await beginSession(client, conversation.session));
  const progress = found === null ? NOTHING : await readProgress(conversation, found, client);
  const done = stepsDone(conversation.steps, progress, isUnfinished(session));
  for (const step of conversation.steps.slice(0, done))
    report.existing(step.kind === 'task' ? 'tasks' : step.kind, sizeOf(step));
  const rest = conversation.steps.slice(done);
  if (rest.length > 0) await makeWritable(session, client);
  for (const step of rest) await takeStep(step, session, progress, context);
  if (isUnfinished(session)) await finishSession(client, session.id, conversation.settings);
}

const NOTHING: Progress = { messageIds: new Set(), versions: new Map(), taskId: null };

async function readProgress(conversation: Conversation, session: Session, client: FoyerClient): Promise<Progress> {
  const messageIds = await readMessageIds(conversation, session, client);
  if (!isUnfinished(session) && messageIds.size === expectedMessages(conversation).size)
    return { ...NOTHING, messageIds };
  const variables = (await client.variables({ sessionId: session.id, scope: 'SESSION' })) ?? [];
  const context = await client.context({ sessionId: session.id });
  return {
    messageIds,
    versions: new Map(variables.map(({ name, version }) => [name, version])),
    taskId: context?.currentTask?.id ?? null,
  };
}

/** Ids of the conversation's messages that the session has, read no further than the last of them. */
async function readMessageIds(conversation: Conversation, session: Session, client: FoyerClient): Promise<Set<string>> {
  const expected = expectedMessages(conversation);
  const found = new Set<string>();
  for await (const message of walkMessages(client, session.id)) {
    const wanted = message.externalId === null ? undefined : expected.get(message.externalId);
    if (wanted === undefined) continue;
    if (message.redactedAt === null && (message.content !== wanted.content || message.role !== wanted.role)) {
      throw new BadLine(`Session ${session.slug} has another text in its message ${wanted.externalId}.`);
    }
    found.add(wanted.externalId);
    if (found.size === expected.size) break;
  }
  return found;
}

function expectedMessages({ steps }: Conversation): Map<string, IdentifiedMessage> {
  const messages = steps.flatMap((step) => (step.kind === 'messages' ? step.messages : []));
  return new Map(messages.map((message) => [message.externalId, message]));
}

/**
 * How many of the first steps are in the session. Steps are taken strictly in their order, so all before a message that is
 * there are there; only those between it and the next message have to be looked at.
 */
export function stepsDone(steps: readonly Step[], progress: Progress, unfinished: boolean): number {
  const isThere = ({ externalId }: IdentifiedMessage): boolean => progress.messageIds.has(externalId);
  const last = steps.findLastIndex((step) => step.kind === 'messages' && step.messages.some(isThere));
  const lastStep = steps[last];
  if (lastStep?.kind === 'messages' && !lastStep.messages.every(isThere)) return last;
  const next = steps.findIndex((step, index) => index > last && step.kind === 'messages');
  // Of a finished conversation all was there once; what is missing now was changed by others, and is theirs.
  if (next === -1 && !unfinished) return steps.length;
  const between = steps.slice(last + 1, next === -1 ? undefined : next);
  return last + 1 + between.findLastIndex((step) => isVisible(step, progress)) + 1;
}

function isVisible(step: Step, { versions, taskId }: Progress): boolean {
  if (step.kind === 'task') return step.task.id === taskId;
  if (step.kind === 'messages') return false;
  return step.variables.every(({ name, version }) => (versions.get(name) ?? 0) >= version);
}

async function makeWritable({ id, slug, status }: Session, client: FoyerClient): Promise<void> {
  if (status === 'ENDED') throw new BadLine(`Session ${slug} has ended before all of the conversation was there.`);
  if (status === 'PAUSED') await client.resumeSession({ id });
}

async function takeStep(step: Step, session: Session, progress: Progress, context: ImportContext): Promise<void> {
  assertGoing(context.stop);
  if (step.kind === 'messages') return addMessages(step, session, progress, context);
  if (step.kind === 'variables') return setVariables(step, session, context);
  const { client, report } = context;
  // The key keeps a second import that runs beside this one from setting an older task over a newer one.
  await client.setCurrentTask({ ...step.task, sessionId: session.id, idempotencyKey: `${session.id} ${step.task.id}` });
  report.created('tasks');
}

async function addMessages(
  step: MessagesStep,
  session: Session,
  progress: Progress,
  context: ImportContext,
): Promise<void> {
  const { client, report, stop } = context;
  const missing = step.messages.filter(({ externalId }) => !progress.messageIds.has(externalId));
  report.existing('messages', step.messages.length - missing.length);
  for (const messages of chunksOf(missing)) {
    assertGoing(stop);
    const document = 'mutation ImportMessages($input: AddMessagesInput!) { addMessages(input: $input) { id } }';
    // Each has an externalId, so that none can be added twice.
    await client.mutate(document, { input: { sessionId: session.id, messages } }, { repeatable: true });
    report.created('messages', messages.length);
  }
}

async function setVariables({ variables }: VariablesStep, session: Session, context: ImportContext): Promise<void> {
  const { client, report } = context;
  const document = 'mutation ImportVariables($input: SetVariablesInput!) { setVariables(input: $input) { version } }';
  const input = {
    target: { sessionId: session.id },
    variables: variables.map(({ name, value, version }) => ({ name, value, expectedVersion: version - 1 })),
  };
  try {
    // The expected versions let it happen once, however often it is sent.
    await client.mutate(document, { input }, { repeatable: true });
    report.created('variables', variables.length);
  } catch (error) {
    if (!(error instanceof FoyerError && error.code === 'VERSION_CONFLICT')) throw error;
    const now = (await client.variables({ sessionId: session.id, scope: 'SESSION' })) ?? [];
    const versions = new Map(now.map(({ name, version }) => [name, version]));
    // An attempt whose answer was lost, or another import of the same file, has set them: that was the aim.
    if (variables.some(({ name, version }) => (versions.get(name) ?? 0) < version)) throw error;
    report.existing('variables', variables.length);
  }
}

function sizeOf(step: Step): number {
  if (step.kind === 'messages') return step.messages.length;
  return step.kind === 'variables' ? step.variables.length : 1;
}
