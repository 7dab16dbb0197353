import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/request-context.js';
import { SessionType } from '../sessions/session.graphql.js';
import { JoinSessionInput, ParticipantType, SetTaskInput, TaskType } from './context.graphql.js';
import type { ParticipantService } from './participant.service.js';
import { INTEGRATIONS, NOTEBOOKS, type SetService } from './set.service.js';
import type { TaskService } from './task.service.js';

@Resolver(() => SessionType)
export class ContextResolver {
  constructor(
    private readonly sets: SetService,
    private readonly tasks: TaskService,
    private readonly participants: ParticipantService,
  ) {}

  @Mutation(() => SessionType, {
    description: 'Adds a notebook to the session’s context. Adding twice changes nothing.',
  })
  addNotebook(
    @Ctx() ctx: RequestContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
    @Arg('notebook', () => String, { description: 'Its name, 1 to 200 characters.' }) notebook: string,
  ): Promise<SessionType> {
    return this.sets.add(ctx, NOTEBOOKS, sessionId, notebook);
  }

  @Mutation(() => SessionType, { description: 'Removes a notebook. Removing what is absent changes nothing.' })
  removeNotebook(
    @Ctx() ctx: RequestContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
    @Arg('notebook', () => String, { description: 'Its name.' }) notebook: string,
  ): Promise<SessionType> {
    return this.sets.remove(ctx, NOTEBOOKS, sessionId, notebook);
  }

  @Mutation(() => SessionType, {
    description: 'Adds an integration to the session’s context. Adding twice changes nothing.',
  })
  addIntegration(
    @Ctx() ctx: RequestContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
    @Arg('integration', () => String, { description: 'Its name, 1 to 200 characters.' }) integration: string,
  ): Promise<SessionType> {
    return this.sets.add(ctx, INTEGRATIONS, sessionId, integration);
  }

  @Mutation(() => SessionType, { description: 'Removes an integration. Removing what is absent changes nothing.' })
  removeIntegration(
    @Ctx() ctx: RequestContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
    @Arg('integration', () => String, { description: 'Its name.' }) integration: string,
  ): Promise<SessionType> {
    return this.sets.remove(ctx, INTEGRATIONS, sessionId, integration);
  }

  @Mutation(() => SessionType, {
    description: 'Sets the current task: the same id updates it, another id replaces it.',
  })
  setCurrentTask(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SetTaskInput, { description: 'The task.' }) input: SetTaskInput,
  ): Promise<SessionType> {
    return this.tasks.set(ctx, input);
  }

  @Mutation(() => SessionType, { description: 'Clears the current task. Where there is none, nothing changes.' })
  clearCurrentTask(
    @Ctx() ctx: RequestContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
  ): Promise<SessionType> {
    return this.tasks.clear(ctx, sessionId);
  }

  @Mutation(() => ParticipantType, { description: 'Somebody comes into the session.' })
  joinSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => JoinSessionInput, { description: 'Who.' }) input: JoinSessionInput,
  ): Promise<ParticipantType> {
    return this.participants.join(ctx, input);
  }

  @Mutation(() => ParticipantType, { description: 'Somebody leaves. Who has left already stays as they are.' })
  leaveSession(
    @Ctx() ctx: RequestContext,
    @Arg('participantId', () => ID, { description: 'Who.' }) participantId: string,
  ): Promise<ParticipantType> {
    return this.participants.leave(ctx, participantId);
  }

  @FieldResolver(() => TaskType, { nullable: true, description: 'What it is at work on.' })
  currentTask(@Root() session: SessionType, @Ctx() ctx: RequestContext): Promise<TaskType | null> {
    return ctx.batchOne(
      this.tasks,
      session.id,
      (ids) => this.tasks.findMany(ctx, ids),
      ({ sessionId }) => sessionId,
    );
  }

  @FieldResolver(() => [ParticipantType], {
    name: 'participants',
    description: 'Who takes part, in the order of their coming.',
  })
  participantList(
    @Root() session: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('includeLeft', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Also those who have left.',
    })
    includeLeft: boolean | null,
  ): Promise<ParticipantType[]> {
    const who = includeLeft === true ? 'all' : 'present';
    return ctx.batchMany(
      `participants ${who}`,
      session.id,
      (ids) => this.participants.listMany(ctx, ids, who),
      ({ sessionId }) => sessionId,
    );
  }
}
