// Dialogues in the form of Schema-Guided Dialogue, written for the tests.

export interface DialogueState {
  readonly active_intent: string;
  readonly requested_slots: readonly string[];
  readonly slot_values: Readonly<Record<string, readonly string[]>>;
}

export interface Dialogue {
  readonly dialogue_id: string;
  readonly services: readonly string[];
  readonly turns: readonly {
    readonly speaker: 'USER' | 'SYSTEM';
    readonly utterance: string;
    readonly frames: readonly {
      readonly service: string;
      readonly state?: DialogueState;
      readonly service_call?: { readonly method: string; readonly parameters: object };
      readonly service_results?: readonly object[];
    }[];
  }[];
}

/**
 * Dialogues about two services, of 2 to 12 turns, with states that change or stay, and service calls. Every detail follows
 * from the number, so that all runs see the same.
 */
export function makeDialogues(count: number): Dialogue[] {
  return Array.from({ length: count }, (_, number) => makeDialogue(number));
}

function makeDialogue(number: number): Dialogue {
  const rounds = 1 + (number % 6);
  return {
    dialogue_id: `${number}_00001`,
    services: ['Hotels_2', 'Träume 🏨'],
    turns: Array.from({ length: rounds }, (_, round) => [
      {
        speaker: 'USER' as const,
        utterance: `Zimmer für ${round + 1}, s'il vous plaît 🛏️ — ${'שלום '.repeat(number % 3)}${number}`,
        frames: [
          { service: 'Hotels_2', state: stateOf(Math.floor(round / 2), number) },
          ...(round % 2 === 1 ? [{ service: 'Träume 🏨', state: stateOf(round, number) }] : []),
        ],
      },
      {
        speaker: 'SYSTEM' as const,
        utterance: `Round ${round}\r\nwith "quotes" and \\ and \u2028.`,
        frames: [
          {
            service: 'Hotels_2',
            ...(round % 3 === 0
              ? {
                  service_call: { method: 'Search', parameters: { round } },
                  service_results: [{ __proto__name: 'x', round }],
                }
              : {}),
          },
        ],
      },
    ]).flat(),
  };
}

function stateOf(change: number, number: number): DialogueState {
  return {
    active_intent: `Search${change}`,
    requested_slots: change % 2 === 0 ? [] : ['price'],
    slot_values: { zimmer: [`${number}`, `${change}`], constructor: ['a name like others'] },
  };
}

/** What a session must hold after its dialogue was imported, worked out by itself, turn by turn. */
export interface ExpectedSession {
  readonly messages: readonly { readonly seq: number; readonly role: string; readonly content: string }[];
  readonly variables: Readonly<Record<string, { readonly version: number; readonly value: DialogueState }>>;
  readonly taskData: object | null;
  readonly stateChanges: number;
  readonly calls: number;
}

export function expectSession({ turns }: Dialogue): ExpectedSession {
  // The first event tells of the session's beginning.
  let seq = 1;
  const messages: { seq: number; role: string; content: string }[] = [];
  const variables: Record<string, { version: number; value: DialogueState }> = {};
  let taskData: object | null = null;
  let calls = 0;
  for (const { speaker, utterance, frames } of turns) {
    messages.push({ seq: (seq += 1), role: speaker === 'USER' ? 'USER' : 'ASSISTANT', content: utterance });
    for (const { service, state } of frames) {
      if (state === undefined || JSON.stringify(variables[service]?.value) === JSON.stringify(state)) continue;
      variables[service] = { version: (variables[service]?.version ?? 0) + 1, value: state };
      seq += 1;
    }
    for (const { service, service_call: call, service_results: results } of frames) {
      if (call === undefined) continue;
      taskData = { service, method: call.method, parameters: call.parameters, results };
      calls += 1;
      seq += 1;
    }
  }
  const stateChanges = Object.values(variables).reduce((sum, { version }) => sum + version, 0);
  return { messages, variables, taskData, stateChanges, calls };
}
