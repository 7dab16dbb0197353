import 'server-only';
import { queryApi } from '../../lib/api/query-api';
import type { ApiKeysQuery, OperatorsQuery } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import type { Answer } from '../../lib/problem';

const OperatorsDocument = graphql(`
  query Operators {
    operators {
      id
      disabledAt
      ...OperatorRow
    }
  }
`);

const ApiKeysDocument = graphql(`
  query ApiKeys {
    apiKeys {
      id
      expiresAt
      revokedAt
      ...KeyRow
    }
  }
`);

/** All operators, newest first, the disabled among them. */
export function loadOperators(): Promise<Answer<OperatorsQuery>> {
  return queryApi(OperatorsDocument, {});
}

/** All API keys, newest first, those that no longer work among them. */
export function loadApiKeys(): Promise<Answer<ApiKeysQuery>> {
  return queryApi(ApiKeysDocument, {});
}
