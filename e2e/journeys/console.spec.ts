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
import { expect, test } from '../fixtures';

test.describe('the console is for this machine alone', () => {
  const query = JSON.stringify({ query: '{ viewer { id } }' });

  test('pages and their data are kept from names that others make point here', async ({ baseURL }) => {
    for (const path of ['/', '/sessions', '/sessions/any', '/api/graphql', '/icon.svg']) {
      expect((await ask(baseURL, path, { host: 'evil.example' })).status, path).toBe(403);
      expect((await ask(baseURL, path, { host: 'localhost.evil.example:3000', rsc: '1' })).status, path).toBe(403);
    }
  });

  test('the GraphQL proxy takes queries of its own pages, and nothing else', async ({ baseURL, seed, api }) => {
    const session = await seed.session();
    const { host, origin } = new URL(baseURL ?? '');
    const own = { host, origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const good = await ask(baseURL, '/api/graphql', own, query);
    expect([good.status, JSON.parse(good.text)]).toEqual([200, { data: { viewer: { id: expect.any(String) } } }]);

    const foreign = [
      { ...own, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { ...own, host: 'evil.example', origin: 'http://evil.example' },
      { ...own, origin: 'null' },
      { ...own, 'content-type': 'text/plain' },
      { host, 'content-type': 'application/json' },
    ];
    for (const headers of foreign) expect((await ask(baseURL, '/api/graphql', headers, query)).status).toBe(403);

    const writing = JSON.stringify({ query: `mutation { deleteSession(id: "${session.id}") }` });
    expect((await ask(baseURL, '/api/graphql', own, writing)).status).toBe(400);
    expect(await api.session({ id: session.id })).not.toBeNull();
  });

  test('the API key stays on the server, and no script runs without its nonce', async ({ baseURL, page, seed }) => {
    const session = await seed.session({ title: '<script>window.hacked = true</script>' }, [
      '<img src=x onerror="window.hacked = true">',
    ]);
    const key = process.env['FOYER_E2E_API_KEY'] ?? '';
    expect(key).not.toBe('');
    const answers: Promise<string>[] = [];
    page.on('response', (response) => answers.push(response.text().catch(() => '')));
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));

    for (const path of ['/sessions', `/sessions/${session.slug}`]) {
      await page.goto(path);
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('option').first()).toBeVisible();
    }
    const seen = (await Promise.all(answers)).join('\n');
    expect(seen).toContain(session.slug);
    expect(seen).not.toContain(key);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(refused).toEqual([]);

    const { headers } = await ask(baseURL, '/sessions', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await ask(baseURL, '/sessions', {})).headers['content-security-policy']).not.toBe(policy);
  });
});

test.describe('when the API has nothing, is slow, or fails', () => {
  const requestId = '0192f3a1-7c1e-7aaa-8bbb-5d1c2b3a4f60';
  const nothing = {
    sessions: { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false }, totalCount: 0 },
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
      });

      test('a failure says what happened, that nothing was changed, and which request it was', async ({ page }) => {
        console.answer = { errors: [{ message: 'Something failed.', extensions: { code: 'INTERNAL', requestId } }] };
        for (const path of ['/sessions', '/sessions/any']) {
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

interface OwnConsole {
  readonly url: string;
  /** What the API behind it answers to everything from now on. */
  answer: object | Promise<object>;
  readonly stop: () => Promise<void>;
}

/** A console of its own, in front of an API that answers what the test says. */
async function startConsole(): Promise<OwnConsole> {
  const api = createServer((request, response) => {
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
      FOYER_API_KEY: 'foyer_sk_scripted',
      FOYER_CONSOLE_PORT: `${port}`,
    },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    api.closeAllConnections();
    api.close();
    await end(child);
  };
  const own: OwnConsole = { url: `http://127.0.0.1:${port}`, answer: {}, stop };
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
