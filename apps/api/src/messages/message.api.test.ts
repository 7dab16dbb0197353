import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession, unique } from '../testing/make.js';
import { ADD_MESSAGE, ADD_MESSAGES, addMessage, addMessages, history, text, trySay } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';
const KIB = 1_024;

describe('addMessage and addMessages', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const join = async (sessionId: string): Promise<string> =>
    (
      await api.ok('mutation ($input: JoinSessionInput!) { joinSession(input: $input) { id } }', {
        input: { sessionId, kind: 'AI', name: 'Ada' },
      })
    )['joinSession'].id as string;

  /** Sends one message by either mutation and gives the first error's extensions. */
  async function refusal(
    way: 'addMessage' | 'addMessages',
    sessionId: string,
    message: object,
    more: object = {},
  ): Promise<object> {
    const before = await api.rows('SELECT seq, message_count, last_activity_at FROM session WHERE id::text = $1', [
      sessionId,
    ]);
    const { extensions } =
      way === 'addMessage'
        ? await api.refused(ADD_MESSAGE, { input: { sessionId, message, ...more } })
        : await api.refused(ADD_MESSAGES, { input: { sessionId, messages: [text('fine'), message], ...more } });
    expect(
      await api.rows('SELECT seq, message_count, last_activity_at FROM session WHERE id::text = $1', [sessionId]),
    ).toEqual(before);
    return extensions;
  }

  const WAYS = ['addMessage', 'addMessages'] as const;
  const fieldOf = (way: (typeof WAYS)[number], name: string): string =>
    way === 'addMessage' ? `input.message.${name}` : `input.messages.1.${name}`;

  it('M2: gives back all that was said, as said', async () => {
    const { id } = await makeSession(api);
    const participantId = await join(id);
    const same = {
      role: 'TOOL',
      content: 'Grüße, 世界 👋🏽\r\n\ttrailing ',
      parts: [{ type: 'card', z: 1, a: { y: [] } }],
      platform: 'discord',
      externalId: ' id with spaces ',
      metadata: { zeta: 1, alpha: [1.5, null, true] },
    };
    const said = await addMessage(api, id, { ...same, participantId, at: '2024-02-29T12:00:00.007+05:30' });
    expect(said).toEqual({
      ...same,
      id: said['id'],
      sessionId: id,
      seq: 3,
      participant: { id: participantId, name: 'Ada' },
      createdAt: '2024-02-29T06:30:00.007Z',
      redactedAt: null,
    });
    expect((await history(api, id)).nodes).toEqual([said]);
  });

  it('M2: several in one document are appended one after the other, in their order', async () => {
    const { id } = await makeSession(api);
    const fields = Array.from(
      { length: 30 },
      (_, at) =>
        `m${at}: addMessage(input: { sessionId: $id, message: { role: USER, content: "${at}" } }) { seq content }`,
    );
    const answers = Object.values(await api.ok(`mutation ($id: ID!) { ${fields.join(' ')} }`, { id }));
    expect(answers).toEqual(fields.map((_, at) => ({ seq: at + 2, content: `${at}` })));
  });

  it('M2: takes nothing in, where a batch is empty', async () => {
    const { id } = await makeSession(api);
    expect(await addMessages(api, id, [])).toEqual([]);
    expect((await history(api, id)).totalCount).toBe(0);
  });

  it('M2 M3: takes 1,000 messages in one batch, in order, and refuses 1,001', async () => {
    const { id } = await makeSession(api);
    const messages = Array.from({ length: 1_001 }, (_, at) => text(`${at}`));
    const { extensions } = await api.refused(ADD_MESSAGES, { input: { sessionId: id, messages } });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.messages' });
    const added = await addMessages(api, id, messages.slice(1));
    expect(added.map(({ content }) => content)).toEqual(Array.from({ length: 1_000 }, (_, at) => `${at + 1}`));
    expect(added.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 2));
  });

  describe.each(WAYS)('%s', (way) => {
    it('S11 S13: answers NOT_FOUND for a session or participant that is not there, or is elsewhere', async () => {
      const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
      const foreign = await join(elsewhere.id);
      for (const sessionId of [UNKNOWN, 'nonsense', ''])
        expect(await refusal(way, sessionId, text('hello'))).toMatchObject({ code: 'NOT_FOUND' });
      for (const participantId of [foreign, UNKNOWN, 'nonsense', ''])
        expect(await refusal(way, here.id, text('hello', { participantId }))).toMatchObject({ code: 'NOT_FOUND' });
      expect((await history(api, elsewhere.id)).totalCount).toBe(0);
    });

    it('S3 S4: answers SESSION_PAUSED and SESSION_ENDED', async () => {
      const { id } = await makeSession(api);
      await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
      expect(await refusal(way, id, text('hello'))).toMatchObject({ code: 'SESSION_PAUSED' });
      await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
      expect(await refusal(way, id, text('hello'))).toMatchObject({ code: 'SESSION_ENDED' });
    });

    it('V1: answers VERSION_CONFLICT with the seq where the session is', async () => {
      const { id, seq } = await makeSession(api);
      await addMessage(api, id, text('first'));
      const conflict = { code: 'VERSION_CONFLICT', currentSeq: seq + 1 };
      expect(await refusal(way, id, text('hello'), { expectedSeq: seq })).toMatchObject(conflict);
      expect(await refusal(way, id, text('hello'), { expectedSeq: 0 })).toMatchObject(conflict);
      expect(await refusal(way, id, text('hello'), { expectedSeq: -1 })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.expectedSeq',
      });
    });

    it('I2: answers IDEMPOTENCY_MISMATCH for another input, another session or another mutation', async () => {
      const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
      const idempotencyKey = unique('key');
      await addMessage(api, here.id, text('fine'), { idempotencyKey });
      const mismatch = { code: 'IDEMPOTENCY_MISMATCH' };
      expect(await refusal(way, here.id, text('other'), { idempotencyKey })).toMatchObject(mismatch);
      expect(await refusal(way, elsewhere.id, text('fine'), { idempotencyKey })).toMatchObject(mismatch);
      expect(await refusal(way, here.id, text('fine'), { idempotencyKey, expectedSeq: 1 })).toMatchObject(mismatch);
    });

    it.each([
      ['content', text('')],
      ['content', text('', { metadata: { only: 'facts' } })],
      ['platform', text('hello', { platform: 'Telegram' })],
      ['platform', text('hello', { platform: '' })],
      ['externalId', text('hello', { externalId: '' })],
      ['externalId', text('hello', { externalId: '😀'.repeat(201) })],
      ['metadata', text('hello', { metadata: ['no object'] })],
      ['metadata', text('hello', { metadata: 'no object' })],
      ['at', text('hello', { at: '2999-12-31T23:59:59Z' })],
    ])('M4 M6: answers BAD_USER_INPUT for a bad %s, and names it', async (name, message) => {
      const { id } = await makeSession(api);
      expect(await refusal(way, id, message)).toMatchObject({ code: 'BAD_USER_INPUT', field: fieldOf(way, name) });
    });

    it.each([
      ['a role that is none', { role: 'WIZARD', content: 'hello' }],
      ['no content', { role: 'USER' }],
      ['content that is no text', { role: 'USER', content: 5 }],
      ['a day that is none', text('hello', { at: '2026-02-30T00:00:00Z' })],
      ['a date without a time', text('hello', { at: '2026-02-20' })],
      ['U+0000', text('nul \u0000 nul')],
      ['U+0000 in a key of its parts', text('hello', { parts: { '\u0000': 1 } })],
      ['a lone surrogate', text('half \ud83d')],
      ['a lone surrogate in its external id', text('hello', { externalId: '\udc00' })],
      ['more than 64 levels of parts', text('hello', { parts: nested(65) })],
      ['a field that is none', text('hello', { colour: 'red' })],
    ])('M6: answers BAD_USER_INPUT for %s', async (_name, message) => {
      const { id } = await makeSession(api);
      expect(await refusal(way, id, message)).toMatchObject({ code: 'BAD_USER_INPUT' });
    });

    it.each(['content', 'parts', 'metadata'])(
      'M6: takes 256 KiB of %s, counted in UTF-8 bytes, and answers PAYLOAD_TOO_LARGE for one more',
      async (name) => {
        const { id } = await makeSession(api);
        // Four bytes each, and two UTF-16 units.
        const astral = '😀'.repeat(64 * KIB - 4);
        const filled = (bytes: number): object => {
          if (name === 'content') return text(astral + 'x'.repeat(bytes - 4 * (64 * KIB - 4)));
          const value = { k: astral };
          const rest = bytes - Buffer.byteLength(JSON.stringify(value));
          return text('hello', { [name]: { k: astral + 'x'.repeat(rest) } });
        };
        expect(await refusal(way, id, filled(256 * KIB + 1))).toMatchObject({
          code: 'PAYLOAD_TOO_LARGE',
          field: fieldOf(way, name),
        });
        const { data } = await trySay(api, id, filled(256 * KIB));
        const shown = data?.['addMessage'][name];
        expect(Buffer.byteLength(name === 'content' ? shown : JSON.stringify(shown))).toBe(256 * KIB);
        const [stored] = await api.rows(
          `SELECT octet_length(${name}::text) AS bytes FROM message WHERE session_id = $1`,
          [id],
        );
        expect(stored).toEqual({ bytes: 256 * KIB });
      },
    );
  });

  it('M6: takes empty content where there are parts, of whatever kind', async () => {
    const { id } = await makeSession(api);
    for (const parts of [[], {}, '', 0, false, [{ type: 'image' }]])
      expect(await addMessage(api, id, text('', { parts }))).toMatchObject({ content: '', parts });
    expect(await addMessage(api, id, text(' '))).toMatchObject({ content: ' ', parts: null });
  });

  it('M3: an external id of 200 characters of four bytes is one, as given, in one session', async () => {
    const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
    const externalId = '😀'.repeat(200);
    const first = await addMessage(api, here.id, text('first', { externalId }));
    expect(await addMessage(api, here.id, text('second', { externalId }))).toEqual(first);
    expect(await addMessage(api, elsewhere.id, text('other', { externalId }))).toMatchObject({
      content: 'other',
      externalId,
    });
    expect(
      (await addMessage(api, here.id, text('third', { externalId: `${externalId.slice(0, -2)}x` })))['content'],
    ).toBe('third');
  });

  it('M3: within one batch a redelivered message stands in its place, and the first of two new ones counts for both', async () => {
    const { id } = await makeSession(api);
    const known = await addMessage(api, id, text('known', { externalId: 'a' }));
    const batch = [
      text('b', { externalId: 'b' }),
      text('again', { externalId: 'a' }),
      text('b again', { externalId: 'b' }),
      text('c'),
    ];
    const added = await addMessages(api, id, batch);
    expect(added.map(({ content, seq }) => [content, seq])).toEqual([
      ['b', 3],
      ['known', known['seq']],
      ['b', 3],
      ['c', 4],
    ]);
    expect(added[1]).toEqual(known);
  });

  it('M2 M3: of a batch with one bad message nothing is kept', async () => {
    const { id } = await makeSession(api);
    const batch = [text('fine', { externalId: 'a' }), text('of nobody', { participantId: UNKNOWN })];
    expect(await api.refused(ADD_MESSAGES, { input: { sessionId: id, messages: batch } })).toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
    expect(await history(api, id)).toMatchObject({ nodes: [], totalCount: 0 });
  });
});

/** A value of so many levels. */
const nested = (levels: number): unknown => (levels === 1 ? [] : [nested(levels - 1)]);
