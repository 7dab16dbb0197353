import { describe, expect, it } from 'vitest';
import { refuseForeignRequest } from './own-page';

const own = {
  host: 'console.example',
  origin: 'https://console.example',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};

describe('refuseForeignRequest', () => {
  it.each([
    ['a page', {}],
    ['a page on a port', { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }],
    ['a page by IPv6', { host: '[::1]:3000', origin: 'http://[::1]:3000' }],
    ['a page behind a proxy with a name of its own for us', { host: 'inner:3000', 'x-forwarded-host': own.host }],
    ['a page that names its charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])("lets %s of the console's own through", (_who, headers) => {
    expect(refuseForeignRequest(new Headers({ ...own, ...headers }))).toBeNull();
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'https://console.example:8080', 'sec-fetch-site': 'same-site' }],
    ['another name of this machine', { host: '127.0.0.1:3000', origin: 'http://localhost:3000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a look-alike origin', { origin: 'https://console.example.evil.example' }],
    ['a lying origin', { 'sec-fetch-site': 'cross-site' }],
    ['an address typed in by hand', { 'sec-fetch-site': 'none' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form that sends text', { 'content-type': 'text/plain' }],
    ['a type that only contains the right one', { 'content-type': 'text/plain; application/json' }],
    ['an empty host', { host: '', origin: 'https://' }],
  ])('X4: refuses %s', (_who, headers) => {
    expect(refuseForeignRequest(new Headers({ ...own, ...headers }))).toEqual(expect.any(String));
  });

  it.each(['origin', 'content-type', 'host'] as const)('X4: refuses a request without %s', (name) => {
    const headers = new Headers(own);
    headers.delete(name);
    expect(refuseForeignRequest(headers)).toEqual(expect.any(String));
  });
});
