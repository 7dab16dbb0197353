import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mapOrdered } from '../archive/ordered.js';
import { PROJECT_ROOT } from '../system/settings.js';
import { walkMessages } from '../transfer/pages.js';
import { startApi, type TestApi } from '../testing/api.js';
import { collect } from '../testing/collect.js';
import { expectSession, makeDialogues, type Dialogue } from '../testing/dialogues.js';
import { foyer, importJson, startFoyer, type RunningFoyer } from '../testing/foyer.js';

// Each works on a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'foyer-import-'));
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true });
}, 120_000);

function fileOf(name: string, lines: readonly (Dialogue | string)[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return path;
}

/** What the API shows of a dialogue's session, in the form of `expectSession`. */
async function readBack(platform: string, { dialogue_id: id }: Dialogue) {
  const session = await api.client.session({ slug: `${platform}-${id}` });
  if (session === null) return null;
  const messages = await collect(walkMessages(api.client, session.id));
  const variables = (await api.client.variables({ sessionId: session.id, scope: 'SESSION' })) ?? [];
  const context = await api.client.context({ sessionId: session.id });
  return {
    messages: messages.map(({ seq, role, content }) => ({ seq, role, content })),
    variables: Object.fromEntries(variables.map(({ name, version, value }) => [name, { version, value }])),
    taskData: context?.currentTask?.data ?? null,
  };
}

async function expectComplete(platform: string, dialogues: readonly Dialogue[]): Promise<void> {
  const found = await collect(
    mapOrdered(Readable.from(dialogues), 8, (dialogue: Dialogue) => readBack(platform, dialogue)),
  );
  const expected = dialogues.map((dialogue) => {
    const { messages, variables, taskData } = expectSession(dialogue);
    return { messages, variables, taskData };
  });
  expect(found).toEqual(expected);
}

function totals(dialogues: readonly Dialogue[]) {
  const sessions = dialogues.map(expectSession);
  const sum = (of: (session: (typeof sessions)[number]) => number) =>
    sessions.reduce((n, session) => n + of(session), 0);
  return {
    sessions: dialogues.length,
    messages: sum(({ messages }) => messages.length),
    variables: sum(({ stateChanges }) => stateChanges),
    tasks: sum(({ calls }) => calls),
  };
}

/** Interrupts an import as soon as it has begun so many sessions. */
async function interruptAfter(running: RunningFoyer, platform: string, sessions: number, signal: NodeJS.Signals) {
  const query = `{ sessions(filter: { platform: ["${platform}"] }, first: 1) { totalCount } }`;
  for (let begun = 0; begun < sessions;) {
    begun = (await api.client.query<{ sessions: { totalCount: number } }>(query)).sessions.totalCount;
  }
  running.child.kill(signal);
  return running.outcome;
}

describe('foyer import sgd', () => {
  it('brings in messages, state changes and service calls in their order, with the final state of the file', async () => {
    const dialogues = makeDialogues(24);
    const report = await importJson(api, 'sgd', fileOf('first.jsonl', dialogues), '--platform', 'first');
    const expected = totals(dialogues);
    expect(report).toMatchObject({
      code: 0,
      refused: 0,
      sessions: { created: expected.sessions, existing: 0 },
      messages: { created: expected.messages, existing: 0 },
      variables: { created: expected.variables, existing: 0 },
      tasks: { created: expected.tasks, existing: 0 },
    });
    await expectComplete('first', dialogues);
    const session = await api.client.session({ slug: 'first-0_00001' });
    expect(session).toMatchObject({
      status: 'ACTIVE',
      key: '0_00001',
      title: 'Hotels_2, Träume 🏨',
      metadata: { dialogueId: '0_00001', services: ['Hotels_2', 'Träume 🏨'] },
    });
    const user = await api.client.user({ identity: { platform: 'first', externalId: '0_00001' } });
    expect(user?.id).toBe(session?.userId);
  });

  it('adds and changes nothing the second time', async () => {
    const dialogues = makeDialogues(12);
    const file = fileOf('again.jsonl', dialogues);
    await importJson(api, 'sgd', file, '--platform', 'again');
    const before = await api.client.sessions({ filter: { platform: ['again'] }, first: 100 });
    const report = await importJson(api, 'sgd', file, '--platform', 'again');
    const expected = totals(dialogues);
    expect(report).toMatchObject({
      code: 0,
      sessions: { created: 0, existing: expected.sessions },
      messages: { created: 0, existing: expected.messages },
      variables: { created: 0, existing: expected.variables },
      tasks: { created: 0, existing: expected.tasks },
    });
    const after = await api.client.sessions({ filter: { platform: ['again'] }, first: 100 });
    expect(after.nodes.map(withoutClock)).toEqual(before.nodes.map(withoutClock));
  });

  it('leaves alone what others have done to a finished session', async () => {
    const [dialogue] = makeDialogues(8).slice(-1) as [Dialogue];
    const file = fileOf('others.jsonl', [dialogue]);
    await importJson(api, 'sgd', file, '--platform', 'others');
    const session = await api.client.session({ slug: `others-${dialogue.dialogue_id}` });
    const sessionId = session?.id ?? '';
    await api.client.addMessage({ sessionId, message: { role: 'USER', content: 'And something else.' } });
    await api.client.clearCurrentTask(sessionId);
    await api.client.deleteVariable({ target: { sessionId }, name: 'Hotels_2' });
    const { seq } = await api.client.pauseSession({ id: sessionId });
    expect(await importJson(api, 'sgd', file, '--platform', 'others')).toMatchObject({
      code: 0,
      messages: { created: 0 },
    });
    expect(await api.client.session({ id: sessionId })).toMatchObject({ seq, status: 'PAUSED' });
  });

  it('refuses broken lines by file and line, takes the rest, and says so with its exit code', async () => {
    const [first, second] = makeDialogues(2) as [Dialogue, Dialogue];
    const file = fileOf('broken.jsonl', [
      first,
      '{"dialogue_id": "half',
      '[]',
      '',
      JSON.stringify({ ...second, dialogue_id: 'empty', turns: [{ speaker: 'USER', utterance: '', frames: [] }] }),
      JSON.stringify({
        ...second,
        dialogue_id: 'nul',
        turns: [{ speaker: 'USER', utterance: 'a\u0000b', frames: [] }],
      }),
      second,
    ]);
    const { code, stdout, stderr } = await foyer(api, 'import', 'sgd', file, '--platform', 'broken');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^4 lines refused$/m);
    expect(stderr.split('\n')).toEqual([
      expect.stringContaining(`${file}:2: Not JSON: `) as string,
      `${file}:3: The line must be an object.`,
      `${file}:5: Turn 0 has an empty utterance.`,
      expect.stringMatching(new RegExp(`^${file}:6: .*\\(BAD_USER_INPUT\\)$`)) as string,
      '',
    ]);
    await expectComplete('broken', [first, second]);
  });

  it('refuses another dialogue under a known id instead of mixing the two', async () => {
    const [dialogue] = makeDialogues(1) as [Dialogue];
    const other = { ...dialogue, turns: dialogue.turns.map((turn) => ({ ...turn, utterance: `${turn.utterance}!` })) };
    const report = await importJson(api, 'sgd', fileOf('twins.jsonl', [dialogue, other]), '--platform', 'twins');
    expect(report).toMatchObject({ code: 1, refused: 1, sessions: { created: 1 } });
    expect(report.refusals[0]?.reason).toMatch(/has another text in its message turn-0/);
    await expectComplete('twins', [dialogue]);
  });

  it('goes on where a killed import was, without doubling anything, also without the memory of idempotency keys', async () => {
    const dialogues = makeDialogues(120);
    const file = fileOf('killed.jsonl', dialogues);
    for (const sessions of [20, 60]) {
      const running = startFoyer(api, 'import', 'sgd', file, '--platform', 'killed', '--quiet');
      const { code } = await interruptAfter(running, 'killed', sessions, 'SIGKILL');
      expect(code).toBeNull();
      api = await api.restartWithNewKey();
    }
    const report = await importJson(api, 'sgd', file, '--platform', 'killed');
    expect(report).toMatchObject({ code: 0, refused: 0 });
    expect(report.sessions.created).toBeGreaterThan(0);
    expect(report.sessions.created + report.sessions.existing).toBe(120);
    await expectComplete('killed', dialogues);
  }, 120_000);

  it('stops on Ctrl-C between two writes, and goes on from there', async () => {
    const dialogues = makeDialogues(120);
    const file = fileOf('stopped.jsonl', dialogues);
    const running = startFoyer(api, 'import', 'sgd', file, '--platform', 'stopped');
    const { code, stderr } = await interruptAfter(running, 'stopped', 30, 'SIGINT');
    expect(code).toBe(130);
    expect(stderr).toBe('Stopped. The same command goes on from here.\n');
    expect(await importJson(api, 'sgd', file, '--platform', 'stopped')).toMatchObject({ code: 0, refused: 0 });
    await expectComplete('stopped', dialogues);
  }, 120_000);

  it('doubles nothing where two imports of one file run side by side', async () => {
    const dialogues = makeDialogues(60);
    const file = fileOf('beside.jsonl', dialogues);
    const [one, other] = await Promise.all([
      importJson(api, 'sgd', file, '--platform', 'beside'),
      importJson(api, 'sgd', file, '--platform', 'beside'),
    ]);
    // Where both begin a session in the same moment, one of them is turned away from it.
    for (const { reason } of [...one.refusals, ...other.refusals])
      expect(reason).toMatch(/SESSION_CONFLICT|SLUG_TAKEN/);
    await expectComplete('beside', dialogues);
  }, 120_000);
});

describe('foyer import', () => {
  it.each([
    ['an unknown format', ['csv', 'x.csv'], /^There is no format "csv"\. There are: foyer, sgd\.\n$/],
    ['a file that is not there', ['sgd', '/nowhere/x.jsonl'], /^\/nowhere\/x\.jsonl cannot be read: .*ENOENT.*\n$/],
    ['a folder', ['sgd', tmpdir()], /cannot be read: it is not a file\.\n$/],
    [
      'no number',
      ['sgd', '--concurrency', 'many', 'x'],
      /^--concurrency must be a number from 1 to 64, and is "many"\.\n$/,
    ],
  ])('says in one sentence that it cannot work with %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await foyer(api, 'import', ...args);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('gives up on the first line where the key is not known', async () => {
    const file = fileOf('key.jsonl', makeDialogues(50));
    const { code, stderr } = await foyer({ url: api.url, key: 'foyer_sk_wrong' }, 'import', 'sgd', file, '--quiet');
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

const shared = join(PROJECT_ROOT, '../shared/data/sgd');
const files = ['dev-single-192.jsonl', 'dev-multi-160.jsonl'].map((name) => join(shared, name));

describe.skipIf(!files.every((file) => existsSync(file)))(
  'foyer import sgd of the real data set (skipped where it is not beside the project)',
  () => {
    it('is complete and right, and the second run adds nothing', async () => {
      const real = await startApi();
      onTestFinished(() => real.stop());
      const dialogues = files.flatMap((file) =>
        readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Dialogue),
      );
      expect(totals(dialogues)).toEqual({ sessions: 352, messages: 5_458, variables: 2_492, tasks: 879 });

      const report = await importJson(real, 'sgd', ...files);
      const created = (count: number) => ({ created: count, existing: 0 });
      expect(report).toMatchObject({
        code: 0,
        refused: 0,
        sessions: created(352),
        messages: created(5_458),
        variables: created(2_492),
        tasks: created(879),
      });

      const platforms = { before: api };
      api = real;
      onTestFinished(() => void (api = platforms.before));
      await expectComplete('sgd', dialogues);

      const again = await importJson(real, 'sgd', ...files);
      for (const kind of ['sessions', 'messages', 'variables', 'tasks'] as const) expect(again[kind].created).toBe(0);
      expect(again).toMatchObject({ code: 0, messages: { existing: 5_458 } });
    }, 180_000);
  },
);

/** Reading moves nothing; how long an active session has lasted is the clock's. */
function withoutClock<Session extends { durationSeconds: number }>(session: Session): Session {
  return { ...session, durationSeconds: 0 };
}
