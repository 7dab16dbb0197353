import { Field, FieldResolver, Int, ObjectType, Resolver, Root, type ClassType } from 'type-graphql';
import type { Page } from './page.js';
import { CursorScalar } from './scalars.js';

/** Where a page stands in its list (Relay Cursor Connections). */
@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'Whether there is more behind this page.' }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Whether there is more before this page.' }) hasPreviousPage!: boolean;
  @Field(() => CursorScalar, { nullable: true, description: 'Place of the first node here.' }) startCursor!:
    | string
    | null;
  @Field(() => CursorScalar, { nullable: true, description: 'Place of the last node here.' }) endCursor!: string | null;
}

/** The edge, connection and resolver classes of a list of `node`. */
export function connectionOf<Node extends object>(name: string, node: ClassType<Node>, words: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of ${words}, with its place in the list.` })
  class Edge {
    @Field(() => CursorScalar, { description: 'Place in the list.' }) cursor!: string;
    @Field(() => node, { description: 'What stands there.' }) node!: Node;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${words}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The page with a cursor for each.' }) edges!: Edge[];
    @Field(() => [node], { description: 'The page without cursors.' }) nodes!: readonly Node[];
    @Field(() => PageInfoType, { description: 'Where the page stands.' }) pageInfo!: PageInfoType;
  }

  @Resolver(() => Connection)
  class ConnectionResolver {
    @FieldResolver(() => Int, { description: 'Number of all in the list. Counted only where asked for.' })
    totalCount(@Root() page: Page<Node>): Promise<number> {
      return page.countAll();
    }
  }

  return { Edge, Connection, ConnectionResolver };
}
