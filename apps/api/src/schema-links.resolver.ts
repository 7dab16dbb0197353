import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ParticipantType } from './context/context.graphql.js';
import type { ParticipantService } from './context/participant.service.js';
import type { RequestContext } from './core/request-context.js';
import { MessageType } from './messages/message.graphql.js';

/** Fields that lead from one slice to another where neither knows the other. */
@Resolver(() => MessageType)
export class MessageParticipantResolver {
  constructor(private readonly participants: ParticipantService) {}

  @FieldResolver(() => ParticipantType, { nullable: true, description: 'Which participant speaks.' })
  participant(
    @Root() { participantId }: MessageType,
    @Ctx() ctx: RequestContext,
  ): Promise<ParticipantType | null> | null {
    if (participantId === null) return null;
    return ctx.batchOne(
      this.participants,
      participantId,
      (ids) => this.participants.findMany(ctx, ids),
      ({ id }) => id,
    );
  }
}
