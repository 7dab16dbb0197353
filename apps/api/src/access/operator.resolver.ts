import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Call } from '../core/context.js';
import { CreateOperatorInput, OperatorType, UpdateOperatorInput } from './operator.graphql.js';
import type { OperatorService } from './operator.service.js';
import type { BrowserCall, SignInService } from './sign-in.service.js';

@Resolver(() => OperatorType)
export class OperatorResolver {
  constructor(
    private readonly operators: OperatorService,
    private readonly signIns: SignInService,
  ) {}

  @Query(() => [OperatorType], { name: 'operators', description: 'All operators, newest first.' })
  operatorList(@Ctx() ctx: Call): Promise<OperatorType[]> {
    return this.operators.list(ctx);
  }

  @Mutation(() => OperatorType, { description: 'Adds an operator.' })
  createOperator(
    @Ctx() ctx: Call,
    @Arg('input', () => CreateOperatorInput, { description: 'The operator.' }) input: CreateOperatorInput,
  ): Promise<OperatorType> {
    return this.operators.create(ctx, input);
  }

  @Mutation(() => OperatorType, {
    description: 'Changes an operator. The last ADMIN can be neither disabled nor demoted.',
  })
  updateOperator(
    @Ctx() ctx: Call,
    @Arg('input', () => UpdateOperatorInput, { description: 'The changes.' }) input: UpdateOperatorInput,
  ): Promise<OperatorType> {
    return this.operators.update(ctx, input);
  }

  @Mutation(() => OperatorType, {
    description: 'Makes the first operator, an ADMIN, and signs them in. Works once, and needs no other credentials.',
  })
  setUp(
    @Ctx() ctx: BrowserCall,
    @Arg('token', () => String, { description: 'From the link that Foyer prints at its start.' }) token: string,
    @Arg('email', () => String, { description: 'To sign in with.' }) email: string,
    @Arg('name', () => String, { description: 'What they are called.' }) name: string,
    @Arg('password', () => String, { description: 'To sign in with, 10 to 200 characters.' }) password: string,
  ): Promise<OperatorType> {
    return this.signIns.setUp(ctx, token, { email, name, password });
  }

  @Mutation(() => OperatorType, { description: 'Signs an operator in: sets the cookie. Needs no other credentials.' })
  signIn(
    @Ctx() ctx: BrowserCall,
    @Arg('email', () => String, { description: 'Of the operator.' }) email: string,
    @Arg('password', () => String, { description: 'Of the operator.' }) password: string,
  ): Promise<OperatorType> {
    return this.signIns.signIn(ctx, email, password);
  }

  @Mutation(() => Boolean, { description: 'Ends the login of this browser.' })
  signOut(@Ctx() ctx: BrowserCall): Promise<boolean> {
    return this.signIns.signOut(ctx);
  }

  @Mutation(() => Boolean, {
    description: 'Gives the operator who asks another password. Ends all their other logins.',
  })
  changePassword(
    @Ctx() ctx: BrowserCall,
    @Arg('current', () => String, { description: 'The password so far.' }) current: string,
    @Arg('next', () => String, { description: 'The password from now on, 10 to 200 characters.' }) next: string,
  ): Promise<boolean> {
    return this.signIns.changePassword(ctx, current, next);
  }
}
