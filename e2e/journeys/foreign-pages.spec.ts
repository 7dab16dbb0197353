import type { Page } from '@playwright/test';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, setting, test } from '../fixtures';

/** What a page of somebody else tries, in the browser of somebody who is signed in; each gives what it could read. */
const ATTEMPTS = {
  'a request with JSON': (page, url, body) =>
    page.evaluate(
      ([to, text]) =>
        fetch(to, {
          method: 'POST',
          credentials: 'include',
          headers: { 'content-type': 'application/json' },
          body: text,
        }).then((answer) => answer.text()),
      [url, body] as const,
    ),
  'a request with text, which needs no leave': (page, url, body) =>
    page.evaluate(
      ([to, text]) =>
        fetch(to, { method: 'POST', mode: 'no-cors', credentials: 'include', body: text }).then((answer) =>
          answer.text(),
        ),
      [url, body] as const,
    ),
  'a request that reads': (page, url) =>
    page.evaluate(
      (to) => fetch(`${to}?query={operators{email}}`, { credentials: 'include' }).then((answer) => answer.text()),
      url,
    ),
  'a form whose text is JSON': (page, url, body) =>
    submit(page, url, { method: 'post', enctype: 'text/plain', fields: { [`${body.slice(0, -1)},"rest":"`]: '"}' } }),
  'a form': (page, url, body) =>
    submit(page, url, { method: 'post', enctype: 'application/x-www-form-urlencoded', fields: fieldsOf(body) }),
  'a form with parts': (page, url, body) =>
    submit(page, url, { method: 'post', enctype: 'multipart/form-data', fields: fieldsOf(body) }),
  'an address to go to': (page, url, body) =>
    submit(page, url, { method: 'get', enctype: 'application/x-www-form-urlencoded', fields: fieldsOf(body) }),
  'an image': (page, url, body) =>
    page.evaluate(
      (src) =>
        new Promise<string>((done) => {
          const image = new Image();
          image.onload = image.onerror = () => done('');
          image.src = src;
        }),
      `${url}?${new URLSearchParams(fieldsOf(body))}`,
    ),
  'a socket': (page, url, body) =>
    page.evaluate(
      ([to, payload]) =>
        new Promise<string>((done) => {
          const socket = new WebSocket(to.replace('http', 'ws'), 'graphql-transport-ws');
          const heard: string[] = [];
          socket.onopen = () => socket.send('{"type":"connection_init"}');
          socket.onmessage = ({ data }) => {
            heard.push(String(data));
            if (String(data).includes('connection_ack'))
              socket.send(`{"id":"1","type":"subscribe","payload":${payload}}`);
            if (/"(next|error|complete)"/.test(String(data))) socket.close();
          };
          socket.onclose = () => done(heard.join('\n'));
        }),
      [url, body] as const,
    ),
} satisfies Record<string, (page: Page, url: string, body: string) => Promise<string>>;

const fieldsOf = (body: string): Record<string, string> => ({
  query: (JSON.parse(body) as { query: string }).query,
});

interface FormSent {
  readonly method: string;
  readonly enctype: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Sends a form, which leads the browser away, and gives the page that it leads to. */
async function submit(page: Page, action: string, form: FormSent): Promise<string> {
  const arrived = page.waitForURL((url) => url.href.startsWith(action));
  await page.evaluate(
    ([to, { method, enctype, fields }]) => {
      const made = Object.assign(document.createElement('form'), { method, enctype, action: to });
      for (const [name, value] of Object.entries(fields)) {
        made.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
      document.body.append(made);
      made.submit();
    },
    [action, form] as const,
  );
  await arrived;
  // What a browser shows after a navigation, no foreign page can read.
  return '';
}

let foreign: Server;
let port: number;
test.beforeAll(async () => {
  foreign = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Win a phone</title><body>');
  });
  await once(foreign.listen(0, '127.0.0.1'), 'listening');
  port = (foreign.address() as AddressInfo).port;
});
test.afterAll(async () => {
  foreign.closeAllConnections();
  await once(foreign.close(), 'close');
});

const targets = (): Readonly<Record<string, string>> => ({
  'the API': `${setting('FOYER_E2E_API_URL')}/graphql`,
  'the console': `${setting('FOYER_E2E_CONSOLE_URL')}/api/graphql`,
});

for (const [kind, host] of [
  ['of another site', 'localhost'],
  ['of the same site, on another port', '127.0.0.1'],
] as const)
  for (const target of ['the API', 'the console'])
    test(`X4: a page ${kind} cannot act through ${target} with somebody’s login`, async ({ page, seed, api }) => {
      const url = targets()[target] ?? '';
      const title = seed.word();
      const session = await seed.session({ title });
      const body = JSON.stringify({ query: `mutation { endSession(input: { id: "${session.id}" }) { id title } }` });
      for (const [name, attempt] of Object.entries(ATTEMPTS)) {
        await page.goto(`http://${host}:${port}/`);
        const read = await attempt(page, url, body).catch((error: unknown) => String(error));
        expect(read, name).not.toContain(title);
        expect(read, name).not.toContain('admin@example.com');
        expect((await api.session({ id: session.id }))?.status, name).toBe('ACTIVE');
      }
    });

test('X4: it is the server that refuses: of the same site the browser does send the login', async ({ page, seed }) => {
  const session = await seed.session();
  const body = JSON.stringify({ query: `mutation { endSession(input: { id: "${session.id}" }) { id } }` });
  for (const url of Object.values(targets())) {
    await page.goto(`http://127.0.0.1:${port}/`);
    const answered = page.waitForResponse(url);
    await ATTEMPTS['a form whose text is JSON'](page, url, body);
    const response = await answered;
    expect((await response.request().allHeaders())['cookie']).toContain('foyer_login=');
    expect(response.status()).toBe(403);
  }
});

test('X4: the same request from a page of the console does act', async ({ page, seed, api }) => {
  const session = await seed.session();
  const body = JSON.stringify({ query: `mutation { endSession(input: { id: "${session.id}" }) { id } }` });
  await page.goto('/sessions');
  await ATTEMPTS['a request with JSON'](page, targets()['the console'] ?? '', body);
  expect((await api.session({ id: session.id }))?.status).toBe('ENDED');
});
