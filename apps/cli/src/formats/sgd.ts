// Schema-Guided Dialogue (DSTC8): a dialogue a line, as in github.com/google-research-datasets/dstc8-schema-guided-dialogue.
//
// A dialogue becomes a session under its own user, since the data set says of nobody that they had two dialogues. What the
// user wants of a service is a session variable named as the service, holding the frame's `state` whole; it is set where the
// state differs from the one before, so that its version counts the changes. Annotations of the text (`actions`, `slots`) are
// not kept. Nothing in a dialogue has a time.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '@foyer/types/limits';
import { importConversation, type Conversation, type IdentifiedMessage, type Step } from '../transfer/conversation.js';
import { Lanes, refuseOrThrow } from '../transfer/run.js';
import { BadLine, parseObject, type Shape } from '../transfer/shape.js';
import type { Format } from './format.js';

export const sgd: Format = {
  name: 'sgd',
  summary: 'Schema-Guided Dialogue: JSON lines, one dialogue each',
  async *jobs(file, context) {
    // Two lines may carry the same dialogue; at the same time they would not see each other.
    const lanes = new Lanes();
    for await (const line of file.lines()) {
      const place = { file: file.name, line: line.number };
      try {
        if ('fault' in line) throw new BadLine(line.fault);
        const conversation = parseDialogue(line.text, context.platform ?? 'sgd');
        yield () =>
          lanes.run(conversation.session.slug, () =>
            importConversation(conversation, context).catch((error: unknown) =>
              refuseOrThrow(context.report, place, error),
            ),
          );
      } catch (error) {
        refuseOrThrow(context.report, place, error);
      }
    }
  },
};

const ROLES = { USER: 'USER', SYSTEM: 'ASSISTANT' } as const;
const SPEAKERS = ['USER', 'SYSTEM'] as const;

/**
 * The conversation in a line. `platform` and dialogue id are its identity: a repeated import finds it by them.
 *
 * @throws BadLine
 */
export function parseDialogue(line: string, platform: string): Conversation {
  const dialogue = parseObject(line);
  const id = dialogue.text('dialogue_id');
  const services = dialogue.texts('services');
  const versions = new Map<string, { version: number; state: unknown }>();
  const steps = dialogue.objects('turns').flatMap((turn, index) => stepsOfTurn(turn, index, versions));
  if (steps.length === 0) throw new BadLine('The dialogue has no turns.');
  return {
    session: {
      slug: slugOf(platform, id),
      user: { identity: { platform, externalId: id } },
      platform,
      key: id,
      title: services.join(', ') || null,
    },
    // No idle time-out: a dialogue of a data set is not waiting for anybody.
    settings: { metadata: { dialogueId: id, services }, idleTimeoutSeconds: 0 },
    steps: mergeMessages(steps),
  };
}

type Versions = Map<string, { version: number; state: unknown }>;

function stepsOfTurn(turn: Shape, index: number, versions: Versions): Step[] {
  const speaker = turn.oneOf('speaker', SPEAKERS);
  const content = turn.text('utterance');
  if (content === '') throw new BadLine(`Turn ${index} has an empty utterance.`);
  const message: IdentifiedMessage = { externalId: `turn-${index}`, role: ROLES[speaker], content };
  const frames = turn.objects('frames');
  return [
    { kind: 'messages', messages: [message] },
    ...(speaker === 'USER' ? changesOf(frames, versions) : []),
    ...frames
      .filter((frame) => frame.has('service_call'))
      .map((frame, call) => taskOf(frame, `turn-${index}-call-${call}`)),
  ];
}

function changesOf(frames: readonly Shape[], versions: Versions): Step[] {
  const changes = new Map<string, { name: string; value: unknown; version: number }>();
  for (const frame of frames) {
    if (!frame.has('state')) continue;
    const name = frame.text('service');
    frame.object('state');
    const value = frame.json('state');
    const before = versions.get(name);
    if (before !== undefined && isDeepStrictEqual(before.state, value)) continue;
    // Of two frames of one service in one turn the last counts, and the turn is one change.
    const version = changes.get(name)?.version ?? (before?.version ?? 0) + 1;
    versions.set(name, { version, state: value });
    changes.set(name, { name, value, version });
  }
  return changes.size > 0 ? [{ kind: 'variables', variables: [...changes.values()] }] : [];
}

function taskOf(frame: Shape, id: string): Step {
  const service = frame.text('service');
  const call = frame.object('service_call');
  const method = call.text('method');
  const isAnswered = frame.has('service_results');
  const data = { service, method, parameters: call.json('parameters'), results: frame.list('service_results') };
  return {
    kind: 'task',
    task: {
      id,
      description: `${service}.${method}`,
      status: isAnswered ? 'COMPLETED' : 'IN_PROGRESS',
      ...(isAnswered ? { progress: 1 } : {}),
      data,
    },
  };
}

/** Joins messages that follow each other without anything between, so that they travel in one request. */
function mergeMessages(steps: readonly Step[]): Step[] {
  const merged: Step[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (step.kind === 'messages' && last?.kind === 'messages') {
      merged[merged.length - 1] = { kind: 'messages', messages: [...last.messages, ...step.messages] };
    } else merged.push(step);
  }
  return merged;
}

/** Readable where the dialogue's id fits into a slug; else its hash, which is as unique. */
function slugOf(platform: string, id: string): string {
  const slug = `${platform}-${id}`;
  if (LIMITS.slugPattern.test(slug)) return slug;
  return `${platform}-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}
