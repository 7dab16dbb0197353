import { MessageRole } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Page } from '../core/page.js';
import type { RequestContext } from '../core/request-context.js';
import { CursorScalar } from '../core/scalars.js';
import { SessionFilter, SessionType } from '../sessions/session.graphql.js';
import { AddMessageInput, AddMessagesInput, MessageConnection, MessageType } from './message.graphql.js';
import type { MessageAppendService } from './message-append.service.js';
import type { MessageService } from './message.service.js';

@Resolver(() => MessageType)
export class MessageResolver {
  constructor(
    private readonly messages: MessageService,
    private readonly appends: MessageAppendService,
  ) {}

  @Mutation(() => MessageType, {
    description: 'Appends a message. One whose `externalId` is there already returns the first, unchanged.',
  })
  addMessage(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AddMessageInput, { description: 'The message.' }) input: AddMessageInput,
  ): Promise<MessageType> {
    return this.appends.addOne(ctx, input);
  }

  @Mutation(() => [MessageType], {
    description: 'Appends messages to one session: all or none, in order, at most 1,000.',
  })
  addMessages(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AddMessagesInput, { description: 'The messages.' }) input: AddMessagesInput,
  ): Promise<MessageType[]> {
    return this.appends.addMany(ctx, input);
  }

  @Mutation(() => MessageType, {
    description: 'Blanks content, parts and metadata for good; the message stays in its place.',
  })
  redactMessage(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
    @Arg('reason', () => String, { nullable: true, description: 'Why; kept in the event, at most 10,000 characters.' })
    reason: string | null,
  ): Promise<MessageType> {
    return this.messages.redact(ctx, id, reason);
  }

  @Query(() => MessageConnection, { description: 'Full text over messages, newest first: words, "phrases", or, -not.' })
  searchMessages(
    @Ctx() ctx: RequestContext,
    @Arg('query', () => String, { description: 'What to look for, 1 to 500 characters.' }) query: string,
    @Arg('filter', () => SessionFilter, { nullable: true, description: 'In which sessions; all without.' })
    filter: SessionFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: LIMITS.pageSizeDefault,
      description: 'How many, 1 to 100.',
    })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
  ): Promise<Page<MessageType>> {
    return this.messages.search(ctx, query, filter ?? null, { first, after });
  }
}

/** A session's history. */
@Resolver(() => SessionType)
export class SessionMessagesResolver {
  constructor(private readonly messages: MessageService) {}

  @FieldResolver(() => MessageConnection, {
    name: 'messages',
    description: 'Its history, oldest first; the last 25 where neither `first` nor `last` is given.',
  })
  history(
    @Root() { id }: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'How many from the start or from `after`, 1 to 100.' })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
    @Arg('last', () => Int, { nullable: true, description: 'How many up to the end or to `before`, 1 to 100.' }) last:
      | number
      | null,
    @Arg('before', () => CursorScalar, { nullable: true, description: 'Before this place.' }) before: string | null,
    @Arg('roles', () => [MessageRole], { nullable: true, description: 'Only of these.' }) roles: MessageRole[] | null,
  ): Promise<Page<MessageType>> {
    const kind = `history ${first ?? ''} ${last ?? ''} ${roles?.join() ?? 'any'}`;
    return this.messages.history(ctx, id, { first, after, last, before, roles }, (load) =>
      ctx.batchMany(kind, id, load, ({ sessionId }) => sessionId),
    );
  }
}
