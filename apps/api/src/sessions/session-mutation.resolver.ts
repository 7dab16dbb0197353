import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../core/request-context.js';
import {
  CleanupPayload,
  CreateSessionInput,
  EndSessionInput,
  GetOrCreateSessionInput,
  GetOrCreateSessionPayload,
  SessionActionInput,
  SessionType,
  UpdateSessionInput,
} from './session.graphql.js';
import type { SessionLifeService } from './session-life.service.js';
import type { SessionOpeningService } from './session-opening.service.js';
import type { SessionRetentionService } from './session-retention.service.js';

@Resolver(() => SessionType)
export class SessionMutationResolver {
  constructor(
    private readonly opening: SessionOpeningService,
    private readonly life: SessionLifeService,
    private readonly retention: SessionRetentionService,
  ) {}

  @Mutation(() => GetOrCreateSessionPayload, {
    description:
      'The active session of a user on a platform under a key: found and touched, resumed, or created. However many ask at once, one creates it.',
  })
  getOrCreateSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => GetOrCreateSessionInput, { description: 'The session.' }) input: GetOrCreateSessionInput,
  ): Promise<GetOrCreateSessionPayload> {
    return this.opening.getOrCreate(ctx, input);
  }

  @Mutation(() => SessionType, {
    description:
      'Always a new session. SESSION_CONFLICT where one is active for the same user, platform and key, unless `replace` ends that one (REPLACED).',
  })
  createSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateSessionInput, { description: 'The session.' }) input: CreateSessionInput,
  ): Promise<SessionType> {
    return this.opening.create(ctx, input);
  }

  @Mutation(() => SessionType, { description: 'Changes what is given; what is not stays.' })
  updateSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpdateSessionInput, { description: 'The changes.' }) input: UpdateSessionInput,
  ): Promise<SessionType> {
    return this.life.update(ctx, input);
  }

  @Mutation(() => SessionType, { description: 'Moves `lastActivityAt` to now and changes nothing else.' })
  touchSession(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The session.' }) id: string,
  ): Promise<SessionType> {
    return this.life.touch(ctx, id);
  }

  @Mutation(() => SessionType, { description: 'ACTIVE to PAUSED. Pausing a paused session changes nothing.' })
  pauseSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SessionActionInput, { description: 'The session.' }) input: SessionActionInput,
  ): Promise<SessionType> {
    return this.life.pause(ctx, input);
  }

  @Mutation(() => SessionType, {
    description:
      'PAUSED to ACTIVE. Resuming an active session changes nothing. SESSION_CONFLICT where another is active for the same user, platform and key.',
  })
  resumeSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SessionActionInput, { description: 'The session.' }) input: SessionActionInput,
  ): Promise<SessionType> {
    return this.life.resume(ctx, input);
  }

  @Mutation(() => SessionType, { description: 'Ends a session for good. Ending an ended one changes nothing.' })
  endSession(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EndSessionInput, { description: 'The session.' }) input: EndSessionInput,
  ): Promise<SessionType> {
    return this.life.end(ctx, input);
  }

  @Mutation(() => Boolean, {
    description:
      'True where it existed. Messages, variables, artifacts and events of the session go with it; the user’s ledger stays.',
  })
  deleteSession(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The session.' }) id: string,
  ): Promise<boolean> {
    return this.life.delete(ctx, id);
  }

  @Mutation(() => CleanupPayload, {
    description: 'Deletes sessions that ended longer ago than `olderThanDays`. With `dryRun`, counts only.',
  })
  cleanupSessions(
    @Ctx() ctx: RequestContext,
    @Arg('olderThanDays', () => Int, {
      nullable: true,
      defaultValue: 30,
      description: 'Days since `endedAt`, 0 to 36,500.',
    })
    olderThanDays: number | null,
    @Arg('dryRun', () => Boolean, { nullable: true, defaultValue: false, description: 'Counts only.' }) dryRun:
      | boolean
      | null,
  ): Promise<CleanupPayload> {
    return this.retention.cleanup(ctx, olderThanDays ?? 30, dryRun ?? false);
  }
}
