/**
 * The closed sets of the API. The key is the name that GraphQL shows, the value is what is stored.
 */
export const SessionStatus = { ACTIVE: 'active', PAUSED: 'paused', ENDED: 'ended' } as const;
export type SessionStatus = (typeof SessionStatus)[keyof typeof SessionStatus];

export const EndReason = {
  COMPLETED: 'completed',
  EXPIRED: 'expired',
  DISCONNECTED: 'disconnected',
  REPLACED: 'replaced',
  TERMINATED: 'terminated',
} as const;
export type EndReason = (typeof EndReason)[keyof typeof EndReason];

export const IdleAction = { PAUSE: 'pause', END: 'end' } as const;
export type IdleAction = (typeof IdleAction)[keyof typeof IdleAction];

export const Environment = {
  BROWSER: 'browser',
  SERVER: 'server',
  REMOTE: 'remote',
  AGENT: 'agent',
  PERSONA: 'persona',
} as const;
export type Environment = (typeof Environment)[keyof typeof Environment];

export const ParticipantKind = { HUMAN: 'human', AI: 'ai', PERSONA: 'persona' } as const;
export type ParticipantKind = (typeof ParticipantKind)[keyof typeof ParticipantKind];

export const MessageRole = { USER: 'user', ASSISTANT: 'assistant', SYSTEM: 'system', TOOL: 'tool' } as const;
export type MessageRole = (typeof MessageRole)[keyof typeof MessageRole];

export const VariableScope = { SESSION: 'session', PLATFORM: 'platform', USER: 'user', APP: 'app' } as const;
export type VariableScope = (typeof VariableScope)[keyof typeof VariableScope];

export const TaskStatus = {
  PENDING: 'pending',
  IN_PROGRESS: 'in_progress',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const;
export type TaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus];

export const ActorKind = { APP: 'app', USER: 'user', OPERATOR: 'operator', SYSTEM: 'system' } as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];

export const OperatorRole = {
  VIEWER: 'viewer',
  SUPPORT: 'support',
  OPERATOR: 'operator',
  ADMIN: 'admin',
} as const;
export type OperatorRole = (typeof OperatorRole)[keyof typeof OperatorRole];

export const ApiKeyScope = { READ: 'read', WRITE: 'write', POINTS: 'points', ADMIN: 'admin' } as const;
export type ApiKeyScope = (typeof ApiKeyScope)[keyof typeof ApiKeyScope];

export const SessionSort = {
  LAST_ACTIVITY_DESC: 'last_activity_desc',
  LAST_ACTIVITY_ASC: 'last_activity_asc',
  STARTED_DESC: 'started_desc',
  STARTED_ASC: 'started_asc',
  MESSAGES_DESC: 'messages_desc',
} as const;
export type SessionSort = (typeof SessionSort)[keyof typeof SessionSort];

/** What an event row can say happened. Names are stored as they are shown. */
export const EVENT_TYPES = [
  'SESSION_STARTED',
  'SESSION_UPDATED',
  'SESSION_PAUSED',
  'SESSION_RESUMED',
  'SESSION_ENDED',
  'SESSION_DELETED',
  'MESSAGE_ADDED',
  'MESSAGE_REDACTED',
  'VARIABLE_SET',
  'VARIABLE_DELETED',
  'TASK_SET',
  'TASK_CLEARED',
  'NOTEBOOK_ADDED',
  'NOTEBOOK_REMOVED',
  'INTEGRATION_ADDED',
  'INTEGRATION_REMOVED',
  'PARTICIPANT_JOINED',
  'PARTICIPANT_LEFT',
  'IDENTITY_LINKED',
  'IDENTITY_UNLINKED',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The name under which GraphQL and event payloads show a stored value of one of the sets above. */
export function nameOf(values: Readonly<Record<string, string>>, value: string): string {
  return Object.keys(values).find((name) => values[name] === value) ?? value;
}
