import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  SignJWT,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import type { Clock } from '../core/clock.js';
import { DomainError } from '../core/errors.js';
import { assertRange, textFault } from '../core/text.js';
import type { Found } from './credential.service.js';

/*
 * User tokens: JSON Web Tokens (RFC 7519) with which a user's own client acts for that user alone (X3). Signed by Foyer, or by the
 * app with a key that the configuration names. Which algorithm a key may be used with is fixed here, whatever a token says of itself.
 */

/** What the configuration says of the tokens that the app signs by itself. */
export interface TokenSettings {
  readonly audience: string;
  /** Who must have issued the app's tokens; anyone where null. */
  readonly issuer: string | null;
  /** Shared secret for HS256; none where null. */
  readonly secret: string | null;
  /** Public keys: the text of a JSON Web Key Set, or the address of one. */
  readonly jwks: string | null;
}

/** A user as their tokens know them. */
export interface TokenUser {
  readonly id: string;
  readonly displayName: string | null;
}

/** Who a token's `sub` means: a user's id, or `<platform>/<externalId>`; null where there is none. */
export type FindTokenUser = (subject: string) => Promise<TokenUser | null>;

type Verify = (token: string, options: JWTVerifyOptions) => Promise<{ payload: JWTPayload }>;

const FOYER = 'foyer';
const SYMMETRIC = ['HS256'];
/** One for each kind of key: RSA, P-256, Ed25519. */
const ASYMMETRIC = ['RS256', 'ES256', 'EdDSA'];

/** Codes of what is wrong with a key set, which no token can help: not there in time, not answering well, no key set. */
const OF_KEY_SET: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);

/** How far clocks may be apart, in seconds. */
const LEEWAY_SECONDS = 60;
const TTL_SECONDS_MAX = 30 * 86_400;

export class UserTokenService {
  private readonly ofApp: readonly Verify[];

  constructor(
    private readonly clock: Clock,
    private readonly settings: TokenSettings,
    private readonly key: Uint8Array,
    private readonly findUser: FindTokenUser,
  ) {
    this.ofApp = verifiersOf(settings);
  }

  /**
   * A token for a user that is there.
   *
   * @throws DomainError `BAD_USER_INPUT` for a time outside 1 s to 30 days.
   */
  async sign(userId: string, ttlSeconds: number): Promise<{ token: string; expiresAt: Date }> {
    assertTtl(ttlSeconds);
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(FOYER)
      .setAudience(this.settings.audience)
      .setSubject(userId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ttlSeconds)
      .sign(this.key);
    return { token, expiresAt: new Date((seconds + ttlSeconds) * 1_000) };
  }

  /** The user whose token it is; null for any that is not well signed, not for us, not yet or no longer good. */
  async recognise(token: string): Promise<Found | null> {
    const payload = await this.verify(token);
    const { sub, exp } = payload ?? {};
    // No user has a name that cannot be stored.
    const user = typeof sub !== 'string' || textFault(sub) !== null ? null : await this.findUser(sub);
    if (!user || exp === undefined) return null;
    const { id, displayName } = user;
    return {
      actor: { kind: 'user', id, name: displayName, scopes: [], role: null, userId: id },
      validUntil: new Date((exp + LEEWAY_SECONDS) * 1_000),
    };
  }

  /** Those of the tokens, each of which was recognised, that have not expired since. */
  recheck(tokens: readonly string[]): Promise<ReadonlySet<string>> {
    const earliest = this.clock.now().getTime() / 1_000 - LEEWAY_SECONDS;
    return Promise.resolve(new Set(tokens.filter((token) => (decodeJwt(token).exp ?? 0) > earliest)));
  }

  private async verify(token: string): Promise<JWTPayload | null> {
    const { audience, issuer } = this.settings;
    const options = {
      audience,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: this.clock.now(),
      requiredClaims: ['exp', 'sub'],
    };
    const own: Verify = (given, how) => jwtVerify(given, this.key, { ...how, algorithms: SYMMETRIC, issuer: FOYER });
    const tries = [
      own,
      ...this.ofApp.map(
        (verify): Verify =>
          (given, how) =>
            verify(given, issuer === null ? how : { ...how, issuer }),
      ),
    ];
    for (const verify of tries) {
      try {
        return (await verify(token, options)).payload;
      } catch (err) {
        // Whatever is wrong with the token is the same to its bearer; what keeps us from knowing is a fault.
        if (!(err instanceof errors.JOSEError) || OF_KEY_SET.has(err.code)) throw unreadable(err);
      }
    }
    return null;
  }
}

const unreadable = (cause: unknown): DomainError =>
  new DomainError('UNAVAILABLE', 'The keys of the app’s user tokens cannot be read at the moment.', {}, cause);

export function assertTtl(ttlSeconds: number): void {
  assertRange('ttlSeconds', ttlSeconds, 1, TTL_SECONDS_MAX);
}

function verifiersOf({ secret, jwks }: TokenSettings): readonly Verify[] {
  const shared = secret === null ? null : new TextEncoder().encode(secret);
  const keys = jwks === null ? null : keySetOf(jwks);
  return [
    ...(shared
      ? [((token, options) => jwtVerify(token, shared, { ...options, algorithms: SYMMETRIC })) satisfies Verify]
      : []),
    ...(keys
      ? [((token, options) => verifyByOneOf(keys, token, { ...options, algorithms: ASYMMETRIC })) satisfies Verify]
      : []),
  ];
}

/** A token that names no key is tried with each that fits it, such as the old and the new one while keys are changed. */
async function verifyByOneOf(keys: KeySet, token: string, options: JWTVerifyOptions): Promise<{ payload: JWTPayload }> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (err) {
    if (!(err instanceof errors.JWKSMultipleMatchingKeys)) throw err;
    for await (const key of err) {
      const verified = await jwtVerify(token, key, options).catch((why: unknown) => {
        if (why instanceof errors.JWSSignatureVerificationFailed) return null;
        throw why;
      });
      if (verified) return verified;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

type KeySet = ReturnType<typeof createLocalJWKSet> | ReturnType<typeof createRemoteJWKSet>;

const keySetOf = (jwks: string): KeySet =>
  jwks.trimStart().startsWith('{')
    ? createLocalJWKSet(JSON.parse(jwks) as Parameters<typeof createLocalJWKSet>[0])
    : createRemoteJWKSet(new URL(jwks));
