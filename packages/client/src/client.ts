// The package's front door: what is exported here is what its users may rely on. The documents, and the types of their
// inputs and results, are beside it in `@foyer/client/graphql`.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Caller, makeIdempotencyKey, type CallOptions, type ClientOptions } from './caller.js';
import type { Variables } from './document.js';
import * as api from './generated/graphql.js';

export type { CallOptions, ClientOptions } from './caller.js';
export { FoyerError, type ClientErrorCode, type FoyerErrorCode, type GraphQLResultError } from './errors.js';
export type { Json } from './json.js';

export type Session = api.SessionFieldsFragment;
export type Message = api.MessageFieldsFragment;
export type Variable = api.VariableFieldsFragment;
export type User = api.UserFieldsFragment;
export type Context = api.ContextFieldsFragment;
export type Task = api.TaskFieldsFragment;
export type UserToken = api.CreateUserTokenMutation['createUserToken'];
export type Participant = api.ParticipantFieldsFragment;

/** One page of a list. Go on with `after: pageInfo.endCursor` while `pageInfo.hasNextPage`. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: api.PageFieldsFragment;
}

export type GetOrCreated = api.GetOrCreateSessionMutation['getOrCreateSession'];

/** By id or by slug. */
export type SessionRef = { readonly id: string } | { readonly slug: string };

/** Makes a client of one Foyer. It holds no connection and needs no closing. */
export function createClient(options: ClientOptions): FoyerClient {
  return new FoyerClient(new Caller(options));
}

/** What a typed document asks for must be given; a document without variables needs none. */
type Arguments<Input> =
  Record<never, never> extends Input
    ? [variables?: Input, options?: CallOptions]
    : [variables: Input, options?: CallOptions];

/**
 * Foyer's operations as methods, and `query` and `mutate` for documents of your own.
 *
 * All of them throw `FoyerError`. Requests that got no answer, or `UNAVAILABLE` or `RATE_LIMITED`, are sent again with
 * growing pauses where that cannot do harm: queries, and mutations with an idempotency key, which the methods add where
 * the caller gave none. Give one of your own, kept with your job, where a repetition after a crash must count once too.
 */
export class FoyerClient {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Runs a query. Beside a text, say what comes: `query<{ viewer: { id: string } }>('{ viewer { id } }')`. */
  query<Result, Input extends Variables = Variables>(
    document: TypedDocumentNode<Result, Input> | string,
    ...[variables, options]: Arguments<Input>
  ): Promise<Result> {
    return this.#caller.call('query', document, variables ?? {}, options);
  }

  /** Runs a mutation. It is repeated only where each field of it carries an `idempotencyKey`, or `repeatable` is set. */
  mutate<Result, Input extends Variables = Variables>(
    document: TypedDocumentNode<Result, Input> | string,
    ...[variables, options]: Arguments<Input>
  ): Promise<Result> {
    return this.#caller.call('mutation', document, variables ?? {}, options);
  }

  /** The user's active session on the platform under the key (`default` unless given), made or resumed where there is none. */
  async getOrCreateSession(input: api.GetOrCreateSessionInput, options?: CallOptions): Promise<GetOrCreated> {
    const data = await this.mutate(api.GetOrCreateSessionDocument, { input: keyed(input) }, options);
    return data.getOrCreateSession;
  }

  /** Always a new session; `SESSION_CONFLICT` where one is active, unless `replace`. */
  async createSession(input: api.CreateSessionInput, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.CreateSessionDocument, { input: keyed(input) }, options);
    return data.createSession;
  }

  /** One session, or `null`. */
  async session(ref: SessionRef, options?: CallOptions): Promise<Session | null> {
    const data = await this.query(api.SessionDocument, ref, options);
    return data.session;
  }

  /** The session that `getOrCreateSession` would find active, or `null`. Changes nothing. */
  async activeSession(of: api.ActiveSessionQueryVariables, options?: CallOptions): Promise<Session | null> {
    const data = await this.query(api.ActiveSessionDocument, of, options);
    return data.activeSession;
  }

  /** Sessions by filter, latest activity first unless `sort` says otherwise. */
  async sessions(page: api.SessionsQueryVariables = {}, options?: CallOptions): Promise<Page<Session>> {
    const data = await this.query(api.SessionsDocument, page, options);
    return data.sessions;
  }

  /** Changes title, metadata (replaced whole), environment or idle settings. */
  async updateSession(input: api.UpdateSessionInput, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.UpdateSessionDocument, { input: keyed(input) }, options);
    return data.updateSession;
  }

  /** Pauses an active session. */
  async pauseSession(input: api.SessionActionInput, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.PauseSessionDocument, { input: keyed(input) }, options);
    return data.pauseSession;
  }

  /** Makes a paused session active again; `SESSION_CONFLICT` where another has taken its place. */
  async resumeSession(input: api.SessionActionInput, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.ResumeSessionDocument, { input: keyed(input) }, options);
    return data.resumeSession;
  }

  /** Ends a session for good. */
  async endSession(input: api.EndSessionInput, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.EndSessionDocument, { input: keyed(input) }, options);
    return data.endSession;
  }

  /** Deletes a session and all in it. False where it was not there, also where an earlier attempt deleted it unheard. */
  async deleteSession(id: string, options?: CallOptions): Promise<boolean> {
    const data = await this.mutate(api.DeleteSessionDocument, { id }, { ...options, repeatable: true });
    return data.deleteSession;
  }

  /** Counts as activity, and changes nothing else. */
  async touchSession(id: string, options?: CallOptions): Promise<Session> {
    const data = await this.mutate(api.TouchSessionDocument, { id }, { ...options, repeatable: true });
    return data.touchSession;
  }

  /** A page of the session's messages in their order (the last 25 unless said otherwise), or `null` where there is no session. */
  async messages(page: api.MessagesQueryVariables, options?: CallOptions): Promise<Page<Message> | null> {
    const data = await this.query(api.MessagesDocument, page, options);
    return data.session?.messages ?? null;
  }

  /** Full text over all messages, newest first. */
  async searchMessages(page: api.SearchMessagesQueryVariables, options?: CallOptions): Promise<Page<Message>> {
    const data = await this.query(api.SearchMessagesDocument, page, options);
    return data.searchMessages;
  }

  /** Appends a message. One with an `externalId` that the session knows answers with the first, unchanged. */
  async addMessage(input: api.AddMessageInput, options?: CallOptions): Promise<Message> {
    const data = await this.mutate(api.AddMessageDocument, { input: keyed(input) }, options);
    return data.addMessage;
  }

  /** Appends up to 1,000 messages in order, all or none; the request may be 2 MiB long. */
  async addMessages(input: api.AddMessagesInput, options?: CallOptions): Promise<readonly Message[]> {
    const data = await this.mutate(api.AddMessagesDocument, { input: keyed(input) }, options);
    return data.addMessages;
  }

  /** Blanks content, parts and metadata for good. */
  async redactMessage(message: api.RedactMessageMutationVariables, options?: CallOptions): Promise<Message> {
    const data = await this.mutate(api.RedactMessageDocument, message, { ...options, repeatable: true });
    return data.redactMessage;
  }

  /** Variables visible in the session, nearest scope first, or those of one scope; `null` where there is no session. */
  async variables(of: api.VariablesQueryVariables, options?: CallOptions): Promise<readonly Variable[] | null> {
    const data = await this.query(api.VariablesDocument, of, options);
    return data.session?.variables ?? null;
  }

  /** One variable, or `null`. */
  async variable(of: api.VariableQueryVariables, options?: CallOptions): Promise<Variable | null> {
    const data = await this.query(api.VariableDocument, of, options);
    return data.session?.variable ?? null;
  }

  /** Sets a variable; `VERSION_CONFLICT` where `expectedVersion` is not its version (0: must not exist yet). */
  async setVariable(input: api.SetVariableInput, options?: CallOptions): Promise<Variable> {
    const data = await this.mutate(api.SetVariableDocument, { input: keyed(input) }, options);
    return data.setVariable;
  }

  /** Sets several of one holder, all or none. */
  async setVariables(input: api.SetVariablesInput, options?: CallOptions): Promise<readonly Variable[]> {
    const data = await this.mutate(api.SetVariablesDocument, { input: keyed(input) }, options);
    return data.setVariables;
  }

  /** Adds to a number; a missing variable counts as 0. */
  async incrementVariable(input: api.IncrementVariableInput, options?: CallOptions): Promise<Variable> {
    const data = await this.mutate(api.IncrementVariableDocument, { input: keyed(input) }, options);
    return data.incrementVariable;
  }

  /** True where it existed. */
  async deleteVariable(input: api.DeleteVariableInput, options?: CallOptions): Promise<boolean> {
    const data = await this.mutate(api.DeleteVariableDocument, { input: keyed(input) }, options);
    return data.deleteVariable;
  }

  /** Task, notebooks, integrations and participants, or `null` where there is no session. */
  async context(of: api.ContextQueryVariables, options?: CallOptions): Promise<Context | null> {
    const data = await this.query(api.ContextDocument, of, options);
    return data.session;
  }

  /** Adds to the session's notebooks, which it returns. */
  async addNotebook(of: api.AddNotebookMutationVariables, options?: CallOptions): Promise<readonly string[]> {
    const data = await this.mutate(api.AddNotebookDocument, of, { ...options, repeatable: true });
    return data.addNotebook.notebooks;
  }

  /** Takes off the session's notebooks, which it returns. */
  async removeNotebook(of: api.RemoveNotebookMutationVariables, options?: CallOptions): Promise<readonly string[]> {
    const data = await this.mutate(api.RemoveNotebookDocument, of, { ...options, repeatable: true });
    return data.removeNotebook.notebooks;
  }

  /** Adds to the session's integrations, which it returns. */
  async addIntegration(of: api.AddIntegrationMutationVariables, options?: CallOptions): Promise<readonly string[]> {
    const data = await this.mutate(api.AddIntegrationDocument, of, { ...options, repeatable: true });
    return data.addIntegration.integrations;
  }

  /** Takes off the session's integrations, which it returns. */
  async removeIntegration(
    of: api.RemoveIntegrationMutationVariables,
    options?: CallOptions,
  ): Promise<readonly string[]> {
    const data = await this.mutate(api.RemoveIntegrationDocument, of, { ...options, repeatable: true });
    return data.removeIntegration.integrations;
  }

  /** Sets the current task: the same id updates it, another replaces it. */
  async setCurrentTask(input: api.SetTaskInput, options?: CallOptions): Promise<Task | null> {
    const data = await this.mutate(api.SetCurrentTaskDocument, { input: keyed(input) }, options);
    return data.setCurrentTask.currentTask;
  }

  /** Leaves the session without a current task. */
  async clearCurrentTask(sessionId: string, options?: CallOptions): Promise<void> {
    await this.mutate(api.ClearCurrentTaskDocument, { sessionId }, { ...options, repeatable: true });
  }

  /** Adds a participant. */
  async joinSession(input: api.JoinSessionInput, options?: CallOptions): Promise<Participant> {
    const data = await this.mutate(api.JoinSessionDocument, { input: keyed(input) }, options);
    return data.joinSession;
  }

  /** Notes that a participant has left. */
  async leaveSession(participantId: string, options?: CallOptions): Promise<Participant> {
    const data = await this.mutate(api.LeaveSessionDocument, { participantId }, { ...options, repeatable: true });
    return data.leaveSession;
  }

  /** A user by id or identity, or `null`. */
  async user(ref: api.UserRef, options?: CallOptions): Promise<User | null> {
    const data = await this.query(api.UserDocument, { ref }, options);
    return data.user;
  }

  /** Users, newest first. */
  async users(page: api.UsersQueryVariables = {}, options?: CallOptions): Promise<Page<User>> {
    const data = await this.query(api.UsersDocument, page, options);
    return data.users;
  }

  /** Changes the user with this id, or makes one where no id is given. */
  async upsertUser(input: api.UpsertUserInput, options?: CallOptions): Promise<User> {
    const data = await this.mutate(api.UpsertUserDocument, { input: keyed(input) }, options);
    return data.upsertUser;
  }

  /** A token with which the user's own client may act for that user alone: for an hour unless `ttlSeconds` says otherwise. */
  async createUserToken(of: api.CreateUserTokenMutationVariables, options?: CallOptions): Promise<UserToken> {
    const data = await this.mutate(api.CreateUserTokenDocument, of, { ...options, repeatable: true });
    return data.createUserToken;
  }

  /** Gives the user an identity on a platform; `IDENTITY_TAKEN` where another has it, unless `move`. */
  async linkIdentity(input: api.LinkIdentityInput, options?: CallOptions): Promise<User> {
    const data = await this.mutate(api.LinkIdentityDocument, { input: keyed(input) }, options);
    return data.linkIdentity;
  }
}

function keyed<Input extends { readonly idempotencyKey?: string | null | undefined }>(input: Input): Input {
  return { ...input, idempotencyKey: input.idempotencyKey ?? makeIdempotencyKey() };
}
