import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Json, JsonObject } from '../core/json.js';
import { connectionOf } from '../core/page.graphql.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';

@ObjectType('Identity', { simpleResolvers: true, description: 'Who a user is on a platform.' })
export class IdentityType {
  @Field(() => String, { description: 'The platform, such as `telegram`.' }) platform!: string;
  @Field(() => String, { description: 'The platform’s own id of the person.' }) externalId!: string;
  @Field(() => String, { nullable: true, description: 'What the platform calls them.' }) displayName!: string | null;
  @Field(() => Boolean, { description: 'Whether the app has made sure that it is them.' }) verified!: boolean;
  @Field(() => Boolean, { description: 'The one to write to on this platform; at most one.' }) primary!: boolean;
  @Field(() => DateTimeScalar, { description: 'When it was linked.' }) linkedAt!: Date;
}

@ObjectType('User', {
  simpleResolvers: true,
  description: 'A person or agent, known by Foyer’s id and by any number of identities.',
})
export class UserType {
  @Field(() => ID, { description: 'Foyer’s id, a UUIDv7.' }) id!: string;
  @Field(() => String, { nullable: true, description: 'What to call them.' }) displayName!: string | null;
  @Field(() => JsonScalar, { description: 'The app’s own facts about them, an object.' }) metadata!: JsonObject;
  @Field(() => DateTimeScalar, { description: 'When Foyer first met them.' }) createdAt!: Date;
}

export const { Connection: UserConnection, ConnectionResolver: UserConnectionResolver } = connectionOf(
  'User',
  UserType,
  'users',
);

@InputType('IdentityRef', { description: 'Who somebody is on a platform.' })
export class IdentityRefInput {
  @Field(() => String, { description: 'The platform, such as `telegram`.' }) platform!: string;
  @Field(() => String, { description: 'The platform’s own id of the person, 1 to 200 characters.' })
  externalId!: string;
  @Field(() => String, { nullable: true, description: 'What the platform calls them; kept where the identity is new.' })
  displayName?: string | null;
}

@InputType('UserRef', {
  description: 'A user by Foyer’s id, or by who they are on a platform. Exactly one of the two.',
})
export class UserRefInput {
  @Field(() => ID, { nullable: true, description: 'Foyer’s id.' }) id?: string | null;
  @Field(() => IdentityRefInput, { nullable: true, description: 'An identity of theirs.' })
  identity?: IdentityRefInput | null;
}

const IDEMPOTENCY_KEY =
  'Repeating the call with the same key and input within 24 hours returns the first answer and changes nothing.';

@InputType({ description: 'A user to create or change.' })
export class UpsertUserInput {
  @Field(() => ID, { nullable: true, description: 'The user to change; without it, a new one.' }) id?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What to call them, at most 200 characters; null takes the name away.',
  })
  displayName?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The app’s own facts about them, an object; replaces what was there.',
  })
  metadata?: Json | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'An identity to link to a user.' })
export class LinkIdentityInput {
  @Field(() => ID, { description: 'The user.' }) userId!: string;
  @Field(() => String, { description: 'The platform, such as `telegram`.' }) platform!: string;
  @Field(() => String, { description: 'The platform’s own id of the person, 1 to 200 characters.' })
  externalId!: string;
  @Field(() => String, { nullable: true, description: 'What the platform calls them.' }) displayName?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether the app has made sure that it is them.',
  })
  verified?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Makes it the one to write to on this platform; the one before is so no longer.',
  })
  primary?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Takes the identity over from another user; without it, IDENTITY_TAKEN.',
  })
  move?: boolean | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'An identity to take from its user.' })
export class UnlinkIdentityInput {
  @Field(() => String, { description: 'The platform, such as `telegram`.' }) platform!: string;
  @Field(() => String, { description: 'The platform’s own id of the person.' }) externalId!: string;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@ObjectType('UserToken', {
  simpleResolvers: true,
  description: 'With which a user’s own client acts for that user alone.',
})
export class UserTokenType {
  @Field(() => String, { description: 'What `Authorization: Bearer …` takes: a JSON Web Token.' }) token!: string;
  @Field(() => DateTimeScalar, { description: 'When it stops working.' }) expiresAt!: Date;
}
