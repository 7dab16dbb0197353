import { LRUCache } from 'lru-cache';
import type { Actor } from '../core/context.js';
import { DomainError } from '../core/errors.js';
import type { Credential, CredentialService } from './credential.service.js';
import type { LimitService } from './limit.service.js';

/*
 * Where every request and every socket comes in, before anything of it is parsed (X1).
 */

/** Whoever has shown no credentials: may sign in, and no more. */
export const NOBODY: Actor = { kind: 'app', id: 'nobody', name: null, scopes: [], role: null, userId: null };

/** Logins that have ended, which no login does that begins again: how many are remembered, and how long, in milliseconds. */
const ENDED = {
  max: 10_000,
  ttl: 60_000,
  maxSize: 1_000_000,
  sizeCalculation: (_: true, token: string) => token.length + 1,
};

export class Gate {
  private readonly ended = new LRUCache<string, true>(ENDED);

  constructor(
    private readonly credentials: CredentialService,
    private readonly limits: LimitService,
  ) {}

  /**
   * The actor behind a credential. Answers without waiting where there is nothing to wait for.
   *
   * @param address of the network, against which bad credentials count.
   * @throws DomainError `UNAUTHENTICATED`, `RATE_LIMITED`.
   */
  admit(credential: Credential | null, address: string): Actor | Promise<Actor> {
    if (!credential) throw UNAUTHENTICATED;
    const actor = this.credentials.recall(credential);
    if (!actor) return this.lookUp(credential, address);
    return this.limits.isLimited(actor) ? this.count(actor) : actor;
  }

  /** Which of these credentials, all of which were admitted once, would not be now: for sockets, which stay open. */
  findEnded(credentials: readonly Credential[]): Promise<readonly Credential[]> {
    return this.credentials.findEnded(credentials);
  }

  private async lookUp(credential: Credential, address: string): Promise<Actor> {
    // A browser that is restored asks in many tabs at once, with a login that ended meanwhile. That is one, and none that is tried out.
    if (credential.kind === 'login' && this.ended.has(credential.token)) throw UNAUTHENTICATED;
    const find = (): Promise<Actor | null> => this.credentials.find(credential);
    // Others who guess at the same address do not lock out who has what they show.
    const isGuess = !this.credentials.wasGoodLately(credential);
    const actor = await this.limits.tryCredential(address, { isGuess, find });
    if (actor) return this.count(actor);
    if (credential.kind === 'login') this.ended.set(credential.token, true);
    throw UNAUTHENTICATED;
  }

  private async count(actor: Actor): Promise<Actor> {
    await this.limits.takeRequest(actor);
    return actor;
  }
}

const UNAUTHENTICATED = new DomainError(
  'UNAUTHENTICATED',
  'Send an API key or a user token: Authorization: Bearer …; or sign in.',
);
