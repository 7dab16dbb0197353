import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from './proxy';

const HSTS = 'strict-transport-security';

/** A page that answers, and one that sends to another. */
const PAGES = ['/sign-in', '/sessions'];

describe('proxy', () => {
  it.each(PAGES)('X4: has a browser that came to %s by TLS come by nothing else', (path) => {
    for (const proto of ['https', 'https, http', 'HTTPS']) {
      const request = new NextRequest(`http://console.example${path}`, { headers: { 'x-forwarded-proto': proto } });
      expect(proxy(request).headers.get(HSTS)).toBe('max-age=63072000');
    }
  });

  it.each(PAGES)('says nothing of TLS to a browser that came to %s without', (path) => {
    for (const headers of [{}, { 'x-forwarded-proto': 'http' }, { 'x-forwarded-proto': 'http, https' }]) {
      const request = new NextRequest(`http://console.example${path}`, { headers });
      expect(proxy(request).headers.get(HSTS)).toBeNull();
    }
  });
});
