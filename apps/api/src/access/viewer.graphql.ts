import { ActorKind, ApiKeyScope, OperatorRole } from '@foyer/types/enums';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('Viewer', { simpleResolvers: true, description: 'Who is asking.' })
export class ViewerType {
  @Field(() => ActorKind, { description: 'What kind of caller.' }) kind!: ActorKind;
  @Field(() => String, { description: 'Id of the key, user or operator.' }) id!: string;
  @Field(() => String, { nullable: true, description: 'Its name.' }) name!: string | null;
  @Field(() => [ApiKeyScope], { description: 'Scopes of an API key; empty for others.' })
  scopes!: readonly ApiKeyScope[];
  @Field(() => OperatorRole, { nullable: true, description: 'Role of an operator.' }) role!: OperatorRole | null;
  @Field(() => ID, { nullable: true, description: 'The user whose token it is.' }) userId!: string | null;
}
