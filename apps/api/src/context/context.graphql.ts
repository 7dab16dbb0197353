import { ParticipantKind, TaskStatus } from '@foyer/types/enums';
import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import type { Json, JsonObject } from '../core/json.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';

@ObjectType('Task', { simpleResolvers: true, description: 'What a session is at work on.' })
export class TaskType {
  @Field(() => ID, { description: 'The app’s own id of it.' }) id!: string;
  @Field(() => String, { description: 'What is done.' }) description!: string;
  @Field(() => TaskStatus, { description: 'How far it is.' }) status!: TaskStatus;
  @Field(() => Float, { nullable: true, description: 'Share that is done, 0 to 1.' }) progress!: number | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The app’s own facts about it.' }) data!: Json | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was begun.' }) startedAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done.' }) completedAt!: Date | null;
}

@ObjectType('Participant', { simpleResolvers: true, description: 'Who takes part in a session.' })
export class ParticipantType {
  @Field(() => ID, { description: 'Foyer’s id, a UUIDv7.' }) id!: string;
  @Field(() => ParticipantKind, { description: 'A person, a model or a role.' }) kind!: ParticipantKind;
  @Field(() => String, { description: 'Their name here.' }) name!: string;
  @Field(() => ID, { nullable: true, description: 'The user behind it.' }) userId!: string | null;
  @Field(() => JsonScalar, { description: 'The app’s own facts about them, an object.' }) metadata!: JsonObject;
  @Field(() => DateTimeScalar, { description: 'When they came.' }) joinedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they left.' }) leftAt!: Date | null;
}

const IDEMPOTENCY_KEY =
  'Repeating the call with the same key and input within 24 hours returns the first answer and changes nothing.';

@InputType({ description: 'The current task: the same id updates it, another id replaces it.' })
export class SetTaskInput {
  @Field(() => ID, { description: 'The session.' }) sessionId!: string;
  @Field(() => ID, { description: 'The app’s own id of the task, 1 to 200 characters.' }) id!: string;
  @Field(() => String, { description: 'What is done, at most 10,000 characters.' }) description!: string;
  @Field(() => TaskStatus, { description: 'How far it is.' }) status!: TaskStatus;
  @Field(() => Float, { nullable: true, description: 'Share that is done, 0 to 1.' }) progress?: number | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The app’s own facts, at most 256 KiB.' }) data?: Json | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was begun.' }) startedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done.' }) completedAt?: Date | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'Who comes into a session.' })
export class JoinSessionInput {
  @Field(() => ID, { description: 'The session.' }) sessionId!: string;
  @Field(() => ParticipantKind, { description: 'A person, a model or a role.' }) kind!: ParticipantKind;
  @Field(() => String, { description: 'Their name here, 1 to 200 characters.' }) name!: string;
  @Field(() => ID, { nullable: true, description: 'The user behind it.' }) userId?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The app’s own facts, an object of at most 256 KiB.' })
  metadata?: Json | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}
