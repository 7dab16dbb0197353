import type { ActorKind, ApiKeyScope, Environment, OperatorRole } from '@foyer/types/enums';

/** Who asks. Every use case takes one, and every event names one. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly name: string | null;
  readonly scopes: readonly ApiKeyScope[];
  readonly role: OperatorRole | null;
  readonly userId: string | null;
}

/** One call of the API or one run of a job: who, through which request, where. */
export interface Call {
  readonly actor: Actor;
  readonly requestId: string;
  readonly environment: Environment;
}

/** Foyer itself, in sweeps and where a clock ran out. */
export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'foyer', name: 'Foyer', scopes: [], role: null, userId: null };

/** A call that nobody made: a job's run, or something that fell due while somebody else was asking. */
export const systemCall = (requestId: string): Call => ({ actor: SYSTEM_ACTOR, requestId, environment: 'server' });
