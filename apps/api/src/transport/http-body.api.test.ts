import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  JSON_HEADER,
  KEY_HEADER,
  startListeningApi,
  type ListeningApi,
  type WireAnswer,
} from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';

const MIB = 1024 * 1024;
const OK = '{"query":"{ __typename }"}';
const GET = '/graphql?query=';

describe('a request', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
  });
  afterAll(() => api.stop());

  const refusal = ({ status, errors }: WireAnswer): string => `${status} ${errors?.[0]?.extensions.code}`;

  it.each([
    ['', '400 BAD_USER_INPUT'],
    ['{', '400 BAD_USER_INPUT'],
    ["{'query':1}", '400 BAD_USER_INPUT'],
    [`${OK}x`, '400 BAD_USER_INPUT'],
    [`\uFEFF${OK}`, '400 BAD_USER_INPUT'],
    ['NaN', '400 BAD_USER_INPUT'],
    ['null', '400 BAD_REQUEST'],
    ['5', '400 BAD_REQUEST'],
    ['"{ __typename }"', '400 BAD_REQUEST'],
    ['true', '400 BAD_REQUEST'],
    ['{}', '400 BAD_REQUEST'],
    ['[]', '400 BAD_REQUEST'],
    [`[${OK}]`, '400 BAD_REQUEST'],
    [`[${OK},${OK}]`, '400 BAD_REQUEST'],
    ['{"query":null}', '400 BAD_REQUEST'],
    ['{"query":""}', '400 BAD_REQUEST'],
    ['{"query":5}', '400 BAD_REQUEST'],
    ['{"query":["{ __typename }"]}', '400 BAD_REQUEST'],
    ['{"query":{"kind":"Document"}}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename }","variables":"{}"}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename }","variables":[]}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename }","variables":5}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename }","operationName":5}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename }","extensions":[]}', '400 BAD_REQUEST'],
    ['{"query":"{ __typename"}', '400 GRAPHQL_PARSE_FAILED'],
    ['{"query":"\\u0000"}', '400 GRAPHQL_PARSE_FAILED'],
    ['{"query":"{ nothing }"}', '400 GRAPHQL_VALIDATION_FAILED'],
    ['{"query":"subscription { events }"}', '400 GRAPHQL_VALIDATION_FAILED'],
    ['{"query":"query a { __typename } query b { __typename }"}', '400 OPERATION_RESOLUTION_FAILURE'],
    ['{"query":"query a { __typename }","operationName":"b"}', '400 OPERATION_RESOLUTION_FAILURE'],
    ['{"query":"query a { __typename }","operationName":"__proto__"}', '400 OPERATION_RESOLUTION_FAILURE'],
    ['{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}', '200 PERSISTED_QUERY_NOT_SUPPORTED'],
  ])('is refused for the body %s: %s', async (body, expected) => {
    expect(refusal(await api.post(body))).toBe(expected);
  });

  it('is refused where its bytes are no UTF-8, wherever they stand', async () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
      const body = Buffer.concat([Buffer.from('{"query":"{ __typename } #'), Buffer.from(bytes), Buffer.from('"}')]);
      expect(refusal(await api.post(body))).toBe('400 BAD_USER_INPUT');
    }
    expect(refusal(await api.post(Buffer.from(OK, 'utf16le')))).toBe('400 BAD_USER_INPUT');
  });

  it('passes by what it does not know in the body, and takes null for absent', async () => {
    const body =
      '{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null,"more":{"__proto__":1}}';
    expect((await api.post(body)).data).toEqual({ __typename: 'Query' });
  });

  it('may have 2 MiB, and not one byte more', async () => {
    const of = (size: number): string => OK.padEnd(size);
    expect((await api.post(of(2 * MIB))).data).toEqual({ __typename: 'Query' });
    expect(refusal(await api.post(of(2 * MIB + 1)))).toBe('413 PAYLOAD_TOO_LARGE');
    const headers = { ...KEY_HEADER, ...JSON_HEADER, 'transfer-encoding': 'chunked' };
    expect((await api.wire({ method: 'POST', headers, body: of(2 * MIB) })).status).toBe(200);
    expect(refusal(await api.wire({ method: 'POST', headers, body: of(2 * MIB + 1) }))).toBe('413 PAYLOAD_TOO_LARGE');
  });

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/jsonx',
    'application/json-patch+json',
  ])('is refused for the type %s, which a foreign page could send', async (type) => {
    const headers = { ...KEY_HEADER, 'content-type': type };
    expect(refusal(await api.wire({ method: 'POST', headers, body: OK }))).toBe('415 BAD_USER_INPUT');
  });

  it('is refused without a type', async () => {
    expect(refusal(await api.wire({ method: 'POST', headers: KEY_HEADER, body: OK }))).toBe('415 BAD_USER_INPUT');
  });

  it('is read as UTF-8 whatever charset it claims, since JSON has no other', async () => {
    for (const charset of ['utf-8', 'utf-7', 'utf-16', 'iso-8859-1', 'x'.repeat(1_000)]) {
      const headers = { ...KEY_HEADER, 'content-type': `application/json; charset=${charset}` };
      const body = JSON.stringify({ query: 'query { session(slug: "+ADw-é") { id } }' });
      expect((await api.wire({ method: 'POST', headers, body })).data).toEqual({ session: null });
    }
  });

  it('is refused where it accepts no JSON', async () => {
    const headers = { ...KEY_HEADER, ...JSON_HEADER, accept: 'application/xml' };
    expect(refusal(await api.wire({ method: 'POST', headers, body: OK }))).toBe('406 BAD_REQUEST');
  });

  it('is answered whatever its Host header says', async () => {
    for (const host of ['a b:99999', '[::1', '%']) {
      const answer = await api.wire({ method: 'POST', headers: { ...KEY_HEADER, ...JSON_HEADER, host }, body: OK });
      expect(answer.data).toEqual({ __typename: 'Query' });
    }
  });

  it('may be a GET for a query', async () => {
    const { data } = await api.wire({ path: `${GET}{__typename}`, headers: KEY_HEADER });
    expect(data).toEqual({ __typename: 'Query' });
  });

  it('may not be a GET for a mutation, which then changes nothing', async () => {
    const { id } = await makeSession(api);
    const document = encodeURIComponent(`mutation { deleteSession(id: "${id}") }`);
    expect(refusal(await api.wire({ path: GET + document, headers: KEY_HEADER }))).toBe('405 BAD_REQUEST');
    expect(await api.rows('SELECT id FROM session WHERE id = $1', [id])).toHaveLength(1);
  });

  it.each([
    ['{__typename}&query={__typename}', '400 BAD_REQUEST'],
    ['{__typename}%ff', '400 GRAPHQL_PARSE_FAILED'],
    ['', '400 BAD_REQUEST'],
    ['{__typename}&variables={', '400 BAD_USER_INPUT'],
    ['{__typename}&variables=[]', '400 BAD_REQUEST'],
    ['{__typename}&variables={%22a%22:9007199254740993}', '400 BAD_USER_INPUT'],
    ['{__typename}&extensions={', '400 BAD_REQUEST'],
  ])('is refused for the address …?query=%s: %s', async (rest, expected) => {
    expect(refusal(await api.wire({ path: GET + rest, headers: KEY_HEADER }))).toBe(expected);
  });
});
