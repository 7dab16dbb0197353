import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { ADD_MESSAGE, addMessage, addMessages, text, trySay, wholeHistory } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

/** Any code points but those that no text may hold. */
const someText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((content) => !content.includes('\u0000') && content.isWellFormed());
/** What breaks quoting, escaping, arrays of the database, formats and terminals. */
const awkward = fc.constantFrom(
  '{}',
  '{"a"}',
  '"',
  "'",
  '\\',
  '\\\\"',
  'NULL',
  'null',
  'true',
  '$1',
  '%s',
  '--',
  '\r\n',
  '\ufeff',
  '\u2028',
  '\u202e',
  '\u200d',
  'e\u0301',
  'é',
  '\u0001',
  '\u007f',
  '\ud7ff',
  '\ue000',
  '\ufffd',
  '\uffff',
  '\u{10ffff}',
  '__proto__',
  'constructor',
  '  ',
  '\t',
  ',',
  '(a,b)',
);
const anyText = fc.oneof(
  someText,
  awkward,
  fc.tuple(awkward, someText, awkward).map((parts) => parts.join('')),
);

const message = fc.record(
  {
    role: fc.constantFrom('USER', 'ASSISTANT', 'SYSTEM', 'TOOL'),
    content: anyText,
    parts: fc.jsonValue({ stringUnit: anyText }).filter((value) => value !== null),
    metadata: fc.dictionary(anyText, fc.jsonValue({ stringUnit: anyText }), { maxKeys: 4 }),
    at: fc
      .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('2026-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  { requiredKeys: ['role', 'content'] },
);

describe('what is said', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('M2: comes back byte for byte, in the answer, in the history, and by either mutation', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 10, maxLength: 20 }),
        anyText.filter((id) => [...id].length <= 150),
        async (messages, externalId) => {
          const { id } = await makeSession(api);
          const said = messages.map((one, at) => ({ ...one, externalId: `${externalId} ${at}` }));
          const answers = [...(await addMessages(api, id, said.slice(1))), await addMessage(api, id, said[0] ?? {})];
          expect(await wholeHistory(api, id)).toEqual(answers);
          for (const [at, sent] of [...said.slice(1), ...said.slice(0, 1)].entries()) {
            const shown = answers[at] ?? {};
            expect(shown).toMatchObject({
              role: sent.role,
              content: sent.content,
              externalId: sent.externalId,
              ...(sent.at === undefined ? {} : { createdAt: sent.at }),
            });
            expect(JSON.stringify(shown['parts'])).toBe(JSON.stringify(sent.parts ?? null));
            expect(JSON.stringify(shown['metadata'])).toBe(JSON.stringify(sent.metadata ?? {}));
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('M2: comes back as it was written in the document itself', async () => {
    const { id } = await makeSession(api);
    await fc.assert(
      fc.asyncProperty(anyText, async (content) => {
        const written = JSON.stringify(content);
        const { addMessage: shown } = await api.ok(
          `mutation { addMessage(input: { sessionId: "${id}", message: { role: USER, content: ${written}, metadata: { said: ${written} } } }) { content metadata } }`,
        );
        expect(shown).toEqual({ content, metadata: { said: content } });
      }),
      { numRuns: 100 },
    );
  });

  it('M6: is refused with BAD_USER_INPUT, wherever a text cannot be kept, and nothing of it is kept', async () => {
    const { id } = await makeSession(api);
    const bad = fc
      .tuple(someText, fc.constantFrom('\u0000', '\ud800', '\udfff', '\udc00\ud800'), someText)
      .map((parts) => parts.join('|'));
    const place = fc.constantFrom<(content: string) => object>(
      (content) => text(content),
      (externalId) => text('fine', { externalId }),
      (k) => text('fine', { parts: [{ k }] }),
      (k) => text('fine', { parts: { [k]: 1 } }),
      (k) => text('fine', { metadata: { [k]: 1 } }),
      (platform) => text('fine', { platform }),
      (participantId) => text('fine', { participantId }),
    );
    await fc.assert(
      fc.asyncProperty(bad, place, async (content, at) => {
        const { errors } = await trySay(api, id, at(content));
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      }),
      { numRuns: 100 },
    );
    expect(await wholeHistory(api, id)).toEqual([]);
  });

  it('M6: is refused where the document’s own literal holds U+0000 or half a pair', async () => {
    const { id } = await makeSession(api);
    for (const escaped of ['\\u0000', '\\ud800', '\\udc00x']) {
      const input = `{ sessionId: "${id}", message: { role: USER, content: "${escaped}" } }`;
      const { status, errors } = await api.send(`mutation { addMessage(input: ${input}) { id } }`);
      expect([status < 500, ['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED']]).toEqual([
        true,
        expect.arrayContaining([errors?.[0]?.extensions.code]),
      ]);
    }
    await api.refused(ADD_MESSAGE, { input: { sessionId: id } });
    expect(await wholeHistory(api, id)).toEqual([]);
  });
});
