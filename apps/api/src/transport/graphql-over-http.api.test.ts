import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_HEADER, startListeningApi, type ListeningApi } from '../testing/listening-api.js';

describe('GraphQL over HTTP', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
  });
  afterAll(() => api.stop());

  it('is spoken as the specification says it must be', async () => {
    const withKey: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(KEY_HEADER)) headers.set(name, value);
      return fetch(url, { ...init, headers });
    };
    const results = await auditServer({ url: `http://127.0.0.1:${api.port}/graphql`, fetchFn: withKey });
    const failed = results.filter(({ status }) => status !== 'ok').map(({ status, name }) => `${status}: ${name}`);
    expect(results).toHaveLength(61);
    // Refused requests have a status of 4xx whatever is accepted, for clients and proxies that look no further.
    expect(failed).toEqual([
      'warn: SHOULD use 200 status code on document parsing failure when accepting application/json',
      'warn: SHOULD use 200 status code on document validation failure when accepting application/json',
      'warn: SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
    ]);
  });
});
