// The lines of Foyer's own format, as docs/format.md describes them, read from their text.
import type { Session, Task } from '@foyer/client';
import type { IdleAction, MessageRole, ParticipantKind, VariableScope } from '@foyer/client/graphql';
import { BadLine, parseObject, type Shape } from '../transfer/shape.js';

/** The version of the format that is written, and the only one that is read. */
export const formatVersion = 1;

/** A user, by one of their identities. */
export interface UserIdentity {
  readonly platform: string;
  readonly externalId: string;
}

export interface UserLine {
  readonly type: 'user';
  readonly identities: readonly (UserIdentity & {
    readonly displayName: string | null;
    readonly verified: boolean;
    readonly primary: boolean;
  })[];
  readonly displayName: string | null;
  readonly metadata: unknown;
}

export interface SessionLine {
  readonly type: 'session';
  /** Its slug. */
  readonly session: string;
  readonly user: UserIdentity;
  readonly platform: string;
  readonly key: string;
  readonly environment: Session['environment'];
  readonly kind: string;
  readonly title: string | null;
  readonly metadata: unknown;
  readonly idleTimeoutSeconds: number;
  readonly idleAction: IdleAction;
  readonly notebooks: readonly string[];
  readonly integrations: readonly string[];
}

export interface ParticipantLine {
  readonly type: 'participant';
  readonly session: string;
  /** By which messages name them; unique in the session. */
  readonly participant: number;
  readonly kind: ParticipantKind;
  readonly name: string;
  readonly user: UserIdentity | null;
  readonly metadata: unknown;
  readonly left: boolean;
}

export interface MessageLine {
  readonly type: 'message';
  readonly session: string;
  readonly role: MessageRole;
  /** Empty where redacted. */
  readonly content: string;
  readonly parts: unknown;
  readonly platform: string | null;
  readonly externalId: string | null;
  /** The number of one of the session's participants. */
  readonly participant: number | null;
  readonly metadata: unknown;
  readonly at: string | null;
  readonly redacted: boolean;
}

export interface VariableLine {
  readonly type: 'variable';
  readonly scope: VariableScope;
  /** Of SESSION, and of PLATFORM where it stands among a session's lines. */
  readonly session: string | null;
  /** Of USER, and of PLATFORM where it stands among a user's lines. */
  readonly user: UserIdentity | null;
  readonly platform: string | null;
  readonly name: string;
  readonly value: unknown;
  readonly expiresAt: string | null;
}

export interface TaskLine extends Task {
  readonly type: 'task';
  readonly session: string;
}

/** The last line of a session's. */
export interface StatusLine {
  readonly type: 'status';
  readonly session: string;
  readonly status: Session['status'];
  readonly endReason: Session['endReason'];
}

export interface HeaderLine {
  readonly type: 'foyer';
}

export type ArchiveLine =
  | HeaderLine
  | UserLine
  | SessionLine
  | ParticipantLine
  | MessageLine
  | VariableLine
  | TaskLine
  | StatusLine;

/** @throws BadLine where the text is no line of this format. */
export function parseLine(text: string): ArchiveLine {
  const shape = parseObject(text);
  const line = READERS[shape.oneOf('type', TYPES)](shape);
  shape.assertNothingElse();
  return line;
}

const READERS = {
  foyer: readHeader,
  user: readUser,
  session: readSession,
  participant: readParticipant,
  message: readMessage,
  variable: readVariable,
  task: readTask,
  status: readStatus,
} as const;
const TYPES = Object.keys(READERS) as (keyof typeof READERS)[];

function readHeader(line: Shape): HeaderLine {
  const version = line.number('version');
  if (version === formatVersion) return { type: 'foyer' };
  throw new BadLine(`Version ${version} of the format is not known; this Foyer reads version ${formatVersion}.`);
}

function readUser(line: Shape): UserLine {
  const identities = line.objects('identities').map((identity) => ({
    ...readIdentity(identity, ['displayName', 'verified', 'primary']),
    displayName: identity.textOrNull('displayName'),
    verified: identity.flag('verified'),
    primary: identity.flag('primary'),
  }));
  // Nothing else would tell a repeated import that the user is there already.
  if (identities.length === 0) throw new BadLine('A user needs at least one identity.');
  return { type: 'user', identities, displayName: line.textOrNull('displayName'), metadata: line.json('metadata') };
}

function readIdentity(identity: Shape, others: readonly string[] = []): UserIdentity {
  const { platform, externalId } = { platform: identity.text('platform'), externalId: identity.text('externalId') };
  for (const other of others) identity.json(other);
  identity.assertNothingElse();
  return { platform, externalId };
}

function readUserIdentity(line: Shape): UserIdentity | null {
  return line.has('user') ? readIdentity(line.object('user')) : null;
}

function readSession(line: Shape): SessionLine {
  return {
    type: 'session',
    session: line.text('session'),
    user: readIdentity(line.object('user')),
    platform: line.text('platform'),
    key: line.text('key'),
    environment: line.oneOf('environment', ['BROWSER', 'SERVER', 'REMOTE', 'AGENT', 'PERSONA']),
    kind: line.text('kind'),
    title: line.textOrNull('title'),
    metadata: line.json('metadata') ?? {},
    idleTimeoutSeconds: line.number('idleTimeoutSeconds'),
    idleAction: line.oneOf('idleAction', ['PAUSE', 'END']),
    notebooks: line.texts('notebooks'),
    integrations: line.texts('integrations'),
  };
}

function readParticipant(line: Shape): ParticipantLine {
  return {
    type: 'participant',
    session: line.text('session'),
    participant: line.number('participant'),
    kind: line.oneOf('kind', ['HUMAN', 'AI', 'PERSONA']),
    name: line.text('name'),
    user: readUserIdentity(line),
    metadata: line.json('metadata') ?? {},
    left: line.flag('left'),
  };
}

function readMessage(line: Shape): MessageLine {
  const redacted = line.flag('redacted');
  return {
    type: 'message',
    session: line.text('session'),
    role: line.oneOf('role', ['USER', 'ASSISTANT', 'SYSTEM', 'TOOL']),
    content: redacted ? '' : line.text('content'),
    parts: redacted ? null : line.json('parts'),
    platform: line.textOrNull('platform'),
    externalId: line.textOrNull('externalId'),
    participant: line.numberOrNull('participant'),
    metadata: redacted ? null : line.json('metadata'),
    at: line.textOrNull('at'),
    redacted,
  };
}

function readVariable(line: Shape): VariableLine {
  const variable: VariableLine = {
    type: 'variable',
    scope: line.oneOf('scope', ['SESSION', 'PLATFORM', 'USER', 'APP']),
    session: line.textOrNull('session'),
    user: readUserIdentity(line),
    platform: line.textOrNull('platform'),
    name: line.text('name'),
    value: line.json('value'),
    expiresAt: line.textOrNull('expiresAt'),
  };
  const { scope } = variable;
  const given = [variable.session, variable.user, variable.platform].map((holder) => (holder === null ? '-' : '+'));
  if (HOLDERS[scope].includes(given.join(''))) return variable;
  throw new BadLine(`A variable of scope ${scope} ${HOLDERS_IN_WORDS[scope]}.`);
}

/** Which of session, user and platform a variable's line names. */
const HOLDERS: Readonly<Record<VariableScope, readonly string[]>> = {
  SESSION: ['+--'],
  PLATFORM: ['+--', '-++'],
  USER: ['-+-'],
  APP: ['---'],
};
const HOLDERS_IN_WORDS: Readonly<Record<VariableScope, string>> = {
  SESSION: 'names its session, and nothing else',
  PLATFORM: 'names either a session, or a user and a platform',
  USER: 'names its user, and nothing else',
  APP: 'names neither session nor user nor platform',
};

function readTask(line: Shape): TaskLine {
  return {
    type: 'task',
    session: line.text('session'),
    id: line.text('id'),
    description: line.text('description'),
    status: line.oneOf('status', ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED']),
    progress: line.numberOrNull('progress'),
    data: line.json('data'),
    startedAt: line.textOrNull('startedAt'),
    completedAt: line.textOrNull('completedAt'),
  };
}

function readStatus(line: Shape): StatusLine {
  const status = line.oneOf('status', ['ACTIVE', 'PAUSED', 'ENDED']);
  const endReason =
    status === 'ENDED'
      ? line.oneOf('endReason', ['COMPLETED', 'EXPIRED', 'DISCONNECTED', 'REPLACED', 'TERMINATED'])
      : null;
  return { type: 'status', session: line.text('session'), status, endReason };
}
