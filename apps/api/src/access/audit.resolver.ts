import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Call } from '../core/context.js';
import type { Page } from '../core/page.js';
import { CursorScalar } from '../core/scalars.js';
import { AuditConnection, AuditEntryType } from './audit.graphql.js';
import type { AuditService } from './audit.service.js';

@Resolver(() => AuditEntryType)
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Query(() => AuditConnection, { description: 'Acts of operators and of ADMIN keys, newest first.' })
  auditLog(
    @Ctx() ctx: Call,
    @Arg('actorId', () => String, { nullable: true, description: 'Only of this operator or key.' })
    actorId: string | null,
    @Arg('action', () => String, { nullable: true, description: 'Only of this mutation.' }) action: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, 1 to 100.' })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Behind this place.' }) after: string | null,
  ): Promise<Page<AuditEntryType>> {
    return this.audit.list(ctx, { actorId, action, first, after });
  }
}
