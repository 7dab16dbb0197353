import * as enums from '@foyer/types/enums';
import { registerEnumType } from 'type-graphql';

/** Registers one closed set under its name, with a description for the set and for each value. */
function register<Values extends Readonly<Record<string, string>>>(
  values: Values,
  name: string,
  description: string,
  words: Readonly<Record<keyof Values, string>>,
): void {
  const valuesConfig = Object.fromEntries(
    Object.entries(words).map(([key, text]) => [key, { description: text }]),
  ) as Record<keyof Values, { description: string }>;
  registerEnumType<Values>(values, { name, description, valuesConfig });
}

register(
  enums.SessionStatus,
  'SessionStatus',
  'Where a session is in its life: ACTIVE and PAUSED lead to each other, both to ENDED.',
  {
    ACTIVE: 'It takes messages.',
    PAUSED: 'It takes no messages until it is resumed.',
    ENDED: 'It is over for good.',
  },
);
register(enums.EndReason, 'EndReason', 'Why a session ended.', {
  COMPLETED: 'It came to its end.',
  EXPIRED: 'Nothing happened for too long.',
  DISCONNECTED: 'Its client went away.',
  REPLACED: 'A new session took its place.',
  TERMINATED: 'Somebody stopped it.',
});
register(enums.IdleAction, 'IdleAction', 'What happens to a session that goes idle.', {
  PAUSE: 'It is paused.',
  END: 'It ends, as EXPIRED.',
});
register(enums.Environment, 'Environment', 'Where the code runs that talks to Foyer.', {
  BROWSER: 'In a browser.',
  SERVER: 'On a server.',
  REMOTE: 'On a remote machine under somebody’s control.',
  AGENT: 'In an autonomous agent.',
  PERSONA: 'In a simulated person.',
});
register(enums.ParticipantKind, 'ParticipantKind', 'What a participant is.', {
  HUMAN: 'A person.',
  AI: 'A model or an assistant.',
  PERSONA: 'A role that is played.',
});
register(enums.MessageRole, 'MessageRole', 'Who speaks.', {
  USER: 'The user.',
  ASSISTANT: 'The bot, assistant or game.',
  SYSTEM: 'Instructions or notices.',
  TOOL: 'A tool’s call or result.',
});
register(
  enums.VariableScope,
  'VariableScope',
  'Who shares a variable; the nearest one hides the others when read without scope.',
  {
    SESSION: 'This session alone.',
    PLATFORM: 'The user on one platform.',
    USER: 'The user on every platform.',
    APP: 'Everybody.',
  },
);
register(enums.TaskStatus, 'TaskStatus', 'How far a task is.', {
  PENDING: 'Not begun.',
  IN_PROGRESS: 'Under way.',
  COMPLETED: 'Done.',
  FAILED: 'Given up after an error.',
  CANCELLED: 'Given up on purpose.',
});
register(enums.ActorKind, 'ActorKind', 'What kind of caller acted.', {
  APP: 'An application, by its API key.',
  USER: 'A user, by their own token.',
  OPERATOR: 'A person signed in to the console.',
  SYSTEM: 'Foyer itself.',
});
register(enums.OperatorRole, 'OperatorRole', 'What an operator may do; each may do what those before it may.', {
  VIEWER: 'Reads.',
  SUPPORT: 'Edits sessions.',
  OPERATOR: 'Changes points, works in batches, deletes.',
  ADMIN: 'Manages keys, operators and settings.',
});
register(enums.ApiKeyScope, 'ApiKeyScope', 'What an API key may do.', {
  READ: 'Queries and subscribes.',
  WRITE: 'Reads, and changes users, sessions and all in them.',
  POINTS: 'Reads, and changes points.',
  ADMIN: 'Everything.',
});
register(enums.SessionSort, 'SessionSort', 'Order of a list of sessions.', {
  LAST_ACTIVITY_DESC: 'Latest activity first.',
  LAST_ACTIVITY_ASC: 'Longest without activity first.',
  STARTED_DESC: 'Newest first.',
  STARTED_ASC: 'Oldest first.',
  MESSAGES_DESC: 'Most messages first.',
});
