import { describe, expect, it } from 'vitest';
import { encodeParticipant, encodeTask } from './context.rules.js';

const TASK = { sessionId: 's', id: 't', description: '', status: 'pending' } as const;

describe('encodeTask', () => {
  it('V6: takes progress from 0 to 1, and times in their order or the same', () => {
    const at = new Date(0);
    for (const progress of [0, 0.5, 1, null, undefined])
      expect(() => encodeTask({ ...TASK, ...(progress === undefined ? {} : { progress }) })).not.toThrow();
    for (const progress of [-Number.MIN_VALUE, 1 + Number.EPSILON, Number.NaN])
      expect(() => encodeTask({ ...TASK, progress })).toThrow(/progress/);
    expect(() => encodeTask({ ...TASK, startedAt: at, completedAt: at })).not.toThrow();
    expect(() => encodeTask({ ...TASK, startedAt: new Date(1), completedAt: at })).toThrow(/completedAt/);
  });

  it('V6: keeps data as text in its own order; null is none', () => {
    expect(encodeTask({ ...TASK, data: { z: 1, a: 2 } })).toEqual({ data: '{"z":1,"a":2}' });
    expect([encodeTask({ ...TASK, data: null }), encodeTask(TASK)]).toEqual([{ data: null }, { data: null }]);
  });
});

describe('encodeParticipant', () => {
  it('M6: needs a name, and metadata that is an object', () => {
    const who = { sessionId: 's', kind: 'human', name: 'Ada' } as const;
    expect(encodeParticipant(who)).toEqual({ metadata: '{}' });
    expect(() => encodeParticipant({ ...who, name: '' })).toThrow(/name/);
    expect(() => encodeParticipant({ ...who, metadata: [] })).toThrow(/metadata/);
  });
});
