import type { TestApi } from './test-api.js';

/*
 * A session's working context as clients change and read it.
 */

const TASK = 'id description status progress data startedAt completedAt';
const PARTICIPANT = 'id kind name userId metadata joinedAt leftAt';
const SHOWN = `id seq notebooks integrations currentTask { ${TASK} }`;

export const SET_TASK = `mutation ($input: SetTaskInput!) { setCurrentTask(input: $input) { ${SHOWN} } }`;
export const CLEAR_TASK = `mutation ($sessionId: ID!) { clearCurrentTask(sessionId: $sessionId) { ${SHOWN} } }`;
export const JOIN = `mutation ($input: JoinSessionInput!) { joinSession(input: $input) { ${PARTICIPANT} } }`;
export const LEAVE = `mutation ($id: ID!) { leaveSession(participantId: $id) { ${PARTICIPANT} } }`;

/** The four mutations of the two sets. */
export type SetAct = 'addNotebook' | 'removeNotebook' | 'addIntegration' | 'removeIntegration';

export const changeSet = (act: SetAct): string => {
  const member = act.endsWith('Notebook') ? 'notebook' : 'integration';
  return `mutation ($sessionId: ID!, $name: String!) { ${act}(sessionId: $sessionId, ${member}: $name) { ${SHOWN} } }`;
};

/** What a session, task or participant looks like in an answer. */
export type ShownContext = Record<string, any>;

/** Changes a set and gives the session as answered. */
export const change = async (api: TestApi, act: SetAct, sessionId: string, name: string): Promise<ShownContext> =>
  (await api.ok(changeSet(act), { sessionId, name }))[act] as ShownContext;

/** Sets the task and gives it as answered. */
export const setTask = async (api: TestApi, sessionId: string, task: object): Promise<ShownContext> =>
  (await api.ok(SET_TASK, { input: { sessionId, description: 'Ask', status: 'PENDING', ...task } }))['setCurrentTask']
    .currentTask as ShownContext;

export const join = async (api: TestApi, sessionId: string, who: object = {}): Promise<ShownContext> =>
  (await api.ok(JOIN, { input: { sessionId, kind: 'HUMAN', name: 'Ada', ...who } }))['joinSession'] as ShownContext;

export const leave = async (api: TestApi, id: string): Promise<ShownContext> =>
  (await api.ok(LEAVE, { id }))['leaveSession'] as ShownContext;

/** The context as read: sets, task, who is here and who ever was. */
export const contextOf = async (api: TestApi, id: string): Promise<ShownContext> =>
  (
    await api.ok(
      `query ($id: ID) { session(id: $id) { ${SHOWN} here: participants { ${PARTICIPANT} } ever: participants(includeLeft: true) { ${PARTICIPANT} } } }`,
      { id },
    )
  )['session'] as ShownContext;
