import {
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
} from 'graphql';
import { CloseCode, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Credential } from '../access/credential.service.js';
import type { Gate } from '../access/gate.service.js';
import type { Config } from '../core/config.js';
import { DomainError, invariant } from '../core/errors.js';
import type { Ids } from '../core/ids.js';
import { bounds } from '../core/limits.js';
import type { Log } from '../core/log.js';
import { RequestContext } from '../core/request-context.js';
import { gathererOf } from './gatherers.js';
import type { Metrics } from './metrics.js';
import { shownErrors, type Operations } from './operations.js';

/*
 * What is asked over sockets: the same documents, limits, rights and errors as over HTTP.
 */

export interface SocketParts {
  readonly operations: Operations;
  readonly metrics: Metrics;
  readonly gate: Gate;
  readonly ids: Ids;
  readonly log: Log;
  readonly config: Pick<Config, 'limits' | 'sockets'>;
  /** What of the network an address belongs to. */
  readonly networkOf: (address: string) => string;
  /** Reads the `authorization` of a connection_init as the header of the same name. */
  readonly bearerOf: (authorization: string) => Credential | null;
}

/** One open socket. */
export interface Connection {
  readonly socket: WebSocket;
  readonly address: string;
  /** What the browser sent along with the upgrade. */
  readonly login: Credential | null;
  /** Lifts the bounds of those who have not said who they are. */
  readonly becomeKnown: () => void;
  /** Whom it was admitted with; null until then. */
  credential: Credential | null;
  /** Operations that were asked for and have not come to their end, be it that nobody waits for them any more. */
  running: number;
  /** Whether it was heard of since the last ping. */
  isAlive: boolean;
  /** Whether the server is closing. */
  isLeaving: boolean;
  /** The message that is being handled, and what is wrong with it. */
  incoming: {
    readonly message: { readonly type?: unknown; readonly payload?: { readonly variables?: object } } | null;
    readonly fault: DomainError | null;
  } | null;
  /** Called when nothing runs any more. */
  whenIdle: (() => void) | null;
}

/** An operation that may run. */
interface SocketExecution extends ExecutionArgs {
  readonly contextValue: RequestContext;
  readonly begun: number;
  readonly run: () => Promise<ExecutionResult>;
}

type Hooks = ServerOptions<Record<string, unknown>, Connection>;
type Told = Parameters<NonNullable<Hooks['onNext']>>[4];

export function socketHooks(parts: SocketParts): Hooks {
  const { operations, metrics, ids } = parts;
  return {
    execute: (args) => (args as SocketExecution).run(),
    async onSubscribe({ extra }, _id, payload) {
      extra.running++;
      const prepared = await prepare(parts, extra, payload).catch((err: unknown) => refused(extra, err));
      // There is no end of what has not begun.
      if (Array.isArray(prepared)) end(extra);
      return prepared;
    },
    onNext: (...[, , , args, result]) => shownResult(parts, args as SocketExecution, result),
    onError(_ctx, _id, _payload, errors) {
      const requestId = ids.next();
      operations.logFaults(errors, requestId);
      const shown = shownErrors(errors, requestId);
      metrics.countAnswer({ edge: 'socket', kind: 'none', errors: shown });
      return shown;
    },
    onComplete: ({ extra }) => end(extra),
  };
}

/** A result as the caller sees it; counted. */
function shownResult(
  { operations, metrics }: SocketParts,
  { document, operationName, contextValue: { requestId }, begun }: SocketExecution,
  { data, errors: failed }: Told,
): FormattedExecutionResult | undefined {
  const kind = getOperationAST(document, operationName)?.operation ?? 'none';
  if (failed) operations.logFaults(failed, requestId);
  const errors = failed && shownErrors(failed, requestId);
  metrics.noteDuration('socket', performance.now() - begun);
  metrics.countAnswer({ edge: 'socket', kind, errors });
  if (!errors) return undefined;
  return data === undefined ? { errors } : { data, errors };
}

function end(connection: Connection): void {
  connection.running--;
  if (connection.running === 0) connection.whenIdle?.();
}

/** What is wrong with an operation; without credentials that are good, there is none. */
function refused({ socket }: Connection, err: unknown): readonly GraphQLError[] {
  if (err instanceof DomainError && err.code === 'UNAUTHENTICATED') socket.close(CloseCode.Forbidden, 'Forbidden');
  return [asGraphQLError(err)];
}

/** @throws DomainError, GraphQLError. */
async function prepare(
  { operations, gate, ids, config }: SocketParts,
  connection: Connection,
  { query, operationName }: SubscribePayload,
): Promise<SocketExecution | readonly GraphQLError[]> {
  const { incoming, credential, address } = connection;
  if (incoming?.fault) throw incoming.fault;
  assertRoom(connection, config.sockets.operationsMax);
  const actor = await gate.admit(credential, address);
  const requestId = ids.next();
  const gatherer = gathererOf(actor);
  const context = new RequestContext({ actor, requestId, environment: 'server', visit: null, gatherer });
  const begun = performance.now();
  const document = operations.documents.read(query);
  const operation = getOperationAST(document, operationName) ?? undefined;
  const variables = (incoming?.message?.payload?.variables ?? {}) as Readonly<Record<string, unknown>>;
  const { run, errors } = operations.executor.prepare({ document, operation, variables, context });
  if (errors) return errors;
  invariant(operation, 'what may run was found in its document');
  return { schema: operations.schema, document, operationName, contextValue: context, begun, run };
}

/** @throws DomainError `RATE_LIMITED`, `UNAVAILABLE`. */
function assertRoom({ running, isLeaving, socket }: Connection, operationsMax: number): void {
  if (isLeaving) throw new DomainError('UNAVAILABLE', 'The server is about to stop; nothing was changed. Try again.');
  if (running > operationsMax) {
    throw new DomainError('RATE_LIMITED', `At most ${operationsMax} operations at a time on one socket.`);
  }
  if (socket.bufferedAmount > bounds.answerBytesMax) {
    throw new DomainError('RATE_LIMITED', 'Read the answers that were sent before you ask for more.');
  }
}

const asGraphQLError = (err: unknown): GraphQLError =>
  err instanceof GraphQLError
    ? err
    : new GraphQLError('Execution failed.', { originalError: err instanceof Error ? err : new Error(String(err)) });
