import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { ADD_MESSAGE, ADD_MESSAGES, addMessage, text } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const JOIN = 'mutation ($input: JoinSessionInput!) { joinSession(input: $input) { id } }';

/** A session in some state, and what messages in it may speak of. */
interface Scene {
  readonly id: string;
  readonly seq: number;
  readonly participant: string;
  readonly foreignParticipant: string;
  readonly known: string;
}

const STATES: Readonly<Record<string, (api: TestApi, id: string) => Promise<unknown>>> = {
  // Active a second ago, so that what touches it is seen to.
  active: (api, id) =>
    api.rows("UPDATE session SET last_activity_at = last_activity_at - interval '1 second' WHERE id = $1", [id]),
  paused: (api, id) => api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id }),
  ended: (api, id) => api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id }),
  'idle, to be paused': (api, id) => makeIdle(api, id, 'pause'),
  'idle, to be ended': (api, id) => makeIdle(api, id, 'end'),
};

/** Gone idle by the clock, and nobody has written it down. */
const makeIdle = (api: TestApi, id: string, action: string): Promise<unknown> =>
  api.rows(
    `UPDATE session SET idle_action = $2, idle_timeout_seconds = 60, last_activity_at = last_activity_at - interval '2 minutes' WHERE id = $1`,
    [id, action],
  );

const MESSAGES: Readonly<Record<string, (scene: Scene) => { message: object; more?: object; sessionId?: string }>> = {
  plain: () => ({ message: text('hello') }),
  'all parts': () => ({
    message: text('hello', {
      parts: [{ b: 1, a: [null] }],
      metadata: { z: 1, a: 2 },
      platform: 'discord',
      externalId: 'new',
    }),
  }),
  'said earlier': () => ({ message: text('hello', { at: '2020-02-29T23:59:59.999Z' }) }),
  'from the future': () => ({ message: text('hello', { at: '2999-01-01T00:00:00Z' }) }),
  redelivered: ({ known }) => ({ message: text('again', { externalId: known }) }),
  'redelivered, other seq expected': ({ known }) => ({
    message: text('again', { externalId: known }),
    more: { expectedSeq: 77 },
  }),
  'seq as expected': ({ seq }) => ({ message: text('hello'), more: { expectedSeq: seq } }),
  'another seq expected': ({ seq }) => ({ message: text('hello'), more: { expectedSeq: seq + 1 } }),
  'impossible seq expected': () => ({ message: text('hello'), more: { expectedSeq: -1 } }),
  'of a participant': ({ participant }) => ({ message: text('hello', { participantId: participant }) }),
  'of a participant, id in capitals': ({ participant }) => ({
    message: text('hello', { participantId: participant.toUpperCase() }),
  }),
  'of a participant elsewhere': ({ foreignParticipant }) => ({
    message: text('hello', { participantId: foreignParticipant }),
  }),
  'of a participant that is no id': () => ({ message: text('hello', { participantId: 'somebody' }) }),
  'session id in capitals': ({ id }) => ({ message: text('hello'), sessionId: id.toUpperCase() }),
  'empty, without parts': () => ({ message: text('') }),
  'empty, with parts': () => ({ message: text('', { parts: {} }) }),
  'of no platform': () => ({ message: text('hello', { platform: '../etc' }) }),
};

describe('addMessage and addMessages', () => {
  let api: TestApi;
  let foreignParticipant: string;
  beforeAll(async () => {
    api = await startTestApi();
    foreignParticipant = await join((await makeSession(api)).id);
  });
  afterAll(() => api.stop());

  async function join(sessionId: string): Promise<string> {
    return (await api.ok(JOIN, { input: { sessionId, kind: 'AI', name: 'Ada' } }))['joinSession'].id as string;
  }

  async function makeScene(state: string): Promise<Scene> {
    const { id } = await makeSession(api);
    const known = unique('known');
    await addMessage(api, id, text('first', { externalId: known }));
    const participant = await join(id);
    await STATES[state]?.(api, id);
    return { id, seq: (await head(id))['seq'] as number, participant, foreignParticipant, known };
  }

  /** All that came of a call, with the names of things in the place of their ids. */
  async function outcome(way: 'one' | 'many', state: string, what: string): Promise<unknown> {
    const scene = await makeScene(state);
    const { message, more = {}, sessionId = scene.id } = MESSAGES[what]?.(scene) ?? { message: {} };
    const before = await head(scene.id);
    const { data, errors } = await api.send(way === 'one' ? ADD_MESSAGE : ADD_MESSAGES, {
      input: { sessionId, ...(way === 'one' ? { message } : { messages: [message] }), ...more },
    });
    const after = await head(scene.id);
    const shown = (way === 'one' ? data?.['addMessage'] : data?.['addMessages']?.[0]) ?? null;
    const stored =
      shown &&
      (await api.rows(
        'SELECT seq, role, content, parts::text, platform, external_id, participant_id, metadata::text, redacted_at FROM message WHERE id = $1',
        [shown.id],
      ));
    const isNow = shown && Math.abs(Date.parse(shown.createdAt) - Date.now()) < 60_000;
    const told = {
      shown: shown && { ...shown, id: 'M', createdAt: isNow ? 'now' : shown.createdAt },
      errors: errors?.map(({ message: says, extensions }) => ({ says, extensions })) ?? null,
      stored,
      head: {
        status: after['status'],
        count: after['message_count'],
        seq: after['seq'],
        touched: Number(after['at']) > Number(before['at']),
      },
      events: await eventTypes(api, scene.id),
    };
    return JSON.parse(
      JSON.stringify(told)
        .replaceAll(scene.id, 'S')
        .replaceAll(scene.participant, 'P')
        .replaceAll(scene.foreignParticipant, 'F')
        .replaceAll(scene.known, 'KNOWN')
        .replaceAll('input.messages.0', 'input.message'),
    );
  }

  const head = async (id: string): Promise<Record<string, unknown>> => {
    const [row] = await api.rows(
      'SELECT status, seq, message_count, last_activity_at AS at FROM session WHERE id = $1',
      [id],
    );
    return row ?? {};
  };

  const statusCounts = [
    'plain',
    'redelivered',
    'redelivered, other seq expected',
    'another seq expected',
    'of a participant elsewhere',
  ];

  describe.each(Object.keys(STATES))('in a session that is %s', (state) => {
    it.each(state === 'active' ? Object.keys(MESSAGES) : statusCounts)(
      'M2 M3 S3 S4: answer and leave behind the same for a message that is %s',
      async (what) => {
        const [one, many] = await Promise.all([outcome('one', state, what), outcome('many', state, what)]);
        expect(one).toEqual(many);
      },
    );
  });

  it.each([
    ['active', 'plain', null],
    ['active', 'of a participant, id in capitals', null],
    ['active', 'session id in capitals', null],
    ['active', 'of a participant elsewhere', 'NOT_FOUND'],
    ['paused', 'plain', 'SESSION_PAUSED'],
    ['idle, to be paused', 'plain', 'SESSION_PAUSED'],
    ['idle, to be ended', 'plain', 'SESSION_ENDED'],
    ['ended', 'plain', 'SESSION_ENDED'],
    ['paused', 'redelivered', null],
    ['ended', 'redelivered', null],
    ['idle, to be ended', 'redelivered', null],
    ['ended', 'redelivered, other seq expected', null],
  ] as const)(
    'M3 S3 S4 S7: in a session that is %s a message that is %s is answered with %s',
    async (state, what, code) => {
      expect(await outcome('one', state, what)).toMatchObject(
        code === null ? { errors: null } : { errors: [{ extensions: { code } }] },
      );
    },
  );
});
