import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.js';
import type { Actor } from '../core/context.js';

/*
 * Who credentials belong to. What was looked up is known for five seconds, so that a caller who asks often costs no trip to the
 * database; what is revoked on this node is forgotten at once, and on others within that time.
 */

/** What a request shows: an API key or user token in its header, or a login in its cookie. */
export interface Credential {
  readonly kind: 'bearer' | 'login';
  readonly token: string;
}

/** Whom a credential belongs to, and until when at most. */
export interface Found {
  readonly actor: Actor;
  readonly validUntil: Date | null;
}

/** Looks a credential of one sort up; null where it is none that may be used now. */
export type Recognise = (token: string) => Promise<Found | null>;

/** Says which of these may still be used, as things are now; no use of them, which would keep a login alive. */
export type Recheck = (tokens: readonly string[]) => Promise<ReadonlySet<string>>;

/** A credential that was let in is one of these sorts. */
const SORTS = ['apiKey', 'userToken', 'login'] as const;
type Sort = (typeof SORTS)[number];

/** How long a look-up counts, in milliseconds: the longest that another node's revocation can go unnoticed. */
const KNOWN_MS = 5_000;

/** How long a credential counts as one that somebody has, rather than guesses, in milliseconds. */
const LATELY_MS = 600_000;

/** Credentials that are known at a time. */
const KNOWN_MAX = 10_000;

/** Three parts with dots between them: a JSON Web Token (RFC 7519), which no API key looks like. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export class CredentialService {
  private readonly known = new LRUCache<string, Found>({ max: KNOWN_MAX, ttl: KNOWN_MS });
  private readonly looking = new Map<string, Promise<Found | null>>();
  private readonly lately = new LRUCache<string, true>({ max: KNOWN_MAX, ttl: LATELY_MS });
  private age = 0;

  constructor(
    private readonly clock: Clock,
    private readonly recognise: Readonly<Record<Sort, Recognise>>,
    private readonly recheck: Readonly<Record<Sort, Recheck>>,
  ) {}

  /** The actor behind a credential that was looked up a moment ago; null where it has to be looked up. */
  recall(credential: Credential): Actor | null {
    const found = this.known.get(nameFor(credential));
    return found && this.isValid(found) ? found.actor : null;
  }

  /** Whether a credential was good not long ago, and so is none that is being guessed. */
  wasGoodLately(credential: Credential): boolean {
    return this.lately.has(nameFor(credential));
  }

  /** Looks a credential up, once for all who ask at the same time; null where it is not known, or may not be used any more. */
  async find(credential: Credential): Promise<Actor | null> {
    const name = nameFor(credential);
    const looking = this.looking.get(name) ?? this.look(name, credential);
    const found = await looking;
    return found && this.isValid(found) ? found.actor : null;
  }

  private look(name: string, credential: Credential): Promise<Found | null> {
    const { age } = this;
    const looking = this.recognise[sortOf(credential)](credential.token)
      .then((found) => {
        // What was read before something was revoked says nothing of the time behind it.
        if (found && age === this.age) this.known.set(name, found);
        if (found) this.lately.set(name, true);
        return found;
      })
      .finally(() => {
        if (this.looking.get(name) === looking) this.looking.delete(name);
      });
    this.looking.set(name, looking);
    return looking;
  }

  /**
   * Which of these credentials, all of which were good, are so no more. Looks past what is known, so that what another node revoked
   * is noticed as soon as this is asked; one trip for each sort, however many they are.
   */
  async findEnded(credentials: readonly Credential[]): Promise<readonly Credential[]> {
    const ended: Credential[] = [];
    for (const sort of SORTS) {
      const shown = credentials.filter((credential) => sortOf(credential) === sort);
      if (shown.length === 0) continue;
      const good = await this.recheck[sort](shown.map(({ token }) => token));
      ended.push(...shown.filter(({ token }) => !good.has(token)));
    }
    return ended;
  }

  /** Forgets all look-ups: something was revoked, or somebody's role is another. */
  forgetAll(): void {
    this.age++;
    this.known.clear();
    this.looking.clear();
  }

  private isValid({ validUntil }: Found): boolean {
    return validUntil === null || validUntil > this.clock.now();
  }
}

function sortOf({ kind, token }: Credential): Sort {
  if (kind === 'login') return 'login';
  return TOKEN.test(token) ? 'userToken' : 'apiKey';
}

/** The hash stands for the credential: secrets are not kept longer than they are needed. */
const nameFor = ({ kind, token }: Credential): string => `${kind} ${hash('sha256', token, 'base64')}`;
