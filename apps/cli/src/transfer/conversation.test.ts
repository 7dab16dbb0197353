import { describe, expect, it } from 'vitest';
import { stepsDone, type Step } from './conversation.js';

const message = (...ids: string[]): Step => ({
  kind: 'messages',
  messages: ids.map((externalId) => ({ externalId, role: 'USER', content: '…' })),
});
const variable = (name: string, version: number): Step => ({
  kind: 'variables',
  variables: [{ name, value: 1, version }],
});
const task = (id: string): Step => ({ kind: 'task', task: { id, description: '…', status: 'COMPLETED' } });

const steps = [message('1'), variable('v', 1), message('2', '3'), task('t'), variable('v', 2), message('4'), task('u')];

interface Case {
  readonly what: string;
  readonly ids?: string[];
  readonly v?: number;
  readonly taskId?: string;
  readonly finished?: boolean;
  readonly done: number;
}

describe('stepsDone', () => {
  it.each<Case>([
    { what: 'nothing is there', done: 0 },
    { what: 'the process died behind the first message', ids: ['1'], done: 1 },
    { what: 'it died behind the variable', ids: ['1'], v: 1, done: 2 },
    { what: 'it died in the middle of messages', ids: ['1', '2'], v: 1, done: 2 },
    { what: 'it died before the task', ids: ['1', '2', '3'], v: 1, done: 3 },
    { what: 'it died behind the task', ids: ['1', '2', '3'], v: 1, taskId: 't', done: 4 },
    { what: 'it died behind the second version', ids: ['1', '2', '3'], v: 2, taskId: 't', done: 5 },
    { what: 'the last task is missing', ids: ['1', '2', '3', '4'], v: 2, taskId: 't', done: 6 },
    { what: 'only the mark is left', ids: ['1', '2', '3', '4'], v: 2, taskId: 'u', done: 7 },
    // A later message proves what came before it, whatever others have done to it since.
    { what: 'others have deleted the variable meanwhile', ids: ['1', '2', '3', '4'], taskId: 'u', done: 7 },
    { what: 'it was finished, and others cleared the task', ids: ['1', '2', '3', '4'], finished: true, done: 7 },
    {
      what: 'it was finished, and the file has grown',
      ids: ['1', '2', '3'],
      v: 2,
      taskId: 't',
      finished: true,
      done: 5,
    },
  ])('is $done where $what', ({ ids = [], v = 0, taskId = null, finished = false, done }) => {
    const progress = { messageIds: new Set(ids), versions: new Map([['v', v]]), taskId };
    expect(stepsDone(steps, progress, !finished)).toBe(done);
  });
});
