import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { bearer, makePerson, makeToken, type MadePerson } from '../testing/people.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const SECRET = 'shared-secret-of-the-app-0123456789';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
const pairs = Object.fromEntries(
  await Promise.all(ALGORITHMS.map(async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const)),
);
const keys = await Promise.all(ALGORITHMS.map(async (alg) => ({ ...(await exportJWK(publicOf(alg))), kid: alg, alg })));
const JWKS = JSON.stringify({ keys });

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

function pairOf(alg: string): Pair {
  const pair = pairs[alg];
  if (!pair) throw new Error(`no keys for ${alg}`);
  return pair;
}
function publicOf(alg: string): Pair['publicKey'] {
  return pairOf(alg).publicKey;
}

describe('a user token', () => {
  const clock = new StillClock(new Date('2031-05-01T12:00:00Z'));
  const now = clock.now().getTime() / 1_000;
  let api: TestApi;
  let user: MadePerson;
  let usual: JWTPayload;
  let places = 0;
  beforeAll(async () => {
    const token = { audience: 'our-app', issuer: 'https://app.example', secret: SECRET, jwks: JWKS };
    api = await startTestApi({ clock, config: { token } });
    user = await makePerson(api);
    usual = { sub: user.id, aud: 'our-app', iss: 'https://app.example', exp: now + 300 };
  });
  afterAll(() => api.stop());

  const asks = async (token: string): Promise<unknown> => {
    // From a place of its own, so that the many bad ones here do not make up a flood.
    const { status, data, errors } = await api
      .as(bearer(token), `10.0.0.${++places}`)
      .send('{ viewer { kind userId } }');
    return errors ? [status, errors[0]?.extensions.code] : data?.['viewer'];
  };
  const REFUSED = [401, 'UNAUTHENTICATED'];
  const welcomed = (): object => ({ kind: 'USER', userId: user.id });

  const signed = (claims: object = {}, header: object = {}, secret = SECRET): Promise<string> =>
    new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'HS256', ...header }).sign(encode(secret));

  it('X3: of Foyer’s own lasts as long as was asked for, with 60 s of leeway', async () => {
    const token = await makeToken(api, user.id, 100);
    expect(await asks(token)).toEqual(welcomed());
    clock.set(new Date((now + 159) * 1_000));
    expect(await asks(token)).toEqual(welcomed());
    // It was seen a moment ago, which does not make it any younger.
    clock.set(new Date((now + 160) * 1_000));
    expect(await asks(token)).toEqual(REFUSED);
    clock.set(new Date(now * 1_000));
  });

  it('X3: of the app’s is taken with its shared secret, for a user by id or by who they are on a platform', async () => {
    expect(await asks(await signed())).toEqual(welcomed());
    expect(await asks(await signed({ sub: `${user.platform}/${user.externalId}` }))).toEqual(welcomed());
    expect(await asks(await signed({ aud: ['other', 'our-app'] }))).toEqual(welcomed());
  });

  it.each(ALGORITHMS)('X3: of the app’s is taken with a key of its key set: %s, with and without kid', async (alg) => {
    for (const header of [{ kid: alg }, {}]) {
      const token = await new SignJWT(usual).setProtectedHeader({ alg, ...header }).sign(pairOf(alg).privateKey);
      expect(await asks(token)).toEqual(welcomed());
    }
  });

  it.each([
    ['expired 59 s ago', { exp: now - 59 }],
    ['good in 60 s', { nbf: now + 60 }],
    ['of tomorrow', { iat: now + 86_400 }],
    ['with more in it', { role: 'admin', scopes: ['ADMIN'], kind: 'operator', userId: 'another' }],
  ])('X3: %s is taken for what it is', async (_what, claims) => {
    expect(await asks(await signed(claims))).toEqual(welcomed());
  });

  it.each([
    ['expired 60 s ago', { exp: now - 60 }],
    ['good in 61 s', { nbf: now + 61 }],
    ['without end', { exp: undefined }],
    ['with an end that is no number', { exp: 'never' as unknown as number }],
    ['with an end beyond time', { exp: 1e300 }],
    ['for somebody else', { aud: 'other-app' }],
    ['for nobody', { aud: undefined }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of no issuer', { iss: undefined }],
    ['that says it is Foyer’s', { iss: 'foyer' }],
    ['without a user', { sub: undefined }],
    ['of an empty user', { sub: '' }],
    ['of a user that is a number', { sub: 42 as unknown as string }],
    ['of an unknown user', { sub: '01900000-0000-7000-8000-000000000000' }],
    ['of an unknown identity', { sub: 'telegram/nobody' }],
    ['of a platform alone', { sub: 'telegram/' }],
    ['of a user that no text can name', { sub: 'telegram/a\u0000b' }],
    ['of a user with half a letter', { sub: 'telegram/\ud800' }],
    ['of a user in pieces of SQL', { sub: "' OR true --" }],
  ])('X3: %s is refused', async (_what, claims) => {
    expect(await asks(await signed(claims))).toEqual(REFUSED);
  });

  it('X3: without a signature, or with one of another key, is refused', async () => {
    const none = new UnsecuredJWT(usual).encode();
    const [, payload = ''] = none.split('.');
    const noneIn = (alg: string): string => `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${payload}.`;
    for (const token of [none, ...['none', 'None', 'NONE', '', 'HS256', 'RS256'].map(noneIn)])
      expect(await asks(token)).toEqual(REFUSED);
    expect(await asks(await signed({}, {}, 'another-secret-of-the-same-length-01'))).toEqual(REFUSED);
    expect(await asks(await signed({}, {}, ' '.repeat(32)))).toEqual(REFUSED);
    const good = await signed();
    const [head = '', body = '', signature = ''] = good.split('.');
    const changed = Buffer.from(JSON.stringify({ ...usual, exp: now + 9_999 })).toString('base64url');
    expect(await asks(`${head}.${changed}.${signature}`)).toEqual(REFUSED);
    expect(await asks(`${head}.${body}.`)).toEqual(REFUSED);
    expect(await asks(`${head}.${body}`)).toEqual(REFUSED);
    expect(await asks(`${good}.`)).toEqual(REFUSED);
    for (const alg of ALGORITHMS) {
      const { privateKey } = await generateKeyPair(alg);
      const token = await new SignJWT(usual).setProtectedHeader({ alg, kid: alg }).sign(privateKey);
      expect(await asks(token)).toEqual(REFUSED);
    }
  });

  it('X3: signed with a public key as if that were a shared secret is refused', async () => {
    for (const alg of ALGORITHMS) {
      const pem = await exportSPKI(publicOf(alg));
      const jwk = JSON.stringify(keys.find(({ kid }) => kid === alg));
      for (const secret of [pem, pem.trim(), jwk, JWKS])
        for (const header of [{}, { kid: alg }]) expect(await asks(await signed({}, header, secret))).toEqual(REFUSED);
    }
  });

  it('X3: of another algorithm than ours is refused, be the key right', async () => {
    for (const alg of ['HS384', 'HS512']) {
      const token = await new SignJWT(usual).setProtectedHeader({ alg }).sign(encode(SECRET.repeat(2)));
      expect(await asks(token)).toEqual(REFUSED);
    }
    const { privateKey } = await generateKeyPair('PS256');
    expect(await asks(await new SignJWT(usual).setProtectedHeader({ alg: 'PS256' }).sign(privateKey))).toEqual(REFUSED);
  });

  it('X3: brings no key of its own, nor says where one is', async () => {
    const mine = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(mine.publicKey);
    const asked: string[] = [];
    const server = await listening((url) => void asked.push(url), JSON.stringify({ keys: [{ ...jwk, kid: 'mine' }] }));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    for (const header of [{ jwk }, { jku: url, kid: 'mine' }, { x5u: url }, { kid: url }, { kid: '../../dev/null' }]) {
      const token = await new SignJWT(usual).setProtectedHeader({ alg: 'ES256', ...header }).sign(mine.privateKey);
      expect(await asks(token)).toEqual(REFUSED);
      // The same header in a token that is well signed does no harm.
      const { kid: _kid, ...harmless } = { kid: '', ...header };
      expect(await asks(await signed({}, harmless))).toEqual(welcomed());
    }
    expect(asked).toEqual([]);
    server.close();
  });

  it('X3: that asks for what nobody knows is refused', async () => {
    const token = await new SignJWT(usual)
      .setProtectedHeader({ alg: 'HS256', crit: ['urn:new'], 'urn:new': true })
      .sign(encode(SECRET), { crit: { 'urn:new': true } });
    expect(await asks(token)).toEqual(REFUSED);
  });

  it('X3: is nothing that a word of another form could be', async () => {
    for (const token of [
      '..',
      'a.b.c',
      '.a.',
      'e30.e30.',
      `${'x'.repeat(1_000_000)}.y.z`,
      `${'eyJ'.repeat(5_000)}.e30.x`,
    ])
      expect(await asks(token)).toEqual(REFUSED);
    expect(await asks(await signed({ more: 'x'.repeat(10_000) }))).toEqual(welcomed());
  });
});

/** A server that gives everybody the same. */
function listening(heard: (url: string) => void, body: string, status = 200): Promise<Server> {
  const server = createServer(({ url = '' }, answer) => {
    heard(url);
    answer.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('a key set at an address', () => {
  const REMOTE = { audience: 'foyer', issuer: null, secret: null };
  const claims = (sub: string): JWTPayload => ({ sub, aud: 'foyer', exp: 4_102_444_800 });
  const tokenOf = (sub: string): Promise<string> =>
    new SignJWT(claims(sub)).setProtectedHeader({ alg: 'ES256' }).sign(pairOf('ES256').privateKey);

  async function answerWith(status: number, body: string, isThere = true): Promise<unknown> {
    const server = await listening(() => undefined, body, status);
    const jwks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    if (!isThere) await new Promise((resolve) => server.close(resolve));
    const api = await startTestApi({ config: { token: { ...REMOTE, jwks } } });
    const { id } = await makePerson(api);
    const { data, errors } = await api.as(bearer(await tokenOf(id))).send('{ viewer { userId } }');
    // Foyer’s own need no keys of the app’s.
    expect(await api.as(bearer(await makeToken(api, id))).ok('{ viewer { userId } }')).toEqual({
      viewer: { userId: id },
    });
    await api.stop();
    server.close();
    return errors?.[0]?.extensions.code ?? (data?.['viewer'].userId === id ? 'welcome' : 'somebody else');
  }

  it('X3: is fetched, and its keys are the app’s', async () => {
    expect(await answerWith(200, JWKS)).toBe('welcome');
  });

  it.each([
    ['not there', 200, JWKS, false],
    ['broken', 500, 'oops', true],
    ['no key set', 200, '<html>', true],
  ])('X3: that is %s leaves nobody refused for good: UNAVAILABLE', async (_what, status, body, isThere) => {
    expect(await answerWith(status, body, isThere)).toBe('UNAVAILABLE');
  });

  it('X3: of several keys of one kind is tried with each for a token that names none', async () => {
    const older = await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey);
    const ours = await exportJWK(publicOf('ES256'));
    expect(await answerWith(200, JSON.stringify({ keys: [older, ours] }))).toBe('welcome');
    expect(await answerWith(200, JSON.stringify({ keys: [older, { ...older, kid: 'again' }] }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it.each(ALGORITHMS)('X3: is refused by the configuration with a private key in it: %s', async (alg) => {
    const priv = { keys: [...keys, await exportJWK(pairOf(alg).privateKey)] };
    expect(() => readConfig({ FOYER_TOKEN_JWKS: JSON.stringify(priv) })).toThrow('FOYER_TOKEN_JWKS');
    expect(readConfig({ FOYER_TOKEN_JWKS: JWKS }).token.jwks).toBe(JWKS);
  });

  it('X3: is refused by the configuration with a shared secret in it, or where it is none', () => {
    const shared = JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] });
    for (const text of [
      shared,
      '{}',
      '[]',
      '{"keys":1}',
      '{"keys":[null]}',
      'file:///etc/passwd',
      'https://',
      'http://keys.example/jwks',
    ])
      expect(() => readConfig({ FOYER_TOKEN_JWKS: text }), text).toThrow('FOYER_TOKEN_JWKS');
    expect(() => readConfig({ FOYER_TOKEN_SECRET: 'x'.repeat(31) })).toThrow('FOYER_TOKEN_SECRET');
  });
});
