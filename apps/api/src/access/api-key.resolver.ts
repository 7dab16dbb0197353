import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Call } from '../core/context.js';
import { ApiKeyType, CreateApiKeyInput, CreatedApiKeyType } from './api-key.graphql.js';
import type { ApiKeyService } from './api-key.service.js';

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  constructor(private readonly keys: ApiKeyService) {}

  @Query(() => [ApiKeyType], { name: 'apiKeys', description: 'All API keys, newest first, revoked ones among them.' })
  keyList(@Ctx() ctx: Call): Promise<ApiKeyType[]> {
    return this.keys.list(ctx);
  }

  @Mutation(() => CreatedApiKeyType, {
    description: 'Makes an API key. Its secret is in the answer and never shown again.',
  })
  createApiKey(
    @Ctx() ctx: Call,
    @Arg('input', () => CreateApiKeyInput, { description: 'The key.' }) input: CreateApiKeyInput,
  ): Promise<CreatedApiKeyType> {
    return this.keys.create(ctx, input);
  }

  @Mutation(() => ApiKeyType, {
    description: 'Revokes an API key for good: requests with it fail at once, open sockets within 5 s.',
  })
  revokeApiKey(@Ctx() ctx: Call, @Arg('id', () => ID, { description: 'Which one.' }) id: string): Promise<ApiKeyType> {
    return this.keys.revoke(ctx, id);
  }
}
