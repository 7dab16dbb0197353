import { describe, expect, it } from 'vitest';
import { BadLine } from '../transfer/shape.js';
import { parseDialogue } from './sgd.js';

const state = (cuisine: string) => ({
  active_intent: 'Find',
  requested_slots: [],
  slot_values: { cuisine: [cuisine] },
});
const user = (utterance: string, ...frames: object[]) => ({ speaker: 'USER', utterance, frames });
const system = (utterance: string, ...frames: object[]) => ({ speaker: 'SYSTEM', utterance, frames });
const dialogue = (...turns: object[]) => JSON.stringify({ dialogue_id: '1_00000', services: ['A_1', 'B_1'], turns });
const parse = (line: string) => parseDialogue(line, 'sgd');

describe('parseDialogue', () => {
  it('makes one session of a dialogue, found again by platform and dialogue', () => {
    expect(parse(dialogue(user('Hi')))).toMatchObject({
      session: {
        slug: 'sgd-1_00000',
        platform: 'sgd',
        key: '1_00000',
        title: 'A_1, B_1',
        user: { identity: { platform: 'sgd', externalId: '1_00000' } },
      },
      settings: { metadata: { dialogueId: '1_00000', services: ['A_1', 'B_1'] }, idleTimeoutSeconds: 0 },
    });
  });

  it('keeps the order: a message, the changes that it brings, the next message', () => {
    const { steps } = parse(
      dialogue(
        user('Italian', { service: 'A_1', state: state('Italian') }),
        system('Which city?'),
        user('Rather French', { service: 'A_1', state: state('French') }),
        system('Found one', { service: 'A_1', service_call: { method: 'Find', parameters: {} }, service_results: [] }),
      ),
    );
    expect(steps.map(({ kind }) => kind)).toEqual([
      'messages',
      'variables',
      'messages',
      'variables',
      'messages',
      'task',
    ]);
    expect(steps[2]).toMatchObject({
      messages: [
        { externalId: 'turn-1', role: 'ASSISTANT', content: 'Which city?' },
        { externalId: 'turn-2', role: 'USER', content: 'Rather French' },
      ],
    });
  });

  it('counts a version for each change, and none where the state stays as it is', () => {
    const { steps } = parse(
      dialogue(
        user('1', { service: 'A_1', state: state('x') }, { service: 'B_1', state: state('y') }),
        user('2', {
          service: 'A_1',
          state: { slot_values: { cuisine: ['x'] }, requested_slots: [], active_intent: 'Find' },
        }),
        user('3', { service: 'A_1', state: state('z') }, { service: 'B_1' }),
        user('4', { service: 'A_1', state: state('x') }),
      ),
    );
    const changes = steps.flatMap((step) => (step.kind === 'variables' ? [step.variables] : []));
    expect(changes).toEqual([
      [
        { name: 'A_1', value: state('x'), version: 1 },
        { name: 'B_1', value: state('y'), version: 1 },
      ],
      [{ name: 'A_1', value: state('z'), version: 2 }],
      [{ name: 'A_1', value: state('x'), version: 3 }],
    ]);
  });

  it('takes two frames of one service in one turn for one change, to the last of them', () => {
    const { steps } = parse(
      dialogue(user('1', { service: 'A_1', state: state('x') }, { service: 'A_1', state: state('y') })),
    );
    expect(steps[1]).toEqual({ kind: 'variables', variables: [{ name: 'A_1', value: state('y'), version: 1 }] });
  });

  it('makes a completed task of an answered service call', () => {
    const call = { method: 'Find', parameters: { city: 'Rome' } };
    const { steps } = parse(
      dialogue(system('Found', { service: 'A_1', service_call: call, service_results: [{ name: 'X' }] })),
    );
    expect(steps[1]).toEqual({
      kind: 'task',
      task: {
        id: 'turn-0-call-0',
        description: 'A_1.Find',
        status: 'COMPLETED',
        progress: 1,
        data: { service: 'A_1', method: 'Find', parameters: { city: 'Rome' }, results: [{ name: 'X' }] },
      },
    });
  });

  it('makes a slug of a dialogue id that does not fit into one, another for each', () => {
    const slugs = ['a/b', 'a b', '漢', 'x'.repeat(200)].map(
      (id) => parse(JSON.stringify({ dialogue_id: id, services: [], turns: [user('Hi')] })).session.slug,
    );
    for (const slug of slugs) expect(slug).toMatch(/^sgd-[0-9a-f]{32}$/);
    expect(new Set(slugs).size).toBe(4);
  });

  it.each([
    ['{', /^Not JSON/],
    ['{}', /dialogue_id is missing/],
    [JSON.stringify({ dialogue_id: 5 }), /dialogue_id must be a text/],
    [JSON.stringify({ dialogue_id: 'x', turns: [] }), /has no turns/],
    [JSON.stringify({ dialogue_id: 'x', turns: {} }), /turns must be a list/],
    [JSON.stringify({ dialogue_id: 'x', turns: [null] }), /turns\[0\] must be an object/],
    [dialogue({ speaker: 'BOT', utterance: 'x' }), /turns\[0\]'s speaker must be one of USER, SYSTEM/],
    [dialogue(user('x'), { speaker: 'SYSTEM' }), /turns\[1\]'s utterance is missing/],
    [dialogue(user('')), /Turn 0 has an empty utterance/],
    [dialogue(user('x', { state: state('x') })), /service is missing/],
    [dialogue(user('x', { service: 'A', state: 'x' })), /state must be an object/],
    [dialogue(system('x', { service: 'A', service_call: {} })), /method is missing/],
  ])('refuses %s', (line, reason) => {
    expect(() => parse(line)).toThrow(BadLine);
    expect(() => parse(line)).toThrow(reason);
  });
});
