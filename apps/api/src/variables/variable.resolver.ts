import { VariableScope } from '@foyer/types/enums';
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/request-context.js';
import { SessionType } from '../sessions/session.graphql.js';
import { UserType } from '../users/user.graphql.js';
import {
  DeleteVariableInput,
  IncrementVariableInput,
  SetVariableInput,
  SetVariablesInput,
  VariableType,
} from './variable.graphql.js';
import type { VariableReadService } from './variable-read.service.js';
import type { VariableService } from './variable.service.js';

@Resolver(() => VariableType)
export class VariableResolver {
  constructor(
    private readonly variables: VariableService,
    private readonly reads: VariableReadService,
  ) {}

  @Query(() => [VariableType], { description: 'Variables of scope APP, by name.' })
  appVariables(@Ctx() ctx: RequestContext): Promise<VariableType[]> {
    return this.reads.ofApp(ctx);
  }

  @Mutation(() => VariableType, { description: 'Sets a variable; its version grows by one.' })
  setVariable(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SetVariableInput, { description: 'The variable.' }) input: SetVariableInput,
  ): Promise<VariableType> {
    return this.variables.set(ctx, input);
  }

  @Mutation(() => [VariableType], { description: 'Sets variables of one holder, all or none.' })
  setVariables(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SetVariablesInput, { description: 'The variables.' }) input: SetVariablesInput,
  ): Promise<VariableType[]> {
    return this.variables.setMany(ctx, input);
  }

  @Mutation(() => VariableType, {
    description: 'Atomic; a missing variable counts as 0; a value that is no number is BAD_USER_INPUT.',
  })
  incrementVariable(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => IncrementVariableInput, { description: 'The number.' }) input: IncrementVariableInput,
  ): Promise<VariableType> {
    return this.variables.increment(ctx, input);
  }

  @Mutation(() => Boolean, {
    description: 'Deletes a variable; false where there was none. Set again, it begins at version 1.',
  })
  deleteVariable(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => DeleteVariableInput, { description: 'The variable.' }) input: DeleteVariableInput,
  ): Promise<boolean> {
    return this.variables.delete(ctx, input);
  }
}

/** What can be seen from a session. */
@Resolver(() => SessionType)
export class SessionVariablesResolver {
  constructor(private readonly reads: VariableReadService) {}

  @FieldResolver(() => [VariableType], {
    name: 'variables',
    description:
      'Without `scope`: everything visible here, nearest scope first: SESSION over PLATFORM over USER over APP.',
  })
  visible(
    @Root() { id }: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('scope', () => VariableScope, { nullable: true, description: 'Only those of this scope.' })
    scope: VariableScope | null,
  ): Promise<VariableType[]> {
    const args = { scope: scope ?? null, name: null };
    return ctx.batchMany(
      `variables ${scope ?? ''}`,
      id,
      (ids) => this.reads.visible(ctx, ids, args),
      ({ sessionId }) => sessionId,
    );
  }

  @FieldResolver(() => VariableType, {
    nullable: true,
    description: 'The one of this name: of the scope, or of the nearest that has it.',
  })
  variable(
    @Root() { id }: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('scope', () => VariableScope, { nullable: true, description: 'Only of this scope.' })
    scope: VariableScope | null,
  ): Promise<VariableType | null> {
    const args = { scope: scope ?? null, name };
    const kind = `variable ${scope ?? ''} ${name}`;
    return ctx.batchOne(
      kind,
      id,
      (ids) => this.reads.visible(ctx, ids, args),
      ({ sessionId }) => sessionId,
    );
  }
}

/** What a user has on every platform. */
@Resolver(() => UserType)
export class UserVariablesResolver {
  constructor(private readonly reads: VariableReadService) {}

  @FieldResolver(() => [VariableType], {
    description: 'Variables of scope USER; with `platform`, also those of scope PLATFORM there.',
  })
  variables(
    @Root() { id }: UserType,
    @Ctx() ctx: RequestContext,
    @Arg('platform', () => String, { nullable: true, description: 'A platform.' }) platform: string | null,
  ): Promise<VariableType[]> {
    const kind = `user variables ${platform ?? ''}`;
    return ctx.batchMany(
      kind,
      id,
      (ids) => this.reads.ofUsers(ctx, ids, platform ?? null),
      ({ userId }) => userId,
    );
  }
}
