import 'server-only';
import { queryApi } from '../../lib/api/query-api';
import type { AuditLogQuery, AuditWhoQuery } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import type { Answer } from '../../lib/problem';
import type { AuditState } from './audit-state';

/** Rows of one page: two screens of a large window. */
const pageSize = 50;

const AuditLogDocument = graphql(`
  query AuditLog($actorId: String, $action: String, $first: Int, $after: Cursor) {
    auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {
      totalCount
      nodes {
        id
        ...AuditRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const AuditWhoDocument = graphql(`
  query AuditWho {
    operators {
      id
      name
    }
    apiKeys {
      id
      name
      scopes
    }
  }
`);

/** One page of the audit log as the address asks for it, newest first. */
export function loadAudit({ actor, action, after }: AuditState): Promise<Answer<AuditLogQuery>> {
  return queryApi(AuditLogDocument, { actorId: actor, action, first: pageSize, after });
}

/** Those whose acts are kept: operators, and keys that may do everything. */
export interface Actors {
  readonly operators: readonly Actor[];
  readonly keys: readonly Actor[];
}

interface Actor {
  readonly id: string;
  readonly name: string;
}

/** Who can be filtered by; nobody where the API would not say. */
export async function loadActors(): Promise<Actors> {
  const { operators, apiKeys }: AuditWhoQuery = (await queryApi(AuditWhoDocument, {})).data ?? NOBODY;
  return { operators, keys: apiKeys.filter(({ scopes }) => scopes.includes('ADMIN')) };
}

const NOBODY: AuditWhoQuery = { operators: [], apiKeys: [] };
