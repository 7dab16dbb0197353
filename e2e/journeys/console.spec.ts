import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expectAccessible } from '../a11y';
import { expect, setting, test } from '../fixtures';

test.describe('what the console hands out', () => {
  test('keys and logins stay out of pages, and no script runs without its nonce', async ({ baseURL, page, seed }) => {
    const session = await seed.session({ title: '<script>window.hacked = true</script>' }, [
      '<img src=x onerror="window.hacked = true">',
    ]);
    const secrets = [setting('FOYER_E2E_API_KEY'), (JSON.parse(setting('FOYER_E2E_LOGIN')) as { value: string }).value];
    const answers: Promise<string>[] = [];
    page.on('response', (response) => answers.push(response.text().catch(() => '')));
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));

    for (const path of ['/sessions', `/sessions/${session.slug}`, '/access', '/access/keys', '/audit']) {
      await page.goto(path);
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('option').first()).toBeVisible();
    }
    const seen = (await Promise.all(answers)).join('\n');
    expect(seen).toContain(session.slug);
    for (const secret of secrets) expect(seen).not.toContain(secret);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(refused).toEqual([]);

    const { headers } = await ask(baseURL, '/sign-in', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await ask(baseURL, '/sign-in', {})).headers['content-security-policy']).not.toBe(policy);
  });
});

test.describe('when the API has nothing, is slow, or fails', () => {
  const requestId = '0192f3a1-7c1e-7aaa-8bbb-5d1c2b3a4f60';
  const nothing = {
    sessions: { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false }, totalCount: 0 },
    apiKeys: [],
    auditLog: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 },
    operators: [],
    viewer: { id: '0192f3a1-0000-7000-8000-000000000001', kind: 'OPERATOR', name: 'Ann', role: 'ADMIN' },
    all: { totalCount: 0 },
    matching: { totalCount: 0 },
    active: { totalCount: 0 },
  };
  let console: OwnConsole;
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => {
    console = await startConsole();
  });
  test.afterAll(async () => await console.stop());

  for (const width of [1440, 390])
    test.describe(`at ${width} pixels`, () => {
      test.use({ viewport: { width, height: 900 } });

      test('an empty list teaches what would fill it', async ({ page }) => {
        console.answer = { data: nothing };
        await page.goto(`${console.url}/sessions`);
        await expect(page.getByRole('heading', { name: 'No sessions yet' })).toBeVisible();
        await expect(page.getByText(/^curl http/)).toBeVisible();
        await expectAccessible(page);
        for (const [path, name] of Object.entries({ '/access/keys': 'No API keys yet', '/audit': 'Nothing yet' })) {
          await page.goto(console.url + path);
          await expect(page.getByRole('heading', { name })).toBeVisible();
          await expectAccessible(page);
        }
      });

      test('a failure says what happened, that nothing was changed, and which request it was', async ({ page }) => {
        console.answer = { errors: [{ message: 'Something failed.', extensions: { code: 'INTERNAL', requestId } }] };
        for (const path of ['/access', '/access/keys', '/audit', '/sessions', '/sessions/any']) {
          await page.goto(console.url + path);
          const alert = page.getByRole('alert').filter({ hasText: 'Something failed. Nothing was changed.' });
          await expect(alert).toContainText(requestId);
          await expectAccessible(page);
        }
        console.answer = { data: { session: null } };
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(page.getByRole('heading', { name: 'No such session' })).toBeVisible();
      });

      test('what takes its time is announced, and comes', async ({ page }) => {
        let arrive = (): void => undefined;
        console.answer = new Promise((resolve) => (arrive = () => resolve({ data: nothing })));
        await page.goto(`${console.url}/sessions`, { waitUntil: 'commit' });
        await expect(page.getByRole('status').filter({ hasText: 'Loading sessions' })).toBeAttached();
        await expectAccessible(page);
        arrive();
        await expect(page.getByRole('heading', { name: 'No sessions yet' })).toBeVisible();
      });
    });
});

test('X6: the API is told whose address a request came from, whatever the sender says of it', async () => {
  const own = await startConsole();
  const { host, origin } = new URL(own.url);
  const headers = { host, origin, 'content-type': 'application/json' };
  await ask(own.url, '/api/graphql', headers, '{}');
  await ask(own.url, '/api/graphql', { ...headers, 'x-forwarded-for': '203.0.113.7' }, '{}');
  await ask(own.url, '/sign-in', { 'x-forwarded-for': '203.0.113.8' });
  expect(own.senders).toEqual(['127.0.0.1', '203.0.113.7, 127.0.0.1', '203.0.113.8, 127.0.0.1']);
  await own.stop();
});

interface OwnConsole {
  readonly url: string;
  /** Whom the API behind it was told that requests are from. */
  readonly senders: readonly unknown[];
  /** What the API behind it answers to everything from now on. */
  answer: object | Promise<object>;
  readonly stop: () => Promise<void>;
}

/** A console of its own, in front of an API that answers what the test says. */
async function startConsole(): Promise<OwnConsole> {
  const senders: unknown[] = [];
  const api = createServer((request, response) => {
    senders.push(request.headers['x-forwarded-for']);
    request.resume().on('end', () => {
      void Promise.resolve(own.answer).then((answer) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  });
  const [apiPort, port] = [await listen(api), await freePort()];
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/console/run-next.mjs'), 'start'], {
    env: {
      ...process.env,
      FOYER_API_URL: `http://127.0.0.1:${apiPort}/graphql`,
      FOYER_CONSOLE_PORT: `${port}`,
    },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    api.closeAllConnections();
    api.close();
    await end(child);
  };
  const own: OwnConsole = { url: `http://127.0.0.1:${port}`, senders, answer: {}, stop };
  await expect
    .poll(
      () =>
        fetch(`${own.url}/icon.svg`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  return own;
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await once(server.close(), 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Asks with headers that no browser would let a page set. */
async function ask(
  base: string | undefined,
  path: string,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<Answer> {
  const request = httpRequest(new URL(path, base), { method: body === undefined ? 'GET' : 'POST', headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}
