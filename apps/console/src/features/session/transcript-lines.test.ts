import { describe, expect, it } from 'vitest';
import { type TranscriptMessage, transcriptLines } from './transcript-lines';

const ann = { id: 'p1', kind: 'HUMAN', name: 'Ann' } as const;
let made = 0;

function message(at: string, change: Partial<TranscriptMessage> = {}): TranscriptMessage {
  made += 1;
  return {
    id: `m${made}`,
    seq: made,
    role: 'USER',
    content: 'hello',
    parts: null,
    metadata: {},
    platform: 'web',
    externalId: null,
    createdAt: `2026-11-${at}Z`,
    redactedAt: null,
    participant: ann,
    ...change,
  };
}

/** The lines in short: separators by name, messages as `first` or `next` of their run. */
function shape(messages: readonly TranscriptMessage[], zone = 'UTC'): string[] {
  return transcriptLines(messages, zone).map((line) => {
    if (line.type === 'message') return line.opensRun ? 'first' : 'next';
    return line.type === 'gap'
      ? `gap ${line.lengthMs / 60_000}`
      : line.type === 'platform'
        ? `on ${line.platform}`
        : 'day';
  });
}

describe('transcriptLines', () => {
  it('has none for no messages', () => {
    expect(transcriptLines([], 'UTC')).toEqual([]);
  });

  it('reads messages of one speaker that are close together as one turn', () => {
    expect(shape([message('20T10:00:00'), message('20T10:01:00'), message('20T10:07:00')])).toEqual([
      'day',
      'first',
      'next',
      'first',
    ]);
  });

  it('begins a turn where the speaker or the role changes', () => {
    const other = { ...ann, id: 'p2' };
    expect(
      shape([
        message('20T10:00:00'),
        message('20T10:00:01', { participant: other }),
        message('20T10:00:02', { role: 'ASSISTANT', participant: other }),
      ]),
    ).toEqual(['day', 'first', 'first', 'first']);
  });

  it('shows a silence from a quarter of an hour on', () => {
    expect(shape([message('20T10:00:00'), message('20T10:14:59'), message('20T10:29:59')])).toEqual([
      'day',
      'first',
      'first',
      'gap 15',
      'first',
    ]);
  });

  it("begins a day at the reader's midnight, also without a silence", () => {
    const around = [message('20T22:58:00'), message('20T23:02:00')];
    expect(shape(around, 'Europe/Berlin')).toEqual(['day', 'first', 'day', 'first']);
    expect(shape(around, 'UTC')).toEqual(['day', 'first', 'next']);
  });

  it('draws a line where the platform changes', () => {
    expect(shape([message('20T10:00:00'), message('20T10:00:05', { platform: 'telegram' })])).toEqual([
      'day',
      'first',
      'on telegram',
      'first',
    ]);
  });

  it('keeps the order that it is given: places in the log, not clocks, decide', () => {
    const later = message('20T10:05:00');
    const earlier = message('20T10:00:00');
    expect(
      transcriptLines([later, earlier], 'UTC').flatMap((line) => (line.type === 'message' ? [line.id] : [])),
    ).toEqual([later.id, earlier.id]);
  });
});
