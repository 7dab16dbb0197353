import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import type { Call } from '../core/context.js';
import { UserRefInput, UserTokenType } from './user.graphql.js';
import type { UserTokenIssuer } from './user-token.service.js';

@Resolver(() => UserTokenType)
export class UserTokenResolver {
  constructor(private readonly issuer: UserTokenIssuer) {}

  @Mutation(() => UserTokenType, {
    description: 'Makes a token with which the user’s own client may act for that user alone.',
  })
  createUserToken(
    @Ctx() ctx: Call,
    @Arg('user', () => UserRefInput, { description: 'For whom.' }) user: UserRefInput,
    @Arg('ttlSeconds', () => Int, {
      nullable: true,
      defaultValue: 3_600,
      description: 'For how long, 1 to 2,592,000 seconds (30 days). A token cannot be taken back.',
    })
    ttlSeconds: number | null,
  ): Promise<UserTokenType> {
    return this.issuer.issue(ctx, user, ttlSeconds ?? 3_600);
  }
}
