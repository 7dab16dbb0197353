import { OperatorRole } from '@foyer/types/enums';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../core/scalars.js';

@ObjectType('Operator', { simpleResolvers: true, description: 'A person who uses the console.' })
export class OperatorType {
  @Field(() => ID, { description: 'Their id.' }) id!: string;
  @Field(() => String, { description: 'With which they sign in.' }) email!: string;
  @Field(() => String, { description: 'What they are called.' }) name!: string;
  @Field(() => OperatorRole, { description: 'What they may do.' }) role!: OperatorRole;
  @Field(() => DateTimeScalar, { description: 'When they were added.' }) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they last signed in.' }) lastSignInAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they were disabled; null while they may sign in.' })
  disabledAt!: Date | null;
}

@InputType({ description: 'A new operator.' })
export class CreateOperatorInput {
  @Field(() => String, { description: 'Nobody else’s, whatever the case of its letters.' }) email!: string;
  @Field(() => String, { description: 'What they are called, 1 to 200 characters.' }) name!: string;
  @Field(() => String, { description: 'To sign in with, 10 to 200 characters, and not one of the common ones.' })
  password!: string;
  @Field(() => OperatorRole, { description: 'What they may do.' }) role!: OperatorRole;
}

@InputType({ description: 'Changes to an operator: what is not given stays.' })
export class UpdateOperatorInput {
  @Field(() => ID, { description: 'Who.' }) id!: string;
  @Field(() => String, { nullable: true, description: 'What they are called.' }) name?: string | null;
  @Field(() => OperatorRole, { nullable: true, description: 'What they may do.' }) role?: OperatorRole | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether they may no longer sign in; ends all their logins.' })
  disabled?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Another password, where theirs is lost; ends all their logins.',
  })
  password?: string | null;
}
