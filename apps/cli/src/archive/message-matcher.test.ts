import type { Message } from '@foyer/client';
import { describe, expect, it } from 'vitest';
import type { MessageLine } from './lines.js';
import { MessageMatcher } from './message-matcher.js';

const at = '2026-01-01T00:00:00.000Z';
const message = (id: string, fields: Partial<Message> = {}): Message => ({
  id,
  sessionId: 's',
  seq: 1,
  role: 'USER',
  content: id,
  parts: null,
  platform: 'web',
  externalId: null,
  participant: null,
  metadata: {},
  createdAt: at,
  redactedAt: null,
  ...fields,
});
const line = (content: string, fields: Partial<MessageLine> = {}): MessageLine => ({
  type: 'message',
  session: 's',
  role: 'USER',
  content,
  parts: null,
  platform: null,
  externalId: null,
  participant: null,
  metadata: null,
  at,
  redacted: false,
  ...fields,
});

async function find(messages: readonly Message[], lines: readonly MessageLine[]): Promise<(string | null)[]> {
  const matcher = new MessageMatcher(
    (async function* () {
      yield* messages;
    })(),
  );
  const found: (string | null)[] = [];
  for (const one of lines) found.push((await matcher.find(one))?.id ?? null);
  return found;
}

describe('MessageMatcher', () => {
  it('finds what is there and misses what is not', async () => {
    expect(await find([message('a'), message('b')], [line('a'), line('b'), line('c')])).toEqual(['a', 'b', null]);
  });

  it('finds each message once, however often its text is repeated', async () => {
    const messages = [message('1', { content: 'ok' }), message('2', { content: 'ok' })];
    expect(await find(messages, [line('ok'), line('ok'), line('ok')])).toEqual(['1', '2', null]);
  });

  it('passes over messages that the file does not have, and finds those behind them', async () => {
    const messages = [message('a'), message('foreign'), message('b')];
    expect(await find(messages, [line('a'), line('b'), line('c')])).toEqual(['a', 'b', null]);
  });

  it('finds a message that lies before others which were found already', async () => {
    const messages = [message('mended'), message('a')];
    expect(await find(messages, [line('a'), line('mended')])).toEqual(['a', 'mended']);
  });

  it('misses a line in the middle without losing those behind it', async () => {
    expect(await find([message('a'), message('c')], [line('a'), line('b'), line('c')])).toEqual(['a', null, 'c']);
  });

  it('goes by the external id alone where there is one', async () => {
    const messages = [message('1', { externalId: 'x', content: 'as it came' })];
    expect(await find(messages, [line('as it came'), line('as edited', { externalId: 'x' })])).toEqual([null, '1']);
  });

  it('finds a message that has been redacted on either side', async () => {
    const messages = [message('1', { content: '', redactedAt: at }), message('2')];
    expect(await find(messages, [line('secret'), line('', { redacted: true })])).toEqual(['1', '2']);
  });

  it('takes an instant for the same in any offset, and a line without a time for any with its text', async () => {
    const lines = [line('a', { at: '2026-01-01T02:00:00+02:00' }), line('b', { at: null })];
    expect(await find([message('a'), message('b')], lines)).toEqual(['a', 'b']);
    expect(await find([message('a'), message('b')], [line('b', { at: null }), line('a', { at: null })])).toEqual([
      'b',
      'a',
    ]);
  });

  it('tells apart what was said at another time or by another', async () => {
    const lines = [line('a', { at: '2026-01-01T00:00:00.001Z' }), line('a', { role: 'ASSISTANT' })];
    expect(await find([message('a')], lines)).toEqual([null, null]);
  });
});
