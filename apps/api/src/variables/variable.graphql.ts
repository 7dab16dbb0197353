import { VariableScope } from '@foyer/types/enums';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Json } from '../core/json.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';
import { UserRefInput } from '../users/user.graphql.js';

@ObjectType('Variable', { simpleResolvers: true, description: 'A named JSON value.' })
export class VariableType {
  @Field(() => String, { description: 'Its name: any text of 1 to 200 characters in Unicode form NFC.' }) name!: string;
  @Field(() => JsonScalar, { description: 'Its value, never null, at most 256 KiB.' }) value!: Json;
  @Field(() => VariableScope, { description: 'Who shares it.' }) scope!: VariableScope;
  @Field(() => Int, { description: '1 at first, one more with each set.' }) version!: number;
  @Field(() => DateTimeScalar, { description: 'When it was last set.' }) updatedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it will be gone.' }) expiresAt!: Date | null;
}

@InputType('VariableTarget', {
  description:
    '`sessionId` for SESSION; `sessionId`, or `user` and `platform`, for PLATFORM; `sessionId` or `user` for USER; none of them for APP.',
})
export class VariableTargetInput {
  @Field(() => VariableScope, { nullable: true, defaultValue: VariableScope.SESSION, description: 'Whose variables.' })
  scope?: VariableScope | null;
  @Field(() => ID, { nullable: true, description: 'A session, or the session whose user and platform are meant.' })
  sessionId?: string | null;
  @Field(() => UserRefInput, { nullable: true, description: 'The user.' }) user?: UserRefInput | null;
  @Field(() => String, { nullable: true, description: 'The platform.' }) platform?: string | null;
}

const IDEMPOTENCY_KEY =
  'Repeating the call with the same key and input within 24 hours returns the first answer and changes nothing.';
const EXPECTED_VERSION = 'Must equal the version, else VERSION_CONFLICT. 0 means: must not exist yet.';

@InputType('NewVariable', { description: 'A variable to set.' })
export class NewVariableInput {
  @Field(() => String, { description: 'Any text of 1 to 200 characters in Unicode form NFC.' }) name!: string;
  @Field(() => JsonScalar, { description: 'Any value but null, at most 256 KiB.' }) value!: Json;
  @Field(() => Int, { nullable: true, description: 'Seconds after which it is gone; it stays without.' }) ttlSeconds?:
    | number
    | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is gone, instead of `ttlSeconds`.' })
  expiresAt?: Date | null;
  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION }) expectedVersion?: number | null;
}

@InputType({ description: 'A variable to set, and whose it is.' })
export class SetVariableInput extends NewVariableInput {
  @Field(() => VariableTargetInput, { description: 'Whose it is.' }) target!: VariableTargetInput;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'Variables to set, all or none, each name once.' })
export class SetVariablesInput {
  @Field(() => VariableTargetInput, { description: 'Whose they are.' }) target!: VariableTargetInput;
  @Field(() => [NewVariableInput], { description: 'The variables, at most 1,000.' }) variables!: NewVariableInput[];
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'A number to add to.' })
export class IncrementVariableInput {
  @Field(() => VariableTargetInput, { description: 'Whose it is.' }) target!: VariableTargetInput;
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => Float, { nullable: true, defaultValue: 1, description: 'How much to add; may be negative.' }) by?:
    | number
    | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'A variable to delete.' })
export class DeleteVariableInput {
  @Field(() => VariableTargetInput, { description: 'Whose it is.' }) target!: VariableTargetInput;
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION }) expectedVersion?: number | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}
