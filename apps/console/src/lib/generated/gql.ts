/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  fragment KeyRow on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    createdAt\n    lastUsedAt\n    expiresAt\n    revokedAt\n  }\n": typeof types.KeyRowFragmentDoc,
    "\n  query Operators {\n    operators {\n      id\n      disabledAt\n      ...OperatorRow\n    }\n  }\n": typeof types.OperatorsDocument,
    "\n  query ApiKeys {\n    apiKeys {\n      id\n      expiresAt\n      revokedAt\n      ...KeyRow\n    }\n  }\n": typeof types.ApiKeysDocument,
    "\n  mutation CreateOperator($input: CreateOperatorInput!) {\n    createOperator(input: $input) {\n      id\n    }\n  }\n": typeof types.CreateOperatorDocument,
    "\n  fragment OperatorRow on Operator {\n    id\n    email\n    name\n    role\n    createdAt\n    lastSignInAt\n    disabledAt\n  }\n": typeof types.OperatorRowFragmentDoc,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id) {\n      id\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  mutation UpdateOperator($input: UpdateOperatorInput!) {\n    updateOperator(input: $input) {\n      id\n    }\n  }\n": typeof types.UpdateOperatorDocument,
    "\n  query SeenActions {\n    auditLog(first: 100) {\n      nodes {\n        id\n        action\n      }\n    }\n  }\n": typeof types.SeenActionsDocument,
    "\n  fragment AuditRow on AuditEntry {\n    id\n    at\n    action\n    target\n    details\n    requestId\n    actor {\n      kind\n      id\n      name\n    }\n  }\n": typeof types.AuditRowFragmentDoc,
    "\n  query AuditLog($actorId: String, $action: String, $first: Int, $after: Cursor) {\n    auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {\n      totalCount\n      nodes {\n        id\n        ...AuditRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.AuditLogDocument,
    "\n  query AuditWho {\n    operators {\n      id\n      name\n    }\n    apiKeys {\n      id\n      name\n      scopes\n    }\n  }\n": typeof types.AuditWhoDocument,
    "\n  mutation SetUp($token: String!, $email: String!, $name: String!, $password: String!) {\n    setUp(token: $token, email: $email, name: $name, password: $password) {\n      id\n    }\n  }\n": typeof types.SetUpDocument,
    "\n  mutation SignIn($email: String!, $password: String!) {\n    signIn(email: $email, password: $password) {\n      id\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation ChangePassword($current: String!, $next: String!) {\n    changePassword(current: $current, next: $next)\n  }\n": typeof types.ChangePasswordDocument,
    "\n  fragment FoundSession on Session {\n    id\n    slug\n    title\n    status\n    platform\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": typeof types.FoundSessionFragmentDoc,
    "\n  mutation SignOut {\n    signOut\n  }\n": typeof types.SignOutDocument,
    "\n  query FindSessions($filter: SessionFilter, $id: ID, $slug: String, $isId: Boolean!, $isSlug: Boolean!) {\n    byId: session(id: $id) @include(if: $isId) {\n      id\n      ...FoundSession\n    }\n    bySlug: session(slug: $slug) @include(if: $isSlug) {\n      id\n      ...FoundSession\n    }\n    sessions(filter: $filter, first: 8) {\n      nodes {\n        id\n        ...FoundSession\n      }\n    }\n  }\n": typeof types.FindSessionsDocument,
    "\n  query SessionList(\n    $filter: SessionFilter\n    $sort: SessionSort\n    $first: Int\n    $after: Cursor\n    $last: Int\n    $before: Cursor\n    $user: UserRef!\n    $hasUser: Boolean!\n  ) {\n    sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        ...SessionRow\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n    user(ref: $user) @include(if: $hasUser) {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": typeof types.SessionListDocument,
    "\n  query SessionCounts($filter: SessionFilter, $active: SessionFilter) {\n    all: sessions(first: 1) {\n      totalCount\n    }\n    matching: sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n    active: sessions(filter: $active, first: 1) {\n      totalCount\n    }\n  }\n": typeof types.SessionCountsDocument,
    "\n  query SessionCount($filter: SessionFilter) {\n    sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n": typeof types.SessionCountDocument,
    "\n  query SeenWords {\n    sessions(first: 100) {\n      nodes {\n        id\n        platform\n        kind\n      }\n    }\n  }\n": typeof types.SeenWordsDocument,
    "\n  fragment SessionRow on Session {\n    id\n    slug\n    title\n    status\n    platform\n    kind\n    startedAt\n    lastActivityAt\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": typeof types.SessionRowFragmentDoc,
    "\n  query SessionPage($id: ID, $slug: String) {\n    session(id: $id, slug: $slug) {\n      id\n      ...SessionHead\n      ...SessionFacts\n      ...SessionTranscript\n      ...SessionVariables\n      ...SessionRaw\n    }\n  }\n": typeof types.SessionPageDocument,
    "\n  mutation PauseSession($id: ID!) {\n    pauseSession(input: { id: $id }) {\n      id\n    }\n  }\n": typeof types.PauseSessionDocument,
    "\n  mutation ResumeSession($id: ID!) {\n    resumeSession(input: { id: $id }) {\n      id\n    }\n  }\n": typeof types.ResumeSessionDocument,
    "\n  mutation EndSession($id: ID!) {\n    endSession(input: { id: $id }) {\n      id\n    }\n  }\n": typeof types.EndSessionDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": typeof types.DeleteSessionDocument,
    "\n  fragment SessionFacts on Session {\n    id\n    slug\n    status\n    key\n    platform\n    environment\n    kind\n    seq\n    metadata\n    notebooks\n    integrations\n    startedAt\n    lastActivityAt\n    durationSeconds\n    ...SessionStatusFacts\n    ...SessionPeople\n    ...SessionTask\n  }\n": typeof types.SessionFactsFragmentDoc,
    "\n  fragment SessionHead on Session {\n    slug\n    title\n    status\n    platform\n    messageCount\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": typeof types.SessionHeadFragmentDoc,
    "\n  fragment SessionPeople on Session {\n    user {\n      id\n      displayName\n      identities {\n        platform\n        externalId\n        displayName\n        primary\n        verified\n      }\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      joinedAt\n      leftAt\n    }\n  }\n": typeof types.SessionPeopleFragmentDoc,
    "\n  fragment SessionRaw on Session {\n    id\n    slug\n    key\n    userId\n    platform\n    environment\n    kind\n    status\n    title\n    metadata\n    seq\n    startedAt\n    lastActivityAt\n    endedAt\n    endReason\n    idleAt\n    idleTimeoutSeconds\n    idleAction\n    durationSeconds\n    messageCount\n    notebooks\n    integrations\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      userId\n      metadata\n      joinedAt\n      leftAt\n    }\n  }\n": typeof types.SessionRawFragmentDoc,
    "\n  fragment SessionStatusFacts on Session {\n    status\n    idleAt\n    idleAction\n    idleTimeoutSeconds\n    endedAt\n    endReason\n  }\n": typeof types.SessionStatusFactsFragmentDoc,
    "\n  fragment SessionTask on Session {\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n  }\n": typeof types.SessionTaskFragmentDoc,
    "\n  fragment SessionTranscript on Session {\n    id\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n    messages(last: 50) {\n      nodes {\n        ...SessionTranscriptMessage\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n  }\n": typeof types.SessionTranscriptFragmentDoc,
    "\n  fragment SessionVariables on Session {\n    sessionVariables: variables(scope: SESSION) {\n      ...SessionVariable\n    }\n    platformVariables: variables(scope: PLATFORM) {\n      ...SessionVariable\n    }\n    userVariables: variables(scope: USER) {\n      ...SessionVariable\n    }\n    appVariables: variables(scope: APP) {\n      ...SessionVariable\n    }\n  }\n": typeof types.SessionVariablesFragmentDoc,
    "\n  fragment SessionTranscriptMessage on Message {\n    id\n    seq\n    role\n    content\n    parts\n    metadata\n    platform\n    externalId\n    createdAt\n    redactedAt\n    participant {\n      id\n      kind\n      name\n    }\n  }\n": typeof types.SessionTranscriptMessageFragmentDoc,
    "\n  query OlderMessages($id: ID!, $before: Cursor!) {\n    session(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          ...SessionTranscriptMessage\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": typeof types.OlderMessagesDocument,
    "\n  fragment SessionVariable on Variable {\n    name\n    value\n    scope\n    version\n    updatedAt\n    expiresAt\n  }\n": typeof types.SessionVariableFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      id\n      kind\n      name\n      role\n    }\n  }\n": typeof types.ViewerDocument,
};
const documents: Documents = {
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  fragment KeyRow on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    createdAt\n    lastUsedAt\n    expiresAt\n    revokedAt\n  }\n": types.KeyRowFragmentDoc,
    "\n  query Operators {\n    operators {\n      id\n      disabledAt\n      ...OperatorRow\n    }\n  }\n": types.OperatorsDocument,
    "\n  query ApiKeys {\n    apiKeys {\n      id\n      expiresAt\n      revokedAt\n      ...KeyRow\n    }\n  }\n": types.ApiKeysDocument,
    "\n  mutation CreateOperator($input: CreateOperatorInput!) {\n    createOperator(input: $input) {\n      id\n    }\n  }\n": types.CreateOperatorDocument,
    "\n  fragment OperatorRow on Operator {\n    id\n    email\n    name\n    role\n    createdAt\n    lastSignInAt\n    disabledAt\n  }\n": types.OperatorRowFragmentDoc,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id) {\n      id\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  mutation UpdateOperator($input: UpdateOperatorInput!) {\n    updateOperator(input: $input) {\n      id\n    }\n  }\n": types.UpdateOperatorDocument,
    "\n  query SeenActions {\n    auditLog(first: 100) {\n      nodes {\n        id\n        action\n      }\n    }\n  }\n": types.SeenActionsDocument,
    "\n  fragment AuditRow on AuditEntry {\n    id\n    at\n    action\n    target\n    details\n    requestId\n    actor {\n      kind\n      id\n      name\n    }\n  }\n": types.AuditRowFragmentDoc,
    "\n  query AuditLog($actorId: String, $action: String, $first: Int, $after: Cursor) {\n    auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {\n      totalCount\n      nodes {\n        id\n        ...AuditRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.AuditLogDocument,
    "\n  query AuditWho {\n    operators {\n      id\n      name\n    }\n    apiKeys {\n      id\n      name\n      scopes\n    }\n  }\n": types.AuditWhoDocument,
    "\n  mutation SetUp($token: String!, $email: String!, $name: String!, $password: String!) {\n    setUp(token: $token, email: $email, name: $name, password: $password) {\n      id\n    }\n  }\n": types.SetUpDocument,
    "\n  mutation SignIn($email: String!, $password: String!) {\n    signIn(email: $email, password: $password) {\n      id\n    }\n  }\n": types.SignInDocument,
    "\n  mutation ChangePassword($current: String!, $next: String!) {\n    changePassword(current: $current, next: $next)\n  }\n": types.ChangePasswordDocument,
    "\n  fragment FoundSession on Session {\n    id\n    slug\n    title\n    status\n    platform\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": types.FoundSessionFragmentDoc,
    "\n  mutation SignOut {\n    signOut\n  }\n": types.SignOutDocument,
    "\n  query FindSessions($filter: SessionFilter, $id: ID, $slug: String, $isId: Boolean!, $isSlug: Boolean!) {\n    byId: session(id: $id) @include(if: $isId) {\n      id\n      ...FoundSession\n    }\n    bySlug: session(slug: $slug) @include(if: $isSlug) {\n      id\n      ...FoundSession\n    }\n    sessions(filter: $filter, first: 8) {\n      nodes {\n        id\n        ...FoundSession\n      }\n    }\n  }\n": types.FindSessionsDocument,
    "\n  query SessionList(\n    $filter: SessionFilter\n    $sort: SessionSort\n    $first: Int\n    $after: Cursor\n    $last: Int\n    $before: Cursor\n    $user: UserRef!\n    $hasUser: Boolean!\n  ) {\n    sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        ...SessionRow\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n    user(ref: $user) @include(if: $hasUser) {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": types.SessionListDocument,
    "\n  query SessionCounts($filter: SessionFilter, $active: SessionFilter) {\n    all: sessions(first: 1) {\n      totalCount\n    }\n    matching: sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n    active: sessions(filter: $active, first: 1) {\n      totalCount\n    }\n  }\n": types.SessionCountsDocument,
    "\n  query SessionCount($filter: SessionFilter) {\n    sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n": types.SessionCountDocument,
    "\n  query SeenWords {\n    sessions(first: 100) {\n      nodes {\n        id\n        platform\n        kind\n      }\n    }\n  }\n": types.SeenWordsDocument,
    "\n  fragment SessionRow on Session {\n    id\n    slug\n    title\n    status\n    platform\n    kind\n    startedAt\n    lastActivityAt\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": types.SessionRowFragmentDoc,
    "\n  query SessionPage($id: ID, $slug: String) {\n    session(id: $id, slug: $slug) {\n      id\n      ...SessionHead\n      ...SessionFacts\n      ...SessionTranscript\n      ...SessionVariables\n      ...SessionRaw\n    }\n  }\n": types.SessionPageDocument,
    "\n  mutation PauseSession($id: ID!) {\n    pauseSession(input: { id: $id }) {\n      id\n    }\n  }\n": types.PauseSessionDocument,
    "\n  mutation ResumeSession($id: ID!) {\n    resumeSession(input: { id: $id }) {\n      id\n    }\n  }\n": types.ResumeSessionDocument,
    "\n  mutation EndSession($id: ID!) {\n    endSession(input: { id: $id }) {\n      id\n    }\n  }\n": types.EndSessionDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": types.DeleteSessionDocument,
    "\n  fragment SessionFacts on Session {\n    id\n    slug\n    status\n    key\n    platform\n    environment\n    kind\n    seq\n    metadata\n    notebooks\n    integrations\n    startedAt\n    lastActivityAt\n    durationSeconds\n    ...SessionStatusFacts\n    ...SessionPeople\n    ...SessionTask\n  }\n": types.SessionFactsFragmentDoc,
    "\n  fragment SessionHead on Session {\n    slug\n    title\n    status\n    platform\n    messageCount\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n": types.SessionHeadFragmentDoc,
    "\n  fragment SessionPeople on Session {\n    user {\n      id\n      displayName\n      identities {\n        platform\n        externalId\n        displayName\n        primary\n        verified\n      }\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      joinedAt\n      leftAt\n    }\n  }\n": types.SessionPeopleFragmentDoc,
    "\n  fragment SessionRaw on Session {\n    id\n    slug\n    key\n    userId\n    platform\n    environment\n    kind\n    status\n    title\n    metadata\n    seq\n    startedAt\n    lastActivityAt\n    endedAt\n    endReason\n    idleAt\n    idleTimeoutSeconds\n    idleAction\n    durationSeconds\n    messageCount\n    notebooks\n    integrations\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      userId\n      metadata\n      joinedAt\n      leftAt\n    }\n  }\n": types.SessionRawFragmentDoc,
    "\n  fragment SessionStatusFacts on Session {\n    status\n    idleAt\n    idleAction\n    idleTimeoutSeconds\n    endedAt\n    endReason\n  }\n": types.SessionStatusFactsFragmentDoc,
    "\n  fragment SessionTask on Session {\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n  }\n": types.SessionTaskFragmentDoc,
    "\n  fragment SessionTranscript on Session {\n    id\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n    messages(last: 50) {\n      nodes {\n        ...SessionTranscriptMessage\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n  }\n": types.SessionTranscriptFragmentDoc,
    "\n  fragment SessionVariables on Session {\n    sessionVariables: variables(scope: SESSION) {\n      ...SessionVariable\n    }\n    platformVariables: variables(scope: PLATFORM) {\n      ...SessionVariable\n    }\n    userVariables: variables(scope: USER) {\n      ...SessionVariable\n    }\n    appVariables: variables(scope: APP) {\n      ...SessionVariable\n    }\n  }\n": types.SessionVariablesFragmentDoc,
    "\n  fragment SessionTranscriptMessage on Message {\n    id\n    seq\n    role\n    content\n    parts\n    metadata\n    platform\n    externalId\n    createdAt\n    redactedAt\n    participant {\n      id\n      kind\n      name\n    }\n  }\n": types.SessionTranscriptMessageFragmentDoc,
    "\n  query OlderMessages($id: ID!, $before: Cursor!) {\n    session(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          ...SessionTranscriptMessage\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": types.OlderMessagesDocument,
    "\n  fragment SessionVariable on Variable {\n    name\n    value\n    scope\n    version\n    updatedAt\n    expiresAt\n  }\n": types.SessionVariableFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      id\n      kind\n      name\n      role\n    }\n  }\n": types.ViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyRow on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    createdAt\n    lastUsedAt\n    expiresAt\n    revokedAt\n  }\n"): (typeof documents)["\n  fragment KeyRow on ApiKey {\n    id\n    name\n    prefix\n    scopes\n    createdAt\n    lastUsedAt\n    expiresAt\n    revokedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Operators {\n    operators {\n      id\n      disabledAt\n      ...OperatorRow\n    }\n  }\n"): (typeof documents)["\n  query Operators {\n    operators {\n      id\n      disabledAt\n      ...OperatorRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeys {\n    apiKeys {\n      id\n      expiresAt\n      revokedAt\n      ...KeyRow\n    }\n  }\n"): (typeof documents)["\n  query ApiKeys {\n    apiKeys {\n      id\n      expiresAt\n      revokedAt\n      ...KeyRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateOperator($input: CreateOperatorInput!) {\n    createOperator(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation CreateOperator($input: CreateOperatorInput!) {\n    createOperator(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OperatorRow on Operator {\n    id\n    email\n    name\n    role\n    createdAt\n    lastSignInAt\n    disabledAt\n  }\n"): (typeof documents)["\n  fragment OperatorRow on Operator {\n    id\n    email\n    name\n    role\n    createdAt\n    lastSignInAt\n    disabledAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateOperator($input: UpdateOperatorInput!) {\n    updateOperator(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateOperator($input: UpdateOperatorInput!) {\n    updateOperator(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeenActions {\n    auditLog(first: 100) {\n      nodes {\n        id\n        action\n      }\n    }\n  }\n"): (typeof documents)["\n  query SeenActions {\n    auditLog(first: 100) {\n      nodes {\n        id\n        action\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AuditRow on AuditEntry {\n    id\n    at\n    action\n    target\n    details\n    requestId\n    actor {\n      kind\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment AuditRow on AuditEntry {\n    id\n    at\n    action\n    target\n    details\n    requestId\n    actor {\n      kind\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditLog($actorId: String, $action: String, $first: Int, $after: Cursor) {\n    auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {\n      totalCount\n      nodes {\n        id\n        ...AuditRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query AuditLog($actorId: String, $action: String, $first: Int, $after: Cursor) {\n    auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {\n      totalCount\n      nodes {\n        id\n        ...AuditRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditWho {\n    operators {\n      id\n      name\n    }\n    apiKeys {\n      id\n      name\n      scopes\n    }\n  }\n"): (typeof documents)["\n  query AuditWho {\n    operators {\n      id\n      name\n    }\n    apiKeys {\n      id\n      name\n      scopes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetUp($token: String!, $email: String!, $name: String!, $password: String!) {\n    setUp(token: $token, email: $email, name: $name, password: $password) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SetUp($token: String!, $email: String!, $name: String!, $password: String!) {\n    setUp(token: $token, email: $email, name: $name, password: $password) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($email: String!, $password: String!) {\n    signIn(email: $email, password: $password) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($email: String!, $password: String!) {\n    signIn(email: $email, password: $password) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($current: String!, $next: String!) {\n    changePassword(current: $current, next: $next)\n  }\n"): (typeof documents)["\n  mutation ChangePassword($current: String!, $next: String!) {\n    changePassword(current: $current, next: $next)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FoundSession on Session {\n    id\n    slug\n    title\n    status\n    platform\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment FoundSession on Session {\n    id\n    slug\n    title\n    status\n    platform\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut\n  }\n"): (typeof documents)["\n  mutation SignOut {\n    signOut\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindSessions($filter: SessionFilter, $id: ID, $slug: String, $isId: Boolean!, $isSlug: Boolean!) {\n    byId: session(id: $id) @include(if: $isId) {\n      id\n      ...FoundSession\n    }\n    bySlug: session(slug: $slug) @include(if: $isSlug) {\n      id\n      ...FoundSession\n    }\n    sessions(filter: $filter, first: 8) {\n      nodes {\n        id\n        ...FoundSession\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindSessions($filter: SessionFilter, $id: ID, $slug: String, $isId: Boolean!, $isSlug: Boolean!) {\n    byId: session(id: $id) @include(if: $isId) {\n      id\n      ...FoundSession\n    }\n    bySlug: session(slug: $slug) @include(if: $isSlug) {\n      id\n      ...FoundSession\n    }\n    sessions(filter: $filter, first: 8) {\n      nodes {\n        id\n        ...FoundSession\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionList(\n    $filter: SessionFilter\n    $sort: SessionSort\n    $first: Int\n    $after: Cursor\n    $last: Int\n    $before: Cursor\n    $user: UserRef!\n    $hasUser: Boolean!\n  ) {\n    sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        ...SessionRow\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n    user(ref: $user) @include(if: $hasUser) {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"): (typeof documents)["\n  query SessionList(\n    $filter: SessionFilter\n    $sort: SessionSort\n    $first: Int\n    $after: Cursor\n    $last: Int\n    $before: Cursor\n    $user: UserRef!\n    $hasUser: Boolean!\n  ) {\n    sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        ...SessionRow\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n    user(ref: $user) @include(if: $hasUser) {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionCounts($filter: SessionFilter, $active: SessionFilter) {\n    all: sessions(first: 1) {\n      totalCount\n    }\n    matching: sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n    active: sessions(filter: $active, first: 1) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query SessionCounts($filter: SessionFilter, $active: SessionFilter) {\n    all: sessions(first: 1) {\n      totalCount\n    }\n    matching: sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n    active: sessions(filter: $active, first: 1) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionCount($filter: SessionFilter) {\n    sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query SessionCount($filter: SessionFilter) {\n    sessions(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeenWords {\n    sessions(first: 100) {\n      nodes {\n        id\n        platform\n        kind\n      }\n    }\n  }\n"): (typeof documents)["\n  query SeenWords {\n    sessions(first: 100) {\n      nodes {\n        id\n        platform\n        kind\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionRow on Session {\n    id\n    slug\n    title\n    status\n    platform\n    kind\n    startedAt\n    lastActivityAt\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment SessionRow on Session {\n    id\n    slug\n    title\n    status\n    platform\n    kind\n    startedAt\n    lastActivityAt\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionPage($id: ID, $slug: String) {\n    session(id: $id, slug: $slug) {\n      id\n      ...SessionHead\n      ...SessionFacts\n      ...SessionTranscript\n      ...SessionVariables\n      ...SessionRaw\n    }\n  }\n"): (typeof documents)["\n  query SessionPage($id: ID, $slug: String) {\n    session(id: $id, slug: $slug) {\n      id\n      ...SessionHead\n      ...SessionFacts\n      ...SessionTranscript\n      ...SessionVariables\n      ...SessionRaw\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PauseSession($id: ID!) {\n    pauseSession(input: { id: $id }) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation PauseSession($id: ID!) {\n    pauseSession(input: { id: $id }) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResumeSession($id: ID!) {\n    resumeSession(input: { id: $id }) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation ResumeSession($id: ID!) {\n    resumeSession(input: { id: $id }) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndSession($id: ID!) {\n    endSession(input: { id: $id }) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation EndSession($id: ID!) {\n    endSession(input: { id: $id }) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionFacts on Session {\n    id\n    slug\n    status\n    key\n    platform\n    environment\n    kind\n    seq\n    metadata\n    notebooks\n    integrations\n    startedAt\n    lastActivityAt\n    durationSeconds\n    ...SessionStatusFacts\n    ...SessionPeople\n    ...SessionTask\n  }\n"): (typeof documents)["\n  fragment SessionFacts on Session {\n    id\n    slug\n    status\n    key\n    platform\n    environment\n    kind\n    seq\n    metadata\n    notebooks\n    integrations\n    startedAt\n    lastActivityAt\n    durationSeconds\n    ...SessionStatusFacts\n    ...SessionPeople\n    ...SessionTask\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionHead on Session {\n    slug\n    title\n    status\n    platform\n    messageCount\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment SessionHead on Session {\n    slug\n    title\n    status\n    platform\n    messageCount\n    lastActivityAt\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionPeople on Session {\n    user {\n      id\n      displayName\n      identities {\n        platform\n        externalId\n        displayName\n        primary\n        verified\n      }\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      joinedAt\n      leftAt\n    }\n  }\n"): (typeof documents)["\n  fragment SessionPeople on Session {\n    user {\n      id\n      displayName\n      identities {\n        platform\n        externalId\n        displayName\n        primary\n        verified\n      }\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      joinedAt\n      leftAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionRaw on Session {\n    id\n    slug\n    key\n    userId\n    platform\n    environment\n    kind\n    status\n    title\n    metadata\n    seq\n    startedAt\n    lastActivityAt\n    endedAt\n    endReason\n    idleAt\n    idleTimeoutSeconds\n    idleAction\n    durationSeconds\n    messageCount\n    notebooks\n    integrations\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      userId\n      metadata\n      joinedAt\n      leftAt\n    }\n  }\n"): (typeof documents)["\n  fragment SessionRaw on Session {\n    id\n    slug\n    key\n    userId\n    platform\n    environment\n    kind\n    status\n    title\n    metadata\n    seq\n    startedAt\n    lastActivityAt\n    endedAt\n    endReason\n    idleAt\n    idleTimeoutSeconds\n    idleAction\n    durationSeconds\n    messageCount\n    notebooks\n    integrations\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n    participants(includeLeft: true) {\n      id\n      kind\n      name\n      userId\n      metadata\n      joinedAt\n      leftAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionStatusFacts on Session {\n    status\n    idleAt\n    idleAction\n    idleTimeoutSeconds\n    endedAt\n    endReason\n  }\n"): (typeof documents)["\n  fragment SessionStatusFacts on Session {\n    status\n    idleAt\n    idleAction\n    idleTimeoutSeconds\n    endedAt\n    endReason\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionTask on Session {\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n  }\n"): (typeof documents)["\n  fragment SessionTask on Session {\n    currentTask {\n      id\n      description\n      status\n      progress\n      data\n      startedAt\n      completedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionTranscript on Session {\n    id\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n    messages(last: 50) {\n      nodes {\n        ...SessionTranscriptMessage\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment SessionTranscript on Session {\n    id\n    messageCount\n    user {\n      id\n      displayName\n      identities {\n        externalId\n        displayName\n        primary\n      }\n    }\n    messages(last: 50) {\n      nodes {\n        ...SessionTranscriptMessage\n      }\n      pageInfo {\n        hasPreviousPage\n        startCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionVariables on Session {\n    sessionVariables: variables(scope: SESSION) {\n      ...SessionVariable\n    }\n    platformVariables: variables(scope: PLATFORM) {\n      ...SessionVariable\n    }\n    userVariables: variables(scope: USER) {\n      ...SessionVariable\n    }\n    appVariables: variables(scope: APP) {\n      ...SessionVariable\n    }\n  }\n"): (typeof documents)["\n  fragment SessionVariables on Session {\n    sessionVariables: variables(scope: SESSION) {\n      ...SessionVariable\n    }\n    platformVariables: variables(scope: PLATFORM) {\n      ...SessionVariable\n    }\n    userVariables: variables(scope: USER) {\n      ...SessionVariable\n    }\n    appVariables: variables(scope: APP) {\n      ...SessionVariable\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionTranscriptMessage on Message {\n    id\n    seq\n    role\n    content\n    parts\n    metadata\n    platform\n    externalId\n    createdAt\n    redactedAt\n    participant {\n      id\n      kind\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment SessionTranscriptMessage on Message {\n    id\n    seq\n    role\n    content\n    parts\n    metadata\n    platform\n    externalId\n    createdAt\n    redactedAt\n    participant {\n      id\n      kind\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OlderMessages($id: ID!, $before: Cursor!) {\n    session(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          ...SessionTranscriptMessage\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OlderMessages($id: ID!, $before: Cursor!) {\n    session(id: $id) {\n      id\n      messages(last: 50, before: $before) {\n        nodes {\n          ...SessionTranscriptMessage\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionVariable on Variable {\n    name\n    value\n    scope\n    version\n    updatedAt\n    expiresAt\n  }\n"): (typeof documents)["\n  fragment SessionVariable on Variable {\n    name\n    value\n    scope\n    version\n    updatedAt\n    expiresAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      id\n      kind\n      name\n      role\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      id\n      kind\n      name\n      role\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;