import { LIMITS } from '@foyer/types/limits';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Page } from '../core/page.js';
import type { RequestContext } from '../core/request-context.js';
import { CursorScalar } from '../core/scalars.js';
import type { IdentityService } from './identity.service.js';
import {
  IdentityType,
  LinkIdentityInput,
  UnlinkIdentityInput,
  UpsertUserInput,
  UserConnection,
  UserRefInput,
  UserType,
} from './user.graphql.js';
import type { UserService } from './user.service.js';

@Resolver(() => UserType)
export class UserResolver {
  constructor(
    private readonly users: UserService,
    private readonly identities: IdentityService,
  ) {}

  @Query(() => UserType, { nullable: true, description: 'A user; null where there is none.' })
  user(
    @Ctx() ctx: RequestContext,
    @Arg('ref', () => UserRefInput, { description: 'Which one.' }) ref: UserRefInput,
  ): Promise<UserType | null> {
    return this.users.find(ctx, ref);
  }

  @Query(() => UserConnection, { name: 'users', description: 'Users, newest first.' })
  userList(
    @Ctx() ctx: RequestContext,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Beginnings of words of their name, id or identities.',
    })
    search: string | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: LIMITS.pageSizeDefault,
      description: 'How many, 1 to 100.',
    })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
  ): Promise<Page<UserType>> {
    return this.users.list(ctx, { search, first, after });
  }

  @Mutation(() => UserType, {
    description: 'Creates a user, or changes the one whose id is given. Linking identities is `linkIdentity`.',
  })
  upsertUser(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpsertUserInput, { description: 'The user.' }) input: UpsertUserInput,
  ): Promise<UserType> {
    return this.users.upsert(ctx, input);
  }

  @Mutation(() => UserType, {
    description: 'Links an identity to a user. IDENTITY_TAKEN where another user has it, unless `move`.',
  })
  linkIdentity(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => LinkIdentityInput, { description: 'The identity.' }) input: LinkIdentityInput,
  ): Promise<UserType> {
    return this.identities.link(ctx, input);
  }

  @Mutation(() => UserType, { description: 'Takes an identity from its user.' })
  unlinkIdentity(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UnlinkIdentityInput, { description: 'The identity.' }) input: UnlinkIdentityInput,
  ): Promise<UserType> {
    return this.identities.unlink(ctx, input);
  }

  @FieldResolver(() => [IdentityType], {
    name: 'identities',
    description: 'Who they are on each platform, in the order of linking.',
  })
  identityList(@Root() user: UserType, @Ctx() ctx: RequestContext): Promise<IdentityType[]> {
    return ctx.batchMany(
      this.identities,
      user.id,
      (ids) => this.identities.listMany(ctx, ids),
      (identity) => identity.userId,
    );
  }
}
