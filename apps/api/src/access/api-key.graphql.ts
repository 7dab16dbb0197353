import { ApiKeyScope } from '@foyer/types/enums';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../core/scalars.js';

@ObjectType('ApiKey', { simpleResolvers: true, description: 'A secret with which an app asks.' })
export class ApiKeyType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => String, { description: 'What it is for.' }) name!: string;
  @Field(() => String, { description: 'How its secret begins, to know it again.' }) prefix!: string;
  @Field(() => [ApiKeyScope], { description: 'What it may do.' }) scopes!: readonly ApiKeyScope[];
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops working; null where it does not.' })
  expiresAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked.' }) revokedAt!: Date | null;
}

@ObjectType('CreatedApiKey', { simpleResolvers: true, description: 'A new key, with its secret.' })
export class CreatedApiKeyType {
  @Field(() => ApiKeyType, { description: 'The key.' }) apiKey!: ApiKeyType;
  @Field(() => String, { description: 'What `Authorization: Bearer …` takes. Shown once: only its hash is kept.' })
  secret!: string;
}

@InputType({ description: 'A new API key.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for, 1 to 200 characters.' }) name!: string;
  @Field(() => [ApiKeyScope], { description: 'What it may do; at least one.' }) scopes!: ApiKeyScope[];
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops working; never where absent.' })
  expiresAt?: Date | null;
}
