import { MessageRole } from '@foyer/types/enums';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Json, JsonObject } from '../core/json.js';
import { connectionOf } from '../core/page.graphql.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';

@ObjectType('Message', { simpleResolvers: true, description: 'What was said, and by whom.' })
export class MessageType {
  @Field(() => ID, { description: 'Foyer’s id, a UUIDv7.' }) id!: string;
  @Field(() => ID, { description: 'Where it was said.' }) sessionId!: string;
  @Field(() => Int, { description: 'Its place in the session: the seq of its event.' }) seq!: number;
  @Field(() => MessageRole, { description: 'Who speaks.' }) role!: MessageRole;
  @Field(() => String, {
    description: 'The text, at most 256 KiB; empty where there are only parts, or where it was redacted.',
  })
  content!: string;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Structured parts beside the text: attachments, tool calls, cards. Stored as given.',
  })
  parts!: Json | null;
  @Field(() => String, { description: 'The platform over which it came.' }) platform!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The platform’s own id of the message. A second one with the same id in the session returns the first.',
  })
  externalId!: string | null;
  participantId!: string | null;
  @Field(() => JsonScalar, { description: 'The app’s own facts about it, an object.' }) metadata!: JsonObject;
  @Field(() => DateTimeScalar, { description: 'When it was said.' }) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was blanked for good.' })
  redactedAt!: Date | null;
}

export const { Connection: MessageConnection, ConnectionResolver: MessageConnectionResolver } = connectionOf(
  'Message',
  MessageType,
  'messages',
);

@InputType('NewMessage', { description: 'A message to append.' })
export class NewMessageInput {
  @Field(() => MessageRole, { description: 'Who speaks.' }) role!: MessageRole;
  @Field(() => String, { description: 'The text, at most 256 KiB; may be empty only with `parts`.' }) content!: string;
  @Field(() => JsonScalar, { nullable: true, description: 'Structured parts beside the text, at most 256 KiB.' })
  parts?: Json | null;
  @Field(() => String, {
    nullable: true,
    description: 'The platform over which it came; the session’s own unless given.',
  })
  platform?: string | null;
  @Field(() => String, { nullable: true, description: 'The platform’s own id of the message, 1 to 200 characters.' })
  externalId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Which participant of the session speaks.' }) participantId?:
    | string
    | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The app’s own facts, an object of at most 256 KiB.' })
  metadata?: Json | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'For imports: when it was said. Not in the future.' })
  at?: Date | null;
}

const IDEMPOTENCY_KEY =
  'Repeating the call with the same key and input within 24 hours returns the first answer and changes nothing.';
const EXPECTED_SEQ = 'Must equal the session’s `seq`, else VERSION_CONFLICT.';

@InputType({ description: 'A message, and where to append it.' })
export class AddMessageInput {
  @Field(() => ID, { description: 'The session.' }) sessionId!: string;
  @Field(() => NewMessageInput, { description: 'The message.' }) message!: NewMessageInput;
  @Field(() => Int, { nullable: true, description: EXPECTED_SEQ }) expectedSeq?: number | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'Messages of one session: all or none, in order, at most 1,000.' })
export class AddMessagesInput {
  @Field(() => ID, { description: 'The session.' }) sessionId!: string;
  @Field(() => [NewMessageInput], { description: 'The messages, in order.' }) messages!: NewMessageInput[];
  @Field(() => Int, { nullable: true, description: EXPECTED_SEQ }) expectedSeq?: number | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}
