import { ActorKind } from '@foyer/types/enums';
import { Field, ID, ObjectType } from 'type-graphql';
import type { JsonObject } from '../core/json.js';
import { connectionOf } from '../core/page.graphql.js';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';

@ObjectType('Actor', { simpleResolvers: true, description: 'Who did something.' })
export class ActorType {
  @Field(() => ActorKind, { description: 'What kind of caller.' }) kind!: ActorKind;
  @Field(() => String, { description: 'Id of the key, user or operator.' }) id!: string;
  @Field(() => String, { nullable: true, description: 'What it was called then.' }) name!: string | null;
}

@ObjectType('AuditEntry', { simpleResolvers: true, description: 'One act of an operator or of an ADMIN key.' })
export class AuditEntryType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: Date;
  @Field(() => ActorType, { description: 'Who.' }) actor!: ActorType;
  @Field(() => String, { description: 'What: the name of the mutation.' }) action!: string;
  @Field(() => String, { nullable: true, description: 'Id of what it was done to.' }) target!: string | null;
  @Field(() => JsonScalar, {
    description: 'What was changed: `before`, `after`, and the first ten `events`, where there are such.',
  })
  details!: JsonObject;
  @Field(() => String, { description: 'Through which request; the log has it as well.' }) requestId!: string;
}

const { Connection, ConnectionResolver } = connectionOf('Audit', AuditEntryType, 'audit entries');
export { Connection as AuditConnection, ConnectionResolver as AuditConnectionResolver };
