import { describe, expect, it } from 'vitest';
import { isLocalHost, refuseForeignRequest } from './local-request';

const own = {
  host: 'localhost:3000',
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};

describe('isLocalHost', () => {
  it.each(['localhost', 'localhost:3000', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000', '[::1]'])(
    'knows %s',
    (host) => {
      expect(isLocalHost(new Headers({ host }))).toBe(true);
    },
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example',
    '127.0.0.1:3000@evil.example',
    '192.168.1.5:3000',
    '0.0.0.0:3000',
    '[::2]:3000',
    '[::ffff:127.0.0.1]:3000',
    'localhost:3000:3000',
    'localhost ',
    'localhost,evil.example',
    '',
  ])('refuses %j, which DNS rebinding can bring', (host) => {
    const headers = new Headers();
    // Headers trims what it is given; a proxy in front of the check may not.
    Object.defineProperty(headers, 'get', { value: (name: string) => (name === 'host' ? host : null) });
    expect(isLocalHost(headers)).toBe(false);
  });

  it('refuses a request without a host', () => {
    expect(isLocalHost(new Headers())).toBe(false);
  });
});

describe('refuseForeignRequest', () => {
  it("lets the console's own pages through", () => {
    expect(refuseForeignRequest(new Headers(own))).toBeNull();
    expect(refuseForeignRequest(new Headers({ ...own, host: '[::1]:3000', origin: 'http://[::1]:3000' }))).toBeNull();
    expect(refuseForeignRequest(new Headers({ ...own, 'content-type': 'application/json; charset=utf-8' }))).toBeNull();
  });

  it.each([
    ['a rebound name', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' }],
    ['another name of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a look-alike origin', { origin: 'http://localhost:3000.evil.example' }],
    ['a lying origin', { 'sec-fetch-site': 'cross-site' }],
    ['an address typed in by hand', { 'sec-fetch-site': 'none' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form that sends text', { 'content-type': 'text/plain' }],
    ['a type that only contains the right one', { 'content-type': 'text/plain; application/json' }],
  ])('refuses %s', (_who, headers) => {
    expect(refuseForeignRequest(new Headers({ ...own, ...headers }))).toEqual(expect.any(String));
  });

  it.each(['origin', 'content-type'] as const)('refuses a request without %s', (name) => {
    const headers = new Headers(own);
    headers.delete(name);
    expect(refuseForeignRequest(headers)).toEqual(expect.any(String));
  });
});
