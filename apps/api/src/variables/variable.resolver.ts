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
import {
  holdersSeenFrom,
  seenFrom,
  type HeldVariable,
  type VariableReadService,
  type Viewpoint,
} from './variable-read.service.js';
import { APP_HOLDER_ID } from './variable.rules.js';
import type { VariableService } from './variable.service.js';

@Resolver(() => VariableType)
export class VariableResolver {
  constructor(
    private readonly variables: VariableService,
    private readonly reads: VariableReadService,
  ) {}

  @Query(() => [VariableType], { description: 'Variables of scope APP, by name.' })
  appVariables(@Ctx() ctx: RequestContext): Promise<VariableType[]> {
    return this.reads.held(ctx, [APP_HOLDER_ID], null);
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
    @Root() session: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('scope', () => VariableScope, { nullable: true, description: 'Only those of this scope.' })
    scope: VariableScope | null,
  ): Promise<readonly VariableType[]> {
    return readSeen(ctx, this.reads, session, { scope: scope ?? null, name: null });
  }

  @FieldResolver(() => VariableType, {
    nullable: true,
    description: 'The one of this name: of the scope, or of the nearest that has it.',
  })
  async variable(
    @Root() session: SessionType,
    @Ctx() ctx: RequestContext,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('scope', () => VariableScope, { nullable: true, description: 'Only of this scope.' })
    scope: VariableScope | null,
  ): Promise<VariableType | null> {
    const [nearest] = await readSeen(ctx, this.reads, session, { scope: scope ?? null, name });
    return nearest ?? null;
  }
}

/** What a user has on every platform. */
@Resolver(() => UserType)
export class UserVariablesResolver {
  constructor(private readonly reads: VariableReadService) {}

  @FieldResolver(() => [VariableType], {
    description: 'Variables of scope USER; with `platform`, also those of scope PLATFORM there.',
  })
  async variables(
    @Root() { id }: UserType,
    @Ctx() ctx: RequestContext,
    @Arg('platform', () => String, { nullable: true, description: 'A platform.' }) platform: string | null,
  ): Promise<readonly VariableType[]> {
    const held = await readHeld(ctx, this.reads, [id], null);
    return held.filter((variable) => variable.scope === 'user' || variable.platform === platform);
  }
}

interface Asked {
  readonly scope: VariableScope | null;
  readonly name: string | null;
}

async function readSeen(
  ctx: RequestContext,
  reads: VariableReadService,
  session: Viewpoint,
  { scope, name }: Asked,
): Promise<readonly HeldVariable[]> {
  return seenFrom(session, await readHeld(ctx, reads, holdersSeenFrom(ctx, session, scope), name), scope);
}

/** The variables of these holders, in their order; gathered with all others that are asked for. */
async function readHeld(
  ctx: RequestContext,
  reads: VariableReadService,
  holderIds: readonly string[],
  name: string | null,
): Promise<readonly HeldVariable[]> {
  const load = (ids: readonly string[]): Promise<HeldVariable[]> => reads.held(ctx, ids, name);
  const kind = name === null ? 'variables' : `variable ${name}`;
  const held = await Promise.all(holderIds.map((id) => ctx.batchMany(kind, id, load, ({ holderId }) => holderId)));
  return held.flat();
}
