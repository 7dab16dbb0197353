import fc from 'fast-check';
import type { HttpRequest } from './hostile-requests.js';
import type { RandomRequest } from './random-requests.js';

const shortText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const urlPart = fc.string({ unit: 'binary-ascii', maxLength: 30 }).map(encodeURIComponent);

/** Headers, methods and addresses of any kind, around a request that would be good. */
export function anyHeaders(known: readonly string[], { query, variables }: RandomRequest): fc.Arbitrary<HttpRequest> {
  const token = fc.oneof(
    fc.constantFrom(...known),
    fc.constantFrom(...known).chain((one) => fc.nat(one.length).map((length) => one.slice(0, length))),
    fc
      .tuple(shortText, shortText, shortText)
      .map((parts) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.')),
    fc.constantFrom('a.b.c', '..', 'eyJhbGciOiJub25lIn0.e30.', 'x'.repeat(8_000)),
    shortText,
  );
  const headers = fc.record(
    {
      authorization: fc.oneof(
        fc.tuple(fc.constantFrom('Bearer ', 'bearer  ', 'Basic ', ''), token).map((two) => two.join('')),
        shortText,
      ),
      cookie: fc.oneof(
        token.map((one) => `foyer_login=${one}`),
        token.map((one) => `a=b; __Host-foyer_login="${one}"; foyer_login`),
        shortText,
      ),
      'content-type': fc.oneof(
        fc.constantFrom(
          'application/json',
          'application/json; charset=utf-16',
          'text/plain',
          'multipart/form-data',
          '',
        ),
        shortText,
      ),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
      'content-length': fc.constantFrom('0', '1', '-1', '99999999', 'x'),
      accept: fc.oneof(
        fc.constantFrom('text/html', '*/*', 'application/graphql-response+json', 'multipart/mixed'),
        shortText,
      ),
      origin: fc.oneof(fc.constantFrom('null', 'https://evil.example', 'http://127.0.0.1:3000'), shortText),
      'sec-fetch-site': fc.oneof(fc.constantFrom('cross-site', 'none'), shortText),
      host: fc.oneof(fc.constantFrom('localhost', '[::1]', 'a:b:c', ''), shortText),
      'x-forwarded-for': fc.oneof(
        fc.constantFrom('1.2.3.4, 5.6.7.8', '::ffff:7f00:1', 'unknown', ','.repeat(50)),
        shortText,
      ),
      'x-forwarded-proto': fc.oneof(fc.constantFrom('https', 'https, http', 'ws'), shortText),
      'x-forwarded-host': shortText,
      'x-request-id': shortText,
      'apollo-require-preflight': shortText,
    },
    { requiredKeys: [] },
  );
  const url = fc.oneof(
    { weight: 6, arbitrary: fc.constant('/graphql') },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.oneof(fc.constant(encodeURIComponent(query)), urlPart), urlPart, urlPart)
        .map(([one, two, three]) => `/graphql?query=${one}&variables=${two}&extensions=${three}&query=${three}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '/graphql/',
        '/',
        '/healthz',
        '/readyz',
        '/metrics',
        '/graphql/ide/../../x',
        '//graphql',
        '/%2e%2e/',
      ),
    },
    { weight: 1, arbitrary: urlPart.map((part) => `/${part}`) },
  );
  const method = fc.constantFrom(
    ...(['POST', 'POST', 'GET', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const),
  );
  return fc.record({ method, url, headers }).map((request) => ({
    ...request,
    ...(request.method === 'GET' || request.method === 'HEAD'
      ? {}
      : { payload: Buffer.from(JSON.stringify({ query, variables })) }),
  }));
}
