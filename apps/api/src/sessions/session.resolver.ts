import { SessionSort } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { invariant } from '../core/errors.js';
import type { Clock } from '../core/clock.js';
import type { Page } from '../core/page.js';
import type { RequestContext } from '../core/request-context.js';
import { CursorScalar, DateTimeScalar } from '../core/scalars.js';
import { UserRefInput, UserType } from '../users/user.graphql.js';
import type { UserService } from '../users/user.service.js';
import { SessionConnection, SessionFilter, SessionType } from './session.graphql.js';
import { durationSeconds, idleAt } from './session.rules.js';
import type { SessionLifeService } from './session-life.service.js';
import type { SessionListService } from './session-list.service.js';

@Resolver(() => SessionType)
export class SessionResolver {
  constructor(
    private readonly life: SessionLifeService,
    private readonly lists: SessionListService,
    private readonly users: UserService,
    private readonly clock: Clock,
  ) {}

  @Query(() => SessionType, {
    nullable: true,
    description: 'A session by id or by slug; exactly one. Null where there is none.',
  })
  session(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug.' }) slug: string | null,
  ): Promise<SessionType | null> {
    return this.life.find(ctx, { id, slug }, (one, load) => ctx.batchOne(this.life, one, load, (found) => found.id));
  }

  @Query(() => SessionType, {
    nullable: true,
    description:
      'The session that is ACTIVE for a user, platform and key; null where there is none. Reading does not touch it.',
  })
  activeSession(
    @Ctx() ctx: RequestContext,
    @Arg('user', () => UserRefInput, { description: 'Whose.' }) user: UserRefInput,
    @Arg('platform', () => String, { description: 'Where.' }) platform: string,
    @Arg('key', () => String, {
      nullable: true,
      defaultValue: 'default',
      description: 'Which of the user’s sessions there.',
    })
    key: string | null,
  ): Promise<SessionType | null> {
    return this.life.findActive(ctx, user, platform, key ?? 'default');
  }

  @Query(() => SessionConnection, {
    name: 'sessions',
    description: 'Sessions, latest activity first unless sorted otherwise.',
  })
  sessionList(
    @Ctx() ctx: RequestContext,
    @Arg('filter', () => SessionFilter, { nullable: true, description: 'Which ones; all without.' })
    filter: SessionFilter | null,
    @Arg('sort', () => SessionSort, {
      nullable: true,
      defaultValue: SessionSort.LAST_ACTIVITY_DESC,
      description: 'In which order.',
    })
    sort: SessionSort | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: LIMITS.pageSizeDefault,
      description: 'How many from the start or from `after`, 1 to 100.',
    })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
    @Arg('last', () => Int, {
      nullable: true,
      description: 'How many up to the end or to `before`, 1 to 100; takes the place of the default of `first`.',
    })
    last: number | null,
    @Arg('before', () => CursorScalar, { nullable: true, description: 'Before this place.' }) before: string | null,
  ): Promise<Page<SessionType>> {
    return this.lists.list(ctx, { filter, sort, ...defaultedSizes(first, last), after, before });
  }

  @FieldResolver(() => UserType, { description: 'Whose session it is.' })
  async user(@Root() { userId }: SessionType, @Ctx() ctx: RequestContext): Promise<UserType> {
    const user = await ctx.batchOne(
      this.users,
      userId,
      (ids) => this.users.findMany(ctx, ids),
      ({ id }) => id,
    );
    invariant(user, 'a session has a user, by foreign key');
    return user;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When the session goes idle if nothing happens; null where it never does.',
  })
  idleAt(@Root() session: SessionType): Date | null {
    return idleAt(session);
  }

  @FieldResolver(() => Int, { description: 'Whole seconds from start to end, or to now.' })
  durationSeconds(@Root() session: SessionType): number {
    return durationSeconds(session, this.clock.now());
  }
}

/** What a user has to do with sessions. */
@Resolver(() => UserType)
export class UserSessionsResolver {
  constructor(private readonly lists: SessionListService) {}

  @FieldResolver(() => SessionConnection, { name: 'sessions', description: 'Their sessions on every platform.' })
  sessionList(
    @Root() user: UserType,
    @Ctx() ctx: RequestContext,
    @Arg('filter', () => SessionFilter, { nullable: true, description: 'Which ones; all without.' })
    filter: SessionFilter | null,
    @Arg('sort', () => SessionSort, {
      nullable: true,
      defaultValue: SessionSort.LAST_ACTIVITY_DESC,
      description: 'In which order.',
    })
    sort: SessionSort | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: LIMITS.pageSizeDefault,
      description: 'How many, 1 to 100.',
    })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
  ): Promise<Page<SessionType>> {
    return this.lists.list(ctx, { filter, sort, first, after, ownerId: user.id });
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Latest activity in any of their sessions.' })
  async lastSeenAt(@Root() user: UserType, @Ctx() ctx: RequestContext): Promise<Date | null> {
    const seen = await ctx.batchOne(
      this.lists,
      user.id,
      (ids) => this.lists.lastSeen(ctx, ids),
      ({ id }) => id,
    );
    return seen?.lastSeenAt ?? null;
  }
}

/** `first` has a default, so that only a `last` that is given can say that the page is to be taken from the end. */
const defaultedSizes = (first: number | null, last: number | null): { first: number | null; last: number | null } =>
  last !== null && last !== undefined && first === LIMITS.pageSizeDefault ? { first: null, last } : { first, last };
