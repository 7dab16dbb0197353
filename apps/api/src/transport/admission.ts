import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Credential } from '../access/credential.service.js';
import { NOBODY, type Gate } from '../access/gate.service.js';
import type { Actor } from '../core/context.js';
import { DomainError } from '../core/errors.js';
import { loginTokenOf } from './login-cookie.js';
import { mayBeOpen } from './open-operation.js';
import { assertOwnPage } from './origin.js';

/*
 * Who a request is from, found out before anything of it is read: who is not known learns nothing, not even what there is (X1).
 */

/** An actor, or nobody yet, with what is said to those who turn out to want more than nobody may. */
type Admission = { readonly actor: Actor; readonly refusal: DomainError | null };

const admissions = new WeakMap<FastifyRequest, Admission>();

/** Who sent a request; null where it was let in without asking, as to a health check. */
export const actorOf = (request: FastifyRequest): Actor | null => admissions.get(request)?.actor ?? null;

/** What to say to a request from nobody that asks for anything but to sign in; null where its sender is known. */
export const refusalOf = (request: FastifyRequest): DomainError | null => admissions.get(request)?.refusal ?? null;

/** The API key or user token of a header; null where there is none, or another scheme. */
export function bearerOf(authorization: string | undefined): Credential | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? null : { kind: 'bearer', token };
}

/** The credential of a request: its header goes before its cookie. */
function credentialOf(request: FastifyRequest): Credential | null {
  return request.headers.authorization === undefined ? loginOf(request) : bearerOf(request.headers.authorization);
}

/** The login that a browser sent along by itself; null where there is none. */
export function loginOf(request: FastifyRequest): Credential | null {
  const token = loginTokenOf(request);
  return token === null ? null : { kind: 'login', token };
}

/** Finds out whom a request is from. @throws DomainError `UNAUTHENTICATED`, `RATE_LIMITED`, `FORBIDDEN`. */
export type Admit = (request: FastifyRequest) => Actor | Promise<Actor>;

/** Admits by the credential of a request; one that its browser added by itself counts from our own pages alone. */
export const admitBy =
  (gate: Gate, allowedOrigins: readonly string[]): Admit =>
  (request) => {
    const credential = credentialOf(request);
    if (credential?.kind === 'login') assertOwnPage(request, allowedOrigins);
    return gate.admit(credential, request.ip);
  };

/**
 * Has every request admitted or refused as it comes in.
 *
 * @param isOpen what answers to anybody.
 */
export function admitRequests(
  server: FastifyInstance,
  admit: Admit,
  isOpen: (request: FastifyRequest) => boolean,
): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const refuse = (err: unknown): void => {
      // Whoever comes from a foreign page is nobody's guest.
      if (err instanceof DomainError && err.code !== 'FORBIDDEN' && mayYetSignIn(request)) {
        admissions.set(request, { actor: NOBODY, refusal: err });
        done();
      } else done(err as Error);
    };
    const welcome = (actor: Actor): void => {
      admissions.set(request, { actor, refusal: null });
      done();
    };
    if (isOpen(request)) return done();
    try {
      const admitted = admit(request);
      // Without waiting where it can be: a promise for each request would be made for nothing.
      if (admitted instanceof Promise) admitted.then(welcome, refuse);
      else welcome(admitted);
    } catch (err) {
      refuse(err);
    }
  });
}

/** Whether it could be a request to sign in. A login that has ended must not keep its browser from that; a wrong key may. */
const mayYetSignIn = ({ method, headers, routeOptions: { url } }: FastifyRequest): boolean =>
  method === 'POST' &&
  url === '/graphql' &&
  headers.authorization === undefined &&
  mayBeOpen(headers['content-length']);
