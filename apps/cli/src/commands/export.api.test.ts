import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { walkUsersOldestFirst } from '../archive/export.js';
import { startApi, type TestApi } from '../testing/api.js';
import { collect } from '../testing/collect.js';
import { foyer, importJson, shell, startFoyer } from '../testing/foyer.js';
import { fill, HOSTILE_TEXTS } from '../testing/hostile.js';

// Each works on a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'foyer-export-'));
const exported = join(folder, 'source.jsonl');
let source: TestApi;
let lines: string[];
beforeAll(async () => {
  source = await startApi();
  await fill(source.client);
  await exportTo(source, exported);
  lines = readFileSync(exported, 'utf8').split('\n').slice(0, -1);
}, 120_000);
afterAll(async () => {
  await source.stop();
  await rm(folder, { recursive: true });
}, 120_000);

async function exportTo(api: TestApi, path: string): Promise<void> {
  const outcome = await foyer(api, 'export', '--output', path, '--quiet');
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
}

async function exportText(api: TestApi): Promise<string> {
  const { code, stdout } = await foyer(api, 'export');
  expect(code).toBe(0);
  return stdout;
}

/** An API of the test's own, which is gone with it. */
async function emptyApi(): Promise<TestApi> {
  const api = await startApi();
  onTestFinished(() => api.stop());
  return api;
}

function fileOf(name: string, content: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, content.map((line) => `${line}\n`).join(''));
  return path;
}

/** How many lines of a type the export has. */
function count(...wanted: readonly string[]): number {
  return lines.filter((line) => wanted.some((type) => line.startsWith(`{"type":"${type}"`))).length;
}

describe('foyer export', () => {
  it('writes the same to a file and to standard output, and leaves nothing else behind', async () => {
    expect(await exportText(source)).toBe(readFileSync(exported, 'utf8'));
    expect(await readdir(folder)).not.toContain('source.jsonl.part');
  });

  it('writes users and sessions oldest first', () => {
    const ids = lines.flatMap((line) => /^\{"type":"user".*"externalId":"user-(\d+)"/.exec(line)?.[1] ?? []);
    expect(ids).toEqual(Array.from({ length: 105 }, (_, index) => `${index}`));
    expect(lines.filter((line) => line.includes('"type":"session"')).at(-1)).toContain('"session":"long"');
  });

  it('finds every user once, however many pages they fill', async () => {
    const whole = await collect(walkUsersOldestFirst(source.client));
    expect(whole).toHaveLength(count('user'));
    for (const first of [1, 7, 50]) {
      expect((await collect(walkUsersOldestFirst(source.client, first))).map(({ id }) => id)).toEqual(
        whole.map(({ id }) => id),
      );
    }
  });

  it('writes no content of redacted messages, and no variable that has expired', () => {
    for (const line of lines) expect(line).not.toMatch(/secret\.|short-lived/);
    expect(lines.filter((line) => line.includes('"redacted":true'))).toHaveLength(2);
  });

  it('leaves nothing behind where it is stopped', async () => {
    const path = join(folder, 'stopped.jsonl');
    const { child, outcome } = startFoyer(source, 'export', '-o', path, '--quiet');
    while (!existsSync(`${path}.part`)) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGINT');
    expect(await outcome).toEqual({ code: 130, stdout: '', stderr: '' });
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('does not complain where its reader has seen enough', async () => {
    const { stdout, stderr } = await shell(source, '$FOYER export | head -n 1');
    expect({ stdout, stderr }).toEqual({ stdout: '{"type":"foyer","version":1}\n', stderr: '' });
  });

  it('keeps an older file where it cannot be completed', async () => {
    const path = fileOf('older.jsonl', ['older']);
    const { code, stderr } = await foyer({ url: source.url, key: 'foyer_sk_wrong' }, 'export', '-o', path, '--quiet');
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe('older\n');
  });
});

describe('foyer import foyer', () => {
  let restored: TestApi;
  /** For tests whose sessions do not meet. */
  let scratch: TestApi;
  let restoring: Awaited<ReturnType<typeof importJson>>;
  beforeAll(async () => {
    [restored, scratch] = await Promise.all([startApi(), startApi()]);
    restoring = await importJson(restored, 'foyer', exported);
  }, 120_000);
  afterAll(() => Promise.all([restored.stop(), scratch.stop()]), 60_000);

  it('leads in an empty database to the same bytes', async () => {
    const created = (...types: readonly string[]) => ({ created: count(...types), existing: 0 });
    expect(restoring).toMatchObject({
      code: 0,
      refused: 0,
      users: created('user'),
      sessions: created('session'),
      participants: created('participant'),
      messages: created('message'),
      variables: created('variable'),
      tasks: created('task'),
    });
    expect(await exportText(restored)).toBe(readFileSync(exported, 'utf8'));
  });

  it('changes nothing at all the second time', async () => {
    const seqs = await seqsOf(restored);
    const again = await importJson(restored, 'foyer', exported);
    for (const kind of ['users', 'sessions', 'participants', 'messages', 'variables', 'tasks'] as const) {
      expect({ kind, ...again[kind] }).toEqual({ kind, created: 0, existing: restoring[kind].created });
    }
    expect(again).toMatchObject({ code: 0, refused: 0 });
    expect(await seqsOf(restored)).toEqual(seqs);
  });

  it('restores names that are traps, texts, participants and expiry as a client sees them', async () => {
    const [, original] = await crowded(source);
    const [sessionId, copy] = await crowded(restored);
    const told = (messages: typeof copy) =>
      messages.map(({ content, role, createdAt, participant }) => [content, role, createdAt, participant?.name]);
    expect(told(copy)).toEqual(told(original));
    expect(copy.slice(0, HOSTILE_TEXTS.length).map(({ content }) => content)).toEqual([...HOSTILE_TEXTS]);
    expect(copy.filter(({ redactedAt }) => redactedAt !== null)).toHaveLength(2);
    const variables = (await restored.client.variables({ sessionId, scope: 'SESSION' })) ?? [];
    expect(variables.find(({ name }) => name === 'expiring')?.expiresAt).toBe('2099-12-31T23:59:59.123Z');
    expect(variables.find(({ name }) => name === '__proto__')?.value).toEqual({ name: '__proto__' });
    const context = await restored.client.context({ sessionId, includeLeft: true });
    expect(context?.participants.map(({ name, leftAt }) => [name, leftAt !== null])).toEqual([
      [HOSTILE_TEXTS[4], false],
      ['Ghost', true],
      ['Ghost', false],
      ['Observer', false],
    ]);
    expect(context?.notebooks).toEqual(['b', 'a', HOSTILE_TEXTS[6]]);
  });

  it('leaves out a variable that has expired since, without a complaint', async () => {
    const variable = '{"type":"variable","scope":"APP","name":"gone","value":1,"expiresAt":"2020-01-01T00:00:00.000Z"}';
    const gone = await importJson(restored, 'foyer', fileOf('gone.jsonl', ['{"type":"foyer","version":1}', variable]));
    expect(gone).toMatchObject({ code: 0, refused: 0, variables: { created: 0, existing: 0 } });
  });

  it('leaves out a file that is no export', async () => {
    const stray = await importJson(restored, 'foyer', fileOf('stray.jsonl', ['{"dialogue_id":"x"}', ...lines]));
    expect(stray).toMatchObject({ code: 1, refused: 1, users: { created: 0, existing: 0 } });
  });

  it('takes Windows line ends, and a last line without any', async () => {
    const path = join(folder, 'windows.jsonl');
    writeFileSync(path, lines.join('\r\n'));
    expect(await importJson(restored, 'foyer', path)).toMatchObject({
      code: 0,
      refused: 0,
      users: { existing: count('user') },
    });
  });

  it('goes on where a killed import was, to the same bytes, also without the memory of idempotency keys', async () => {
    let target = await startApi();
    onTestFinished(() => target.stop());
    const codes: (number | null)[] = [];
    for (const made of [3, 40, 106, 110, 114, 116, 118]) {
      const { child, outcome } = startFoyer(target, 'import', 'foyer', exported, '--quiet');
      while ((await countMade(target)) < made) await new Promise((resolve) => setTimeout(resolve, 1));
      child.kill('SIGKILL');
      codes.push((await outcome).code);
    }
    // The last ones may have come too late.
    expect(codes.slice(0, 4)).toEqual([null, null, null, null]);
    target = await target.restartWithNewKey();
    expect(await importJson(target, 'foyer', exported)).toMatchObject({ code: 0, refused: 0 });
    expect(await exportText(target)).toBe(readFileSync(exported, 'utf8'));
  }, 120_000);

  it('refuses broken lines, takes the rest, and completes it from the mended file', async () => {
    const target = await emptyApi();
    const broken = lines.map((line) => {
      if (line.includes('"Older"')) return line.replace('"environment":"SERVER"', '"environment":"MOON"');
      return line.includes('"content":"3 ping"') ? line.slice(0, -5) : line;
    });
    const older = lines.findIndex((line) => line.includes('"Older"')) + 1;
    const pings = lines.flatMap((line, index) => (line.includes('"content":"3 ping"') ? [index + 1] : []));
    const first = await importJson(target, 'foyer', fileOf('broken.jsonl', broken));
    expect(first.code).toBe(1);
    // The session's own line and the rest of the session; the messages; and that theirs stays unfinished.
    const refused = [older, older + 1, ...pings, lines.length];
    expect(first.refusals.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(refused);
    expect(first.messages.created).toBe(count('message') - pings.length);
    expect(first.users.created).toBe(count('user'));

    const mended = await importJson(target, 'foyer', exported);
    expect(mended).toMatchObject({
      code: 0,
      refused: 0,
      sessions: { created: 1 },
      messages: { created: pings.length },
    });
    // Nothing is missing and nothing is doubled; what came later stands later.
    expect(sortedLines(await exportText(target))).toEqual(lines.toSorted());
  }, 120_000);

  it('says what it leaves out of a session that others have ended meanwhile', async () => {
    const long = [lines[0] ?? '', ...lines.filter((line) => line.includes('"session":"long"'))];
    const first = await importJson(scratch, 'foyer', fileOf('cut-off.jsonl', long.slice(0, 100)));
    expect(first).toMatchObject({ code: 1, refused: 1, messages: { created: 98 } });
    expect(first.refusals[0]?.reason).toBe('Session long has no status line at its end, and stays unfinished.');
    const session = await scratch.client.session({ slug: 'long' });
    await scratch.client.endSession({ id: session?.id ?? '' });

    const second = await importJson(scratch, 'foyer', fileOf('whole.jsonl', long));
    expect(second).toMatchObject({ code: 1, refused: long.length - 100, messages: { created: 0, existing: 98 } });
    expect(second.refusals[0]).toMatchObject({ line: 101, reason: expect.stringContaining('SESSION_ENDED') as string });
  }, 120_000);

  it('lets an active session be that came from elsewhere, and refuses those that want its place', async () => {
    const shared = lines
      .filter((line) => line.includes('"key":"shared"'))
      .map((line) => /"session":"([^"]+)"/.exec(line)?.[1]);
    const theirs = lines.filter((line) => shared.some((slug) => line.includes(`"session":"${slug}"`)));
    const user = { identity: { platform: 'telegram', externalId: '__proto__' } };
    const { id } = await scratch.client.createSession({ user, platform: 'telegram', key: 'shared' });
    const report = await importJson(scratch, 'foyer', fileOf('shared.jsonl', [lines[0] ?? '', ...theirs]));
    expect(report).toMatchObject({ code: 1, refused: theirs.length, sessions: { created: 0 } });
    expect(report.refusals.map(({ reason }) => /SESSION_CONFLICT|left out/.exec(reason)?.[0])).toEqual(
      shared.flatMap(() => ['SESSION_CONFLICT', 'left out']),
    );
    expect(await scratch.client.session({ id })).toMatchObject({ status: 'ACTIVE', metadata: {}, messageCount: 0 });
  }, 120_000);

  it('doubles nothing where two imports of one file run side by side', async () => {
    const target = await emptyApi();
    await Promise.all([importJson(target, 'foyer', exported), importJson(target, 'foyer', exported)]);
    // Each may have been turned away from what the other was writing. A third completes what is missing, but for sessions whose
    // seat one has that comes behind them in the file: only the import that put it there would ask it to step aside.
    const { refusals } = await importJson(target, 'foyer', exported);
    for (const { reason } of refusals) expect(reason).toMatch(/SESSION_CONFLICT|left out/);
    const there = sortedLines(await exportText(target));
    expect(there.length).toBeLessThanOrEqual(lines.length);
    expect(refusals.length > 0 || there.join() === lines.toSorted().join()).toBe(true);
  }, 120_000);
});

function sortedLines(text: string): string[] {
  return text.split('\n').slice(0, -1).toSorted();
}

/** How many users and sessions there are. */
async function countMade({ client }: TestApi): Promise<number> {
  const query = '{ users(first: 1) { totalCount } sessions(first: 1) { totalCount } }';
  const { users, sessions } = await client.query<Record<'users' | 'sessions', { readonly totalCount: number }>>(query);
  return users.totalCount + sessions.totalCount;
}

async function crowded(api: TestApi) {
  const { nodes } = await api.client.sessions({ filter: { platform: ['discord'] } });
  const sessionId = nodes[0]?.id ?? '';
  const page = await api.client.messages({ sessionId, first: 100 });
  return [sessionId, page?.nodes ?? []] as const;
}

async function seqsOf(api: TestApi): Promise<Record<string, number>> {
  const { nodes } = await api.client.sessions({ first: 100 });
  return Object.fromEntries(nodes.map(({ slug, seq }) => [slug, seq]));
}
