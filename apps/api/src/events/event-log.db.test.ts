import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, eventsOfUser } from '../testing/acts.js';
import { change, CLEAR_TASK, join, leave, setTask } from '../testing/context-calls.js';
import { makeSession, unique, type MadeSession } from '../testing/make.js';
import { addMessage, addMessages, REDACT, text, trySay } from '../testing/message-calls.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';
import { deleteVariable, increment, SET, SET_MANY, setVariable, setVariables } from '../testing/variable-calls.js';

/** What a change leaves in the log: in whose stream, of which types. */
interface Expected {
  readonly session?: readonly string[];
  readonly user?: readonly string[];
}

/** `made` is what the act before it gave. */
type Act = (api: TestApi, session: MadeSession, made: Record<string, string>) => Promise<unknown>;
const nothing: Act = () => Promise.resolve();
const said = (api: TestApi, { id }: MadeSession): ReturnType<typeof addMessage> => addMessage(api, id, text('hello'));

/** Each change: what is there before it, the change, and its events. */
const CHANGES: Readonly<Record<string, readonly [Act, Act, Expected]>> = {
  addMessage: [nothing, said, { session: ['MESSAGE_ADDED'] }],
  addMessages: [
    nothing,
    (api, { id }) => addMessages(api, id, [text('a'), text('b')]),
    { session: ['MESSAGE_ADDED', 'MESSAGE_ADDED'] },
  ],
  redactMessage: [said, (api, _session, { id }) => api.ok(REDACT, { id }), { session: ['MESSAGE_REDACTED'] }],
  setVariable: [
    nothing,
    (api, { id }) => setVariable(api, { sessionId: id }, { name: 'n', value: 1 }),
    { session: ['VARIABLE_SET'] },
  ],
  'setVariable of a platform': [
    nothing,
    (api, { id }) => setVariable(api, { scope: 'PLATFORM', sessionId: id }, { name: 'n', value: 1 }),
    { user: ['VARIABLE_SET'] },
  ],
  'setVariable of a user': [
    nothing,
    (api, { id }) => setVariable(api, { scope: 'USER', sessionId: id }, { name: 'n', value: 1 }),
    { user: ['VARIABLE_SET'] },
  ],
  'setVariable of the app': [nothing, (api) => setVariable(api, { scope: 'APP' }, { name: 'n', value: 1 }), {}],
  setVariables: [
    nothing,
    (api, { id }) =>
      setVariables(api, { sessionId: id }, [
        { name: 'a', value: 1 },
        { name: 'b', value: 1 },
      ]),
    { session: ['VARIABLE_SET', 'VARIABLE_SET'] },
  ],
  incrementVariable: [
    nothing,
    (api, { userId }) => increment(api, { scope: 'USER', user: { id: userId } }, 'n'),
    { user: ['VARIABLE_SET'] },
  ],
  deleteVariable: [
    (api, { id }) => setVariable(api, { sessionId: id }, { name: 'n', value: 1 }),
    (api, { id }) => deleteVariable(api, { sessionId: id }, 'n'),
    { session: ['VARIABLE_DELETED'] },
  ],
  'deleteVariable of a user': [
    (api, { id }) => setVariable(api, { scope: 'USER', sessionId: id }, { name: 'n', value: 1 }),
    (api, { id }) => deleteVariable(api, { scope: 'USER', sessionId: id }, 'n'),
    { user: ['VARIABLE_DELETED'] },
  ],
  addNotebook: [nothing, (api, { id }) => change(api, 'addNotebook', id, 'a'), { session: ['NOTEBOOK_ADDED'] }],
  removeNotebook: [
    (api, { id }) => change(api, 'addNotebook', id, 'a'),
    (api, { id }) => change(api, 'removeNotebook', id, 'a'),
    { session: ['NOTEBOOK_REMOVED'] },
  ],
  addIntegration: [
    nothing,
    (api, { id }) => change(api, 'addIntegration', id, 'a'),
    { session: ['INTEGRATION_ADDED'] },
  ],
  removeIntegration: [
    (api, { id }) => change(api, 'addIntegration', id, 'a'),
    (api, { id }) => change(api, 'removeIntegration', id, 'a'),
    { session: ['INTEGRATION_REMOVED'] },
  ],
  setCurrentTask: [nothing, (api, { id }) => setTask(api, id, { id: 't' }), { session: ['TASK_SET'] }],
  clearCurrentTask: [
    (api, { id }) => setTask(api, id, { id: 't' }),
    (api, { id }) => api.ok(CLEAR_TASK, { sessionId: id }),
    { session: ['TASK_CLEARED'] },
  ],
  joinSession: [nothing, (api, { id }) => join(api, id), { session: ['PARTICIPANT_JOINED'] }],
  leaveSession: [
    (api, { id }) => join(api, id),
    (api, _session, { id }) => leave(api, id ?? ''),
    { session: ['PARTICIPANT_LEFT'] },
  ],
};

/** What changes nothing, where there is nothing to change. */
const NO_CHANGES: Readonly<Record<string, (api: TestApi, session: MadeSession) => Promise<unknown>>> = {
  'an empty batch': (api, { id }) => addMessages(api, id, []),
  'no variables': (api, { id }) => setVariables(api, { sessionId: id }, []),
  'deleting an absent variable': (api, { id }) => deleteVariable(api, { sessionId: id }, 'n'),
  'deleting an absent variable of the user': (api, { id }) =>
    deleteVariable(api, { scope: 'USER', sessionId: id }, 'n'),
  'removing an absent notebook': (api, { id }) => change(api, 'removeNotebook', id, 'a'),
  'clearing no task': (api, { id }) => api.ok(CLEAR_TASK, { sessionId: id }),
  'a message refused': (api, { id }) => trySay(api, id, text('hello', { participantId: id })),
  'a message refused for its seq': (api, { id }) => trySay(api, id, text('hello'), { expectedSeq: 7 }),
  'a variable refused': (api, { id }) =>
    api.send(SET, { input: { target: { sessionId: id }, name: 'n', value: 1, expectedVersion: 7 } }),
  'a batch refused for its last': (api, { id }) =>
    api.send(SET_MANY, {
      input: {
        target: { sessionId: id },
        variables: [
          { name: 'a', value: 1 },
          { name: 'b', value: 1, expectedVersion: 1 },
        ],
      },
    }),
};

describe('the log', () => {
  const clock = new StillClock(new Date('2026-03-01T12:00:00.500Z'));
  let api: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
    other = await startTestApi({ beside: api, clock });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  const marks = async ({ id, userId }: MadeSession): Promise<[number, number]> => [
    (await eventsOf(api, id)).length,
    (await eventsOfUser(api, userId)).length,
  ];

  it.each(Object.keys(CHANGES))('E1 E2: %s has its events in the right stream, and none elsewhere', async (name) => {
    const [prepare, act, { session: inSession = [], user: inUser = [] }] = CHANGES[name] ?? [nothing, nothing, {}];
    const session = await makeSession(api, { idleTimeoutSeconds: 0 });
    const made = (await prepare?.(api, session, {})) as Record<string, string> | undefined;
    const [sessionMark, userMark] = await marks(session);
    const [all] = await api.rows('SELECT count(*)::int AS n FROM event');
    clock.set(new Date(clock.now().getTime() + 1));
    await act?.(api, session, made ?? {});
    const ofSession = (await eventsOf(api, session.id)).slice(sessionMark);
    const ofUser = (await eventsOfUser(api, session.userId)).slice(userMark);
    expect([ofSession.map(({ type }) => type), ofUser.map(({ type }) => type)]).toEqual([inSession, inUser]);
    expect(ofSession.map(({ seq }) => seq)).toEqual(inSession.map((_, at) => sessionMark + 1 + at));
    expect(ofUser.map(({ seq }) => seq)).toEqual(inUser.map((_, at) => userMark + 1 + at));
    expect(await api.rows('SELECT count(*)::int AS n FROM event')).toEqual([
      { n: all?.['n'] + inSession.length + inUser.length },
    ]);
    for (const event of [...ofSession, ...ofUser])
      expect(event).toMatchObject({
        user_id: session.userId,
        platform: name === 'setVariable of a platform' || inUser.length === 0 ? 'telegram' : null,
        at: clock.now(),
        actor_kind: 'app',
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        environment: 'server',
        stack: [name.split(' ')[0]],
      });
    const [head] = await api.rows(
      'SELECT s.seq, u.seq AS of_user, s.last_activity_at AS touched FROM session s JOIN "user" u ON u.id = s.user_id WHERE s.id = $1',
      [session.id],
    );
    expect(head).toMatchObject({ seq: sessionMark + inSession.length, of_user: userMark + inUser.length });
    expect(head?.['touched'].getTime() === clock.now().getTime()).toBe(inSession.length > 0);
  });

  it.each(Object.keys(NO_CHANGES))('E1: %s has no event, and touches nothing', async (name) => {
    const session = await makeSession(api, { idleTimeoutSeconds: 0 });
    const state = (): Promise<unknown> =>
      api.rows('SELECT s.*, u.seq AS of_user FROM session s JOIN "user" u ON u.id = s.user_id WHERE s.id = $1', [
        session.id,
      ]);
    const [before, count] = [await state(), await marks(session)];
    clock.set(new Date(clock.now().getTime() + 1));
    await NO_CHANGES[name]?.(api, session);
    expect([await state(), await marks(session)]).toEqual([before, count]);
  });

  it('E2 M2 V2: whatever is written in one session at the same time on two nodes, numbers have no gap and no double', async () => {
    const sessions = await Promise.all([makeSession(api), makeSession(api)]);
    const random = sequence(20_260_301);
    const acts: ((node: TestApi, id: string, n: number) => Promise<unknown>)[] = [
      (node, id, n) => addMessage(node, id, text(`${n}`, { externalId: `update-${n % 7}` })),
      (node, id, n) => addMessages(node, id, [text(`${n}`), text(`${n}`, { externalId: `update-${n % 5}` })]),
      (node, id) => increment(node, { sessionId: id }, 'n'),
      (node, id, n) =>
        setVariables(node, { sessionId: id }, [
          { name: `${n % 3}`, value: n },
          { name: 'shared', value: n },
        ]),
      (node, id) => increment(node, { scope: 'USER', sessionId: id }, 'n'),
      (node, id, n) =>
        node.send(SET, { input: { target: { sessionId: id }, name: 'contested', value: n, expectedVersion: 0 } }),
      (node, id, n) => change(node, n % 2 === 0 ? 'addNotebook' : 'removeNotebook', id, 'a'),
      (node, id, n) => setTask(node, id, { id: `${n}` }),
      (node, id) => join(node, id).then(({ id: participant }) => leave(node, participant)),
      (node, id, n) => trySay(node, id, text(`${n}`), { expectedSeq: n }),
    ];
    await Promise.all(
      Array.from({ length: 200 }, async (_, n) =>
        acts[random() % acts.length]?.(n % 2 === 0 ? api : other, sessions[random() % 2]?.id ?? '', n),
      ),
    );
    for (const { id, userId, seq } of sessions) {
      const log = await eventsOf(api, id);
      expect(log.map((event) => event['seq'])).toEqual(log.map((_, at) => at + 1));
      const [head] = await api.rows('SELECT seq, message_count FROM session WHERE id = $1', [id]);
      const messages = await api.rows('SELECT id, seq FROM message WHERE session_id = $1 ORDER BY seq', [id]);
      expect(head).toEqual({ seq: log.length, message_count: messages.length });
      const told = log
        .filter(({ type }) => type === 'MESSAGE_ADDED')
        .map((event) => ({ id: event['payload'].messageId, seq: event['seq'] }));
      expect([told, seq]).toEqual([messages, 1]);
      const own = await eventsOfUser(api, userId);
      expect(own.map((event) => event['seq'])).toEqual(own.map((_, at) => at + 1));
    }
  });

  it('E1 E2: what is said of one session is in no other, and each knows whose it is', async () => {
    const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        addMessage(n % 2 === 0 ? api : other, n % 4 < 2 ? here.id : elsewhere.id, text(unique('x'))),
      ),
    );
    for (const { id, userId } of [here, elsewhere]) {
      const log = await eventsOf(api, id);
      expect(log.map((event) => [event['seq'], event['user_id']])).toEqual(
        Array.from({ length: 11 }, (_, at) => [at + 1, userId]),
      );
    }
  });
});

/** Numbers that look drawn, the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
