import { hash } from 'node:crypto';
import type { ErrorCode } from '@foyer/types/errors';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import type { Actor } from '../core/context.js';
import { query, statement } from '../core/database.js';
import { DomainError } from '../core/errors.js';
import { networkOf } from './network.js';

/*
 * How often somebody may try (X6). Failed sign-ins are counted in the database, over all nodes and restarts; requests and bad
 * credentials by each node, in memory.
 */

/** How many of each are allowed in which time. */
export interface RateSettings {
  readonly signInFailuresMax: number;
  readonly signInWindowSeconds: number;
  readonly badCredentialsPerMinute: number;
  readonly tokenRequestsPerMinute: number;
  /** Unlimited where null. */
  readonly keyRequestsPerMinute: number | null;
}

const MINUTE = 60;

const FORGET = statement('rate-limit.forget', 'DELETE FROM rate_limit WHERE expire < $1');

/** A credential to be looked up; whether it is one that nobody knows to be good. */
interface Try {
  readonly isGuess: boolean;
  readonly find: () => Promise<Actor | null>;
}

/** Sign-ins from one network that may be under way at a time, so that a burst from one does not fill the queue for all. */
const SIGNING_IN_MAX = 5;

export class LimitService {
  private readonly signingIn = new Map<string, number>();
  private readonly signIns: RateLimiterPostgres;
  private readonly badCredentials: RateLimiterMemory;
  private readonly requests: Readonly<Record<Actor['kind'], RateLimiterMemory | null>>;

  constructor(
    private readonly dataSource: DataSource,
    settings: RateSettings,
  ) {
    this.signIns = new RateLimiterPostgres({
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'sign-in',
      points: settings.signInFailuresMax,
      duration: settings.signInWindowSeconds,
    });
    this.badCredentials = perMinute(settings.badCredentialsPerMinute);
    const { keyRequestsPerMinute, tokenRequestsPerMinute } = settings;
    this.requests = {
      app: keyRequestsPerMinute === null ? null : perMinute(keyRequestsPerMinute),
      user: perMinute(tokenRequestsPerMinute),
      operator: null,
      system: null,
    };
  }

  /**
   * Counts a try to sign in before it is looked at, so that many at once are no more than many in a row. What succeeds, or was not
   * looked at after all, is taken back; what is wrong counts as bad credentials as well, whichever account it was tried for.
   *
   * @throws DomainError `RATE_LIMITED`.
   */
  async trySignIn<Value>(account: string, address: string, attempt: () => Promise<Value>): Promise<Value> {
    const network = networkOf(address);
    const underWay = this.signingIn.get(network) ?? 0;
    if (underWay >= SIGNING_IN_MAX) throw AT_ONCE;
    this.signingIn.set(network, underWay + 1);
    try {
      return await this.trySignInFrom(network, account, attempt);
    } finally {
      const left = (this.signingIn.get(network) ?? 1) - 1;
      if (left > 0) this.signingIn.set(network, left);
      else this.signingIn.delete(network);
    }
  }

  private async trySignInFrom<Value>(network: string, account: string, attempt: () => Promise<Value>): Promise<Value> {
    await this.assertNotBad(network);
    // Neither has a bound of its own, and neither should be read in the table.
    const key = hash('sha256', `${account.toLowerCase()} ${network}`, 'base64url');
    await take(this.signIns, key, 'Too many failed sign-ins.');
    try {
      const value = await attempt();
      await this.signIns.delete(key);
      return value;
    } catch (err) {
      if (err instanceof DomainError && WRONG.includes(err.code))
        await take(this.badCredentials, network, TOO_MANY_BAD);
      else await this.signIns.reward(key);
      throw err;
    }
  }

  /**
   * Looks credentials up that nobody knows yet; those that turn out to be bad count against the address. Good ones do not, however
   * many come at once.
   *
   * @throws DomainError `RATE_LIMITED`.
   */
  async tryCredential(address: string, { isGuess, find }: Try): Promise<Actor | null> {
    const network = networkOf(address);
    if (isGuess) await this.assertNotBad(network);
    const actor = await find();
    if (!actor) await take(this.badCredentials, network, TOO_MANY_BAD);
    return actor;
  }

  private async assertNotBad(network: string): Promise<void> {
    const before = await this.badCredentials.get(network);
    if (before && before.remainingPoints <= 0) throw rateLimited(TOO_MANY_BAD, before);
  }

  /** Whether there is a bound on how often this actor may ask. */
  isLimited({ kind }: Actor): boolean {
    return this.requests[kind] !== null;
  }

  /** @throws DomainError `RATE_LIMITED`. */
  async takeRequest({ kind, id }: Actor): Promise<void> {
    const limiter = this.requests[kind];
    if (limiter) await take(limiter, id, 'Too many requests.');
  }

  /** Forgets failures that are past their time. */
  async forgetExpired(now: Date): Promise<void> {
    await query(this.dataSource.manager, FORGET, [now.getTime()]);
  }
}

const perMinute = (points: number): RateLimiterMemory => new RateLimiterMemory({ points, duration: MINUTE });

async function take(limiter: RateLimiterAbstract, key: string, why: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (err) {
    throw err instanceof RateLimiterRes ? rateLimited(why, err) : err;
  }
}

/** How a try to sign in is refused that was looked at; what else comes of it says nothing of who tried. */
const WRONG: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT'];

const AT_ONCE = new DomainError('RATE_LIMITED', 'Too many sign-ins at once. Try again in 1 s.', {
  retryAfterSeconds: 1,
});

const TOO_MANY_BAD = 'Too many requests with bad credentials.';

function rateLimited(why: string, { msBeforeNext }: RateLimiterRes): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  return new DomainError('RATE_LIMITED', `${why} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
