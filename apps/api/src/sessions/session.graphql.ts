import { EndReason, Environment, IdleAction, SessionStatus } from '@foyer/types/enums';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Json, JsonObject } from '../core/json.js';
import { connectionOf } from '../core/page.graphql.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';
import { UserRefInput } from '../users/user.graphql.js';

@ObjectType('Session', {
  simpleResolvers: true,
  description: 'One durable conversation, match or run of one user on one platform under one key.',
})
export class SessionType {
  @Field(() => ID, { description: 'Foyer’s id, a UUIDv7.' }) id!: string;
  @Field(() => String, {
    description:
      'Readable and unique: given at creation, or made from platform, user, date and id. Also the name of its artifact folder.',
  })
  slug!: string;
  @Field(() => String, { description: 'Which of the user’s sessions on this platform: a chat id, a tab, a save slot.' })
  key!: string;
  @Field(() => ID, { description: 'Whose session it is.' }) userId!: string;
  @Field(() => String, { description: 'Where they talk, such as `telegram`.' }) platform!: string;
  @Field(() => Environment, { description: 'Where the code runs that opened it.' }) environment!: Environment;
  @Field(() => String, { description: 'What it is, in the app’s own words, such as `conversation`.' }) kind!: string;
  @Field(() => SessionStatus, { description: 'Where it is in its life.' }) status!: SessionStatus;
  @Field(() => String, { nullable: true, description: 'Shown to people.' }) title!: string | null;
  @Field(() => JsonScalar, { description: 'The app’s own facts about it, an object.' }) metadata!: JsonObject;
  @Field(() => Int, { description: 'Number of the newest event of this session; grows by one with every event.' })
  seq!: number;
  @Field(() => DateTimeScalar, { description: 'When it was created.' }) startedAt!: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last written to or touched.' }) lastActivityAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' }) endedAt!: Date | null;
  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' }) endReason!: EndReason | null;
  @Field(() => Int, { description: 'Seconds without activity after which it goes idle; 0 for never.' })
  idleTimeoutSeconds!: number;
  @Field(() => IdleAction, { description: 'What happens then.' }) idleAction!: IdleAction;
  @Field(() => Int, { description: 'Number of its messages, redacted ones included.' }) messageCount!: number;
  @Field(() => [String], { description: 'Notebooks in its working context, in the order of adding.' })
  notebooks!: string[];
  @Field(() => [String], { description: 'Integrations in its working context, in the order of adding.' })
  integrations!: string[];
}

export const { Connection: SessionConnection, ConnectionResolver: SessionConnectionResolver } = connectionOf(
  'Session',
  SessionType,
  'sessions',
);

@ObjectType('GetOrCreateSessionPayload', { simpleResolvers: true, description: 'The session, and how it was come by.' })
export class GetOrCreateSessionPayload {
  @Field(() => SessionType, { description: 'The active session.' }) session!: SessionType;
  @Field(() => Boolean, { description: 'Whether this call created it.' }) created!: boolean;
  @Field(() => Boolean, { description: 'Whether this call resumed it.' }) resumed!: boolean;
}

@ObjectType('CleanupPayload', { simpleResolvers: true, description: 'What was deleted, or would be.' })
export class CleanupPayload {
  @Field(() => Int, { description: 'Number of sessions.' }) deletedCount!: number;
  @Field(() => Boolean, { description: 'Whether they were only counted.' }) dryRun!: boolean;
}

@InputType({ description: 'Which sessions are meant. Everything that is given must hold.' })
export class SessionFilter {
  @Field(() => [SessionStatus], { nullable: true, description: 'Any of these.' }) status?: SessionStatus[] | null;
  @Field(() => [String], { nullable: true, description: 'Any of these.' }) platform?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Any of these.' }) kind?: string[] | null;
  @Field(() => [Environment], { nullable: true, description: 'Any of these.' }) environment?: Environment[] | null;
  @Field(() => ID, { nullable: true, description: 'Whose they are.' }) userId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Matches slug, title, key, user id and user name; prefix of words, case-insensitive.',
  })
  search?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Started later than this.' }) startedAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Started earlier than this.' })
  startedBefore?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Last active later than this.' })
  activeAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Last active earlier than this.' })
  activeBefore?: Date | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Sessions whose metadata contains this object (containment, as in JSONB @>); at most 100 values in it.',
  })
  metadata?: Json | null;
}

const IDEMPOTENCY_KEY =
  'Repeating the call with the same key and input within 24 hours returns the first answer and changes nothing.';
const EXPECTED_SEQ = 'Must equal the session’s `seq`, else VERSION_CONFLICT.';

@InputType()
abstract class NewSessionInput {
  @Field(() => UserRefInput, { description: 'Whose session. An unknown identity makes a new user.' })
  user!: UserRefInput;
  @Field(() => String, {
    description: 'Where they talk, such as `telegram`: a lower-case letter, then up to 31 of a–z, 0–9 and -.',
  })
  platform!: string;
  @Field(() => String, {
    nullable: true,
    defaultValue: 'default',
    description: 'Which of the user’s sessions there, 1 to 200 characters.',
  })
  key?: string | null;
  @Field(() => Environment, {
    nullable: true,
    defaultValue: Environment.SERVER,
    description: 'Where the calling code runs.',
  })
  environment?: Environment | null;
  @Field(() => String, {
    nullable: true,
    defaultValue: 'conversation',
    description: 'What it is, in the app’s own words, 1 to 200 characters.',
  })
  kind?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Readable and unique: a letter or digit, then up to 99 of letters, digits, - and _. SLUG_TAKEN where another has it.',
  })
  slug?: string | null;
  @Field(() => String, { nullable: true, description: 'Shown to people, at most 500 characters.' }) title?:
    | string
    | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The app’s own facts, an object of at most 256 KiB.' })
  metadata?: Json | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds without activity after which it goes idle: 1 to 31,536,000, or 0 for never.',
  })
  idleTimeoutSeconds?: number | null;
  @Field(() => IdleAction, { nullable: true, description: 'What happens when it goes idle; PAUSE unless given.' })
  idleAction?: IdleAction | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'A session to find, resume or create.' })
export class GetOrCreateSessionInput extends NewSessionInput {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'A paused one is resumed; with false, it is left and a new one begins.',
  })
  resumePaused?: boolean | null;
}

@InputType({ description: 'A session to create.' })
export class CreateSessionInput extends NewSessionInput {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Ends the active session at the same place (REPLACED) first.',
  })
  replace?: boolean | null;
}

@InputType({ description: 'A session, and where the caller believes it to be.' })
export class SessionActionInput {
  @Field(() => ID, { description: 'The session.' }) id!: string;
  @Field(() => Int, { nullable: true, description: EXPECTED_SEQ }) expectedSeq?: number | null;
  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY }) idempotencyKey?: string | null;
}

@InputType({ description: 'What to change of a session; what is not given stays.' })
export class UpdateSessionInput extends SessionActionInput {
  @Field(() => String, { nullable: true, description: 'Shown to people, at most 500 characters; null takes it away.' })
  title?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Replaces the metadata, an object of at most 256 KiB.' })
  metadata?: Json | null;
  @Field(() => Environment, { nullable: true, description: 'Where the calling code runs.' })
  environment?: Environment | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds without activity after which it goes idle: 1 to 31,536,000, or 0 for never.',
  })
  idleTimeoutSeconds?: number | null;
  @Field(() => IdleAction, { nullable: true, description: 'What happens when it goes idle.' })
  idleAction?: IdleAction | null;
}

@InputType({ description: 'A session to end.' })
export class EndSessionInput extends SessionActionInput {
  @Field(() => EndReason, { nullable: true, defaultValue: EndReason.COMPLETED, description: 'Why.' })
  reason?: EndReason | null;
}
