import { Ctx, Query, Resolver } from 'type-graphql';
import type { Call } from '../core/context.js';
import { ViewerType } from './viewer.graphql.js';

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'Who is asking, by the credentials of this request.' })
  viewer(@Ctx() { actor }: Call): ViewerType {
    return actor;
  }
}
